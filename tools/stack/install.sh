#!/bin/sh
# Installs Quietdesk from this folder on a machine that needs Docker and no internet: checks the files, loads the images,
# starts the stack. Run it again after unpacking a newer bundle beside this one: the tickets stay.
set -eu
cd "$(dirname "$0")"

say() { printf '%s\n' "$*"; }
fail() {
    printf 'quietdesk: %s\n' "$*" >&2
    exit 1
}

command -v docker >/dev/null || fail "Docker is not installed."
docker version >/dev/null 2>&1 || fail "Docker does not answer; is it started, and may this user use it?"
docker compose version >/dev/null 2>&1 || fail "Docker Compose (version 2) is not installed."

say "Checking the files ..."
sha256sum --check --quiet SHA256SUMS || fail "a file is not what it should be: copy the bundle again. Nothing was changed."

say "Loading the images ..."
docker load --quiet --input images.tar

if [ ! -e .env ]; then
    cp .env.example .env
    chmod 600 .env
    say "Made .env from .env.example; its comments tell what can be set."
fi

say "Starting ..."
docker compose up --detach --no-build --pull never --wait
docker compose ps
say ""
say "Quietdesk is ready. The password of the account \`admin\`:"
say "  docker compose exec backend python manage.py admin_password"
