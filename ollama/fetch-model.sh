#!/bin/sh
# fetch-model.sh MODEL FOLDER: pulls a model into FOLDER at build time, and makes it world-readable.
set -eu
model=$1
export OLLAMA_MODELS="$2" OLLAMA_HOST=127.0.0.1:11434

# Models with these names run at ollama.com, and Ollama forwards requests there.
case $(printf %s "$model" | tr '[:upper:]' '[:lower:]') in
    '' | *:cloud | *-cloud)
        echo "OLLAMA_MODEL: '$model' runs in Ollama's cloud; choose a model that runs here." >&2
        exit 1
        ;;
esac

mkdir -p "$OLLAMA_MODELS"
ollama serve &
server=$!
tries=0
until ollama list >/dev/null 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" -gt 60 ]; then
        echo "The model server did not start." >&2
        exit 1
    fi
    sleep 1
done
ollama pull "$model"
ollama show "$model" >/dev/null
kill "$server"
wait "$server" || true
chmod -R a+rX "$OLLAMA_MODELS"
