#!/bin/sh
# fetch-model.sh FOLDER PINNED [MODEL [DIGEST]]: pulls a model into FOLDER at build time, compares the digest of its
# manifest, and makes it world-readable. PINNED is the model of images.yml, name@sha256:...; MODEL names another.
set -eu
export OLLAMA_MODELS="$1" OLLAMA_HOST=127.0.0.1:11434
pinned=${2%%@*}
model=${3:-$pinned}
digest=${4:-}
if [ -z "$digest" ] && [ "$model" = "$pinned" ]; then
    case $2 in *@*) digest=${2#*@} ;; esac
fi

fail() {
    echo "$1" >&2
    exit 1
}

# Models with these names run at ollama.com, and Ollama forwards requests there.
case $(printf %s "$model" | tr '[:upper:]' '[:lower:]') in
    '' | *:cloud | *-cloud) fail "OLLAMA_MODEL: '$model' runs in Ollama's cloud; choose a model that runs here." ;;
esac
case $digest in
    '') ;;
    *[!0-9a-fsh:]*) fail "OLLAMA_MODEL_DIGEST must be sha256: and 64 digits, not '$digest'." ;;
    sha256:????????????????????????????????????????????????????????????????) ;;
    *) fail "OLLAMA_MODEL_DIGEST must be sha256: and 64 digits, not '$digest'." ;;
esac

mkdir -p "$OLLAMA_MODELS"
ollama serve &
server=$!
tries=0
until ollama list >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -le 60 ] || fail "The model server did not start."
    sleep 1
done
ollama pull "$model"
ollama show "$model" >/dev/null
kill "$server"
wait "$server" || true

# The manifest names the model's files by their digests, which Ollama has compared. Newer ones keep it in two forms, as
# the publisher sent it and as older ones read it; so either may be the expected one. The files themselves do not count.
pulled=$(find -L "$OLLAMA_MODELS" -path "$OLLAMA_MODELS/blobs" -prune -o -type f -exec sha256sum {} + |
    sed 's/^/sha256:/; s/ .*//' | sort -u | tr '\n' ' ')
pulled=${pulled% }
: "${pulled:=of no known digest}"
if [ -z "$digest" ]; then
    echo "The model $model is $pulled. No digest is set, so it was not compared."
else
    case " $pulled " in
        *" $digest "*) echo "The model $model is $digest, as expected." ;;
        *)
            rm -rf "$OLLAMA_MODELS"
            fail "The model $model is $pulled, and not the expected $digest: its publisher changed it, or this is another."
            ;;
    esac
fi
chmod -R a+rX "$OLLAMA_MODELS"
