#!/bin/sh
# The entry point of web: renders the templates with the environment into $RUN, then becomes nginx.
# `start.sh render` only renders. An invalid value is reported in one line with the variable's name.
set -eu

: "${TEMPLATES:=/etc/quietdesk/templates}" "${RUN:=/run/web}" "${OUTLETS:=/run/outlets}" "${FILES:=/srv/desk}"
: "${LISTEN:=8080}" "${BACKEND:=backend:8000}" "${HOSTS:=/etc/hosts}"
: "${AUTHORITIES:=/etc/ssl/certs/ca-certificates.crt}" "${UPSTREAM_CA_FILE:=/dev/null}"
: "${TLS_CERT:=/dev/null}" "${TLS_KEY:=/dev/null}"
: "${CONNECTIONS_PER_ADDRESS:=256}" "${LOGINS_PER_MINUTE:=10}"
: "${OLLAMA_TIMEOUT:=20}" "${OPENAI_TIMEOUT:=10}"
: "${ACCESS:=auto}"
: "${CLOUD:=}" "${OPENAI_PLAIN_HTTP:=no}" "${OPENAI_BASE_URL:=https://api.openai.com/v1}" "${OLLAMA_URL:=}"
: "${EMBEDDING_URL:=}" "${EMBEDDING_API:=ollama}"
: "${TRUSTED_PROXY:=}" "${LOG_ADDRESSES:=short}" "${PUBLIC_URL:=http://127.0.0.1:8080}"
octet='(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)'
IPV4="$octet(?:\\.$octet){3}"

