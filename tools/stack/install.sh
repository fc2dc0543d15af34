#!/bin/sh
# Installs Quietdesk from this folder on a machine with Docker and without internet: verifies the files, loads the images,
# starts the stack. To upgrade, unpack a newer bundle beside this one and run its install.sh: the tickets are kept.
set -eu
cd "$(dirname "$0")"

print() { printf '%s\n' "$*"; }
fail() {
    printf 'quietdesk: %s\n' "$*" >&2
    exit 1
}

command -v docker >/dev/null || fail "Docker is not installed."
docker version >/dev/null 2>&1 || fail "Docker does not answer; is it started, and does this user have access?"
docker compose version >/dev/null 2>&1 || fail "Docker Compose (version 2) is not installed."

print "Checking the files ..."
sha256sum --check --quiet SHA256SUMS || fail "a file is damaged: copy the bundle again. Nothing was changed."

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
