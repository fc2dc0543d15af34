#!/bin/sh
# Installs Quietdesk from this folder on a machine with Docker and without internet: verifies the files, loads the images,
# starts the stack. PUBLIC_KEY=FILE or ALLOWED_SIGNERS=FILE names whose signature it must have. This file comes with the
# bundle: docs/on-premises.md (here README.md) says how to verify the signature before running it. To upgrade, unpack a newer bundle beside this one and run its install.sh: the tickets are kept.
set -eu
here=$PWD
cd "$(dirname "$0")"

print() { printf '%s\n' "$*"; }
fail() {
    printf 'quietdesk: %s\n' "$*" >&2
    exit 1
}

command -v docker >/dev/null || fail "Docker is not installed."
docker version >/dev/null 2>&1 || fail "Docker does not answer; is it started, and does this user have access?"
docker compose version >/dev/null 2>&1 || fail "Docker Compose (version 2) is not installed."

# path NAME FILE: the path of a file that is named from the folder in which the command was given.
path() {
    case $2 in /*) file=$2 ;; *) file=$here/$2 ;; esac
    [ -r "$file" ] || fail "$1: $2 cannot be read. Nothing was changed."
    print "$file"
}

# verify FILE: whether one of the signers in FILE, in the format of ssh-keygen's ALLOWED SIGNERS, has signed the checksums.
verify() {
    command -v ssh-keygen >/dev/null || fail "ssh-keygen is not installed, which verifies the signature."
    [ -e SHA256SUMS.sig ] || fail "the bundle is not signed. Nothing was changed."
    signer=$(ssh-keygen -Y find-principals -s SHA256SUMS.sig -f "$1" 2>/dev/null | head -n 1 | cut -d , -f 1)
    [ -n "$signer" ] || fail "the bundle is signed with another key. Nothing was changed."
    ssh-keygen -Y verify -f "$1" -I "$signer" -n quietdesk-bundle -s SHA256SUMS.sig <SHA256SUMS >/dev/null 2>&1 ||
        fail "the signature is not that of this bundle. Nothing was changed."
    print "Signed by $signer."
}

print "Checking the files ..."
if [ -n "${ALLOWED_SIGNERS:-}" ]; then
    signers=$(path ALLOWED_SIGNERS "$ALLOWED_SIGNERS")
    verify "$signers"
elif [ -n "${PUBLIC_KEY:-}" ]; then
    key=$(path PUBLIC_KEY "$PUBLIC_KEY")
    signers=$(mktemp)
    trap 'rm -f "$signers"' EXIT
    sed -n '/^[^#]/s/^/the-owner-of-the-key /p' "$key" >"$signers"
    verify "$signers"
else
    print "No key was named, so it is not known who made this bundle. Compare this checksum with its maker's, by telephone:"
    print "  $(sha256sum <SHA256SUMS | cut -d ' ' -f 1)"
fi
sha256sum --check --strict --quiet SHA256SUMS || fail "a file is damaged: copy the bundle again. Nothing was changed."
# A file that is not in the list, such as docker-compose.override.yml, would change what is started. Python makes its
# byte code again.
find tools -name '*.pyc' -delete
find . ! -type d ! -path ./.env ! -path ./SHA256SUMS ! -path ./SHA256SUMS.sig ! -path './var/*' | while IFS= read -r file; do
    cut -c 67- SHA256SUMS | grep -Fqx "${file#./}" || fail "$file is not of this bundle: remove it. Nothing was changed."
done
[ ! -e .env ] || print "Settings are taken from .env, which is not part of the bundle."

print "Loading the images ..."
docker load --quiet --input images.tar

if [ ! -e .env ]; then
    cp .env.example .env
    chmod 600 .env
    print "Created .env from .env.example; its comments explain the settings."
fi

print "Starting ..."
docker compose up --detach --no-build --pull never --wait
docker compose ps
print ""
print "Quietdesk is ready. The password of the account \`admin\`:"
print "  docker compose exec backend python manage.py admin_password"