main() {
    mkdir -p "$RUN/servers"
    rm -f "$RUN"/*.conf "$RUN"/servers/*.conf
    # Stale sockets of a killed nginx, on which a new one could not listen.
    rm -f "$RUN/health.sock" "$OUTLETS/cloud.sock" "$OUTLETS/ollama.sock" "$OUTLETS/embedding.sock"

    case $ACCESS in
        open) ;;
        auto)
            # The backend looks at the other addresses.
            [ -z "$TRUSTED_PROXY" ] || fail "TRUSTED_PROXY is set. Quietdesk has no sign-in yet, so anybody \
who reaches it can read every ticket. Serve it on 127.0.0.1 alone, or set ACCESS=open to allow that."
            ;;
        *) invalid ACCESS "auto or open" ;;
    esac
    : "${RESOLVER:=$(nameserver)}"
    trusted_proxies
    case $LOG_ADDRESSES in short | full) ;; *) invalid LOG_ADDRESSES "short or full" ;; esac
    whole_number CONNECTIONS_PER_ADDRESS "$CONNECTIONS_PER_ADDRESS"
    whole_number LOGINS_PER_MINUTE "$LOGINS_PER_MINUTE"
    # nginx requires at least 1, even when the limit is off.
    CONNECTION_LIMIT=$CONNECTIONS_PER_ADDRESS LOGIN_RATE=$LOGINS_PER_MINUTE
    [ "$CONNECTION_LIMIT" -gt 0 ] || CONNECTION_LIMIT=1
    [ "$LOGIN_RATE" -gt 0 ] || LOGIN_RATE=1
    local_model=$(whole_seconds OLLAMA_TIMEOUT "$OLLAMA_TIMEOUT")
    cloud_model=$(whole_seconds OPENAI_TIMEOUT "$OPENAI_TIMEOUT")
    : "${READ_TIMEOUT:=$((local_model + cloud_model + 10))}"
    export ACCESS TEMPLATES RUN OUTLETS FILES BACKEND RESOLVER IPV4 LOG_ADDRESSES CONNECTIONS_PER_ADDRESS LOGINS_PER_MINUTE
    export CONNECTION_LIMIT LOGIN_RATE READ_TIMEOUT

    tls
    export LISTEN
    render nginx.conf nginx.conf
    render client.conf client.conf
    render backend.conf backend.conf
    render api.conf api.conf
    render errors.conf errors.conf
    render desk.conf servers/desk.conf
    outlets
}

# TRUSTED_PROXY, one or more addresses and networks, as lines of a geo block.
trusted_proxies() {
    TRUSTED_PROXIES=
    # Commas and spaces separate.
    for proxy in $(echo "$TRUSTED_PROXY" | tr ',' ' '); do
        case $proxy in
            *[!0-9A-Fa-f.:/]*) invalid TRUSTED_PROXY "addresses or networks, such as 192.0.2.7 or 192.0.2.0/24" ;;
        esac
        TRUSTED_PROXIES="$TRUSTED_PROXIES$proxy 1; "
    done
    export TRUSTED_PROXIES
}

tls() {
    if [ ! -s "$TLS_CERT" ] && [ ! -s "$TLS_KEY" ]; then return; fi
    for name in TLS_CERT TLS_KEY; do
        file=$(eval "echo \"\$$name\"")
        [ -r "$file" ] || fail "$name: user $(id -u) cannot read that file; chgrp 101 and chmod 640 it."
        [ -s "$file" ] || fail "$name is missing: TLS needs TLS_CERT and TLS_KEY."
    done
    parse PUBLIC_URL "$PUBLIC_URL"
    # Plain HTTP is redirected there. A redirect to http would be a loop.
    [ "$scheme$path" = https ] || fail "PUBLIC_URL must be an https address without a path where TLS_CERT is set."
    LISTEN="$LISTEN ssl" PUBLIC_ORIGIN="https://$authority"
    export TLS_CERT TLS_KEY PUBLIC_ORIGIN
    render tls.conf tls.conf
}

outlets() {
    case $CLOUD in
        # `on` is compose's word for a key.
        '' | never | on | onon) ;;
        *) invalid CLOUD "never, or empty" ;;
    esac
    if [ "${CLOUD#on}" != "$CLOUD" ]; then
        parse OPENAI_BASE_URL "$OPENAI_BASE_URL"
        find_host OPENAI_BASE_URL "$host" ""
        encrypted "$scheme" "${authority%":$port"}"
        export CLOUD_SCHEME="$scheme" CLOUD_HOST="$host" CLOUD_PORT="$port" CLOUD_PATH="$path" CLOUD_AUTHORITY="$authority"
        render cloud.conf servers/cloud.conf
    fi
    if [ -n "$OLLAMA_URL" ] && [ "$OLLAMA_URL" != off ]; then
        parse OLLAMA_URL "$OLLAMA_URL"
        find_host OLLAMA_URL "$host" ollama
        export OLLAMA_SCHEME="$scheme" OLLAMA_HOST="$host" OLLAMA_PORT="$port" OLLAMA_PATH="$path" OLLAMA_AUTHORITY="$authority"
        render ollama.conf servers/ollama.conf
    fi
    [ -z "$EMBEDDING_URL" ] || embedding_outlet
    render outlet.conf outlet.conf
    [ -r "$UPSTREAM_CA_FILE" ] || fail "UPSTREAM_CA_FILE: user $(id -u) cannot read that file."
    cat "$AUTHORITIES" "$UPSTREAM_CA_FILE" >"$RUN/authorities.pem"
}

embedding_outlet() {
    parse EMBEDDING_URL "$EMBEDDING_URL"
    case ${host%.} in
        \[*\] | *.*) ;;
        *) return ;; # a service of the stack, which the backend reaches itself
    esac
    find_host EMBEDDING_URL "$host" ""
    is_private "$host" || fail "EMBEDDING_URL: text for the classifier stays on the premises. Use a loopback or private \
address, or a name without a dot."
    case $EMBEDDING_API in
        ollama) EMBEDDING_ROOT=$path EMBEDDING_PATH=$path/api/embed ;;
        openai) EMBEDDING_ROOT=${path%/v1} EMBEDDING_PATH=$path/embeddings ;;
        *) invalid EMBEDDING_API "ollama or openai" ;;
    esac
    export EMBEDDING_ROOT EMBEDDING_PATH
    export EMBEDDING_SCHEME="$scheme" EMBEDDING_HOST="$host" EMBEDDING_PORT="$port" EMBEDDING_AUTHORITY="$authority"
    render embedding.conf servers/embedding.conf
}

# parse NAME URL: sets scheme, authority (host and port as written), host, port and path (without a last slash).
parse() {
    case $2 in
        [Hh][Tt][Tt][Pp][Ss]://?*) scheme=https port=443 ;;
        [Hh][Tt][Tt][Pp]://?*) scheme=http port=80 ;;
        *) invalid "$1" "an address such as https://models.example.org/v1" ;;
    esac
    path=${2#*://}
    authority=${path%%/*}
    path=${path#"$authority"}
    while [ "${path%/}" != "$path" ]; do path=${path%/}; done
    host=$authority
    case $authority in
        \[*\]) ;;
        \[*\]:* | [!\[]*:*) host=${authority%:*} port=${authority##*:} ;;
    esac
    case $host in '' | *[!]A-Za-z0-9._:[-]*) invalid "$1" "an address with a plain host name, without a user or query" ;; esac
    case $port in '' | *[!0-9]*) invalid "$1" "an address whose port is a number" ;; esac
    case $path in *[!A-Za-z0-9._~/-]*) invalid "$1" "an address with a plain path, without a query" ;; esac
}

# encrypted SCHEME HOST: fails for http to a host that is not literally loopback. backend/triage/config.py has the same rule.
encrypted() {
    case $(lower "$OPENAI_PLAIN_HTTP") in
        true | 1 | yes | on) return ;;
        false | 0 | no | off) ;;
        *) invalid OPENAI_PLAIN_HTTP "true or false" ;;
    esac
    if [ "$1" = https ] || is_loopback "$(lower "$2")"; then return; fi
    fail "OPENAI_BASE_URL: over plain http others could read the key and the text on the way. Use https://, or set \
OPENAI_PLAIN_HTTP=yes."
}

# Only these spellings: of 127.1 or localhost.example clients make different hosts.
is_loopback() {
    case $1 in
        localhost | '[::1]') return 0 ;;
        127.*) is_ipv4 "$1" ;;
        *) return 1 ;;
    esac
}

# Loopback, RFC 1918, link local, carrier NAT, unique local. No name. backend/triage/private_hosts.py has the same rule.
is_private() {
    case $1 in
        '[::1]' | '['[Ff][CcDd]??:* | '['[Ff][Ee][89AaBb]?:*) return 0 ;;
        10.* | 127.* | 169.254.* | 172.1[6-9].* | 172.2[0-9].* | 172.3[01].* | 192.168.*) is_ipv4 "$1" ;;
        100.6[4-9].* | 100.[7-9][0-9].* | 100.1[01][0-9].* | 100.12[0-7].*) is_ipv4 "$1" ;;
        *) return 1 ;;
    esac
}

is_ipv4() {
    case $1 in
        *[!0-9.]* | *..* | *. | *.*.*.*.*) return 1 ;;
        *.*.*.*) ;;
        *) return 1 ;;
    esac
    for octet in $(echo "$1" | tr . ' '); do
        case $octet in 0?* | ????*) return 1 ;; esac
        [ "$octet" -le 255 ] || return 1
    done
}

lower() { echo "$1" | tr '[:upper:]' '[:lower:]'; }

# find_host NAME HOST SERVICE: sets host to what nginx can find without asking outside for a name of this machine or of
# the stack. SERVICE is the one service of the stack that it may be, or "". nginx queries only DNS servers, so a name in
# the hosts file, such as host.docker.internal, is replaced by its address. Any other name needs a dot: Docker keeps
# those without one inside (docker-compose.yml, dns_opt).
find_host() {
    host=$(lower "${2%.}")
    address=$(address_in_hosts "$host")
    case $address in
        '') ;;
        *:*) host="[$address]" && return ;;
        *) host=$address && return ;;
    esac
    case $host in
        \[*\] | "${3:-.}") ;;
        '' | .* | *..*) invalid "$1" "an address with a plain host name, without a user or query" ;;
        localhost | *.localhost | *.docker.internal | *.containers.internal)
            fail "$1: web's hosts file does not have $host, so a name server outside would be asked. Use an address." ;;
        *.*) ;;
        *) fail "$1: the host $host has no dot. Use its full name, such as $host.example.org, or its address." ;;
    esac
}

# address_in_hosts NAME: prints the address that the hosts file has for it, or nothing.
address_in_hosts() {
    while read -r address names || [ -n "$address" ]; do
        case $address in \#*) continue ;; esac
        for name in ${names%%#*}; do
            [ "$(lower "$name")" != "$1" ] || { echo "$address"; return; }
        done
    done <"$HOSTS"
}

nameserver() {
    while read -r word address _; do
        [ "$word" = nameserver ] || continue
        case $address in *:*) echo "[$address]" ;; *) echo "$address" ;; esac
        return
    done </etc/resolv.conf
    fail "there is no nameserver in /etc/resolv.conf."
}

# render TEMPLATE FILE: replaces the ${NAMES} listed below, and leaves nginx's own $variables.
render() {
    # shellcheck disable=SC2016  # envsubst reads this list, not the shell
    envsubst '${ACCESS} ${RUN} ${OUTLETS} ${FILES} ${LISTEN} ${BACKEND} ${RESOLVER} ${TRUSTED_PROXIES} ${IPV4} ${LOG_ADDRESSES}
        ${PUBLIC_ORIGIN} ${CONNECTIONS_PER_ADDRESS}
        ${CONNECTION_LIMIT} ${LOGINS_PER_MINUTE} ${LOGIN_RATE} ${READ_TIMEOUT} ${TLS_CERT} ${TLS_KEY}
        ${CLOUD_SCHEME} ${CLOUD_HOST} ${CLOUD_PORT} ${CLOUD_PATH} ${CLOUD_AUTHORITY}
        ${OLLAMA_SCHEME} ${OLLAMA_HOST} ${OLLAMA_PORT} ${OLLAMA_PATH} ${OLLAMA_AUTHORITY}
        ${EMBEDDING_SCHEME} ${EMBEDDING_HOST} ${EMBEDDING_PORT} ${EMBEDDING_ROOT} ${EMBEDDING_PATH}
        ${EMBEDDING_AUTHORITY}' \
        <"$TEMPLATES/$1" >"$RUN/$2"
}

whole_number() {
    case $2 in '' | *[!0-9]* | 0?* | ??????*) invalid "$1" "a whole number, 0 for no limit" ;; esac
}

# Rounded up, because the settings accept fractions.
whole_seconds() {
    case $2 in '' | .* | *[!0-9.]* | *.*.* | 0[0-9]* | ??????*) invalid "$1" "a number of seconds" ;; esac
    case $2 in *.*) echo $((${2%%.*} + 1)) ;; *) echo "$2" ;; esac
}

invalid() { fail "$1 must be $2."; }
fail() {
    echo "web: $1" >&2
    exit 1
}

main
[ "${1:-}" = render ] || exec nginx -e stderr -c "$RUN/nginx.conf" -g 'daemon off;'
