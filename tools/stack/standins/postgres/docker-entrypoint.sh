#!/bin/bash
# The entrypoint of postgres:18, as documented, as far as our compose file depends on it.
set -euo pipefail

if [[ $1 != postgres ]]; then exec "$@"; fi
if [[ $(id -u) == 0 ]]; then
    echo "stand-in: the real image drops root by itself; this one has to be started as another user." >&2
    exit 1
fi

mkdir -p "$PGDATA"
chmod 0700 "$PGDATA"
if [[ ! -s $PGDATA/PG_VERSION ]]; then
    if [[ -s /var/lib/postgresql/data/PG_VERSION || -s /var/lib/postgresql/PG_VERSION ]] || mountpoint -q /var/lib/postgresql/data; then
        echo "Error: from version 18 on, the volume belongs at /var/lib/postgresql, not at /var/lib/postgresql/data." >&2
        exit 1
    fi
    if [[ -n ${POSTGRES_PASSWORD_FILE:-} ]]; then POSTGRES_PASSWORD=$(<"$POSTGRES_PASSWORD_FILE"); fi
    if [[ -z ${POSTGRES_PASSWORD:-} ]]; then
        echo "Error: Database is uninitialized and superuser password is not specified." >&2
        exit 1
    fi
    export POSTGRES_PASSWORD
    read -ra arguments <<<"${POSTGRES_INITDB_ARGS:-}"
    initdb --username=postgres --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${arguments[@]}"
    printf '\nhost all all all scram-sha-256\n' >>"$PGDATA/pg_hba.conf"
    printf "listen_addresses = '*'\n" >>"$PGDATA/postgresql.conf"
    # On the socket only, so that no client connects during the initialisation.
    pg_ctl --wait --options="$(printf '%q ' "${@:2}" -c listen_addresses=)" start
    for script in /docker-entrypoint-initdb.d/*.sql; do
        psql --no-psqlrc --set ON_ERROR_STOP=1 --username postgres --dbname postgres --file "$script"
    done
    pg_ctl --mode=fast --wait stop
    unset POSTGRES_PASSWORD
fi
exec "$@"
