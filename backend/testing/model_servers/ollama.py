"""`python -m testing.model_servers.ollama`: the stand-in for an Ollama server as a process of its own."""

import argparse

from testing.model_servers.ollama_server import OllamaServer


def main() -> None:
    """Serve until interrupted; the first line printed is the URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--behave", default="well", choices=sorted(OllamaServer.behaviours()))
    parser.add_argument("--category", default="technical")
    parser.add_argument("--priority", default="high")
    parser.add_argument("--model", default="granite4.1:3b")
    parser.add_argument("--unloaded", action="store_true", help="the model is there and not in memory")
    parser.add_argument("--load-seconds", type=float, default=0.0)
    wanted = parser.parse_args()
    with OllamaServer(
        models=(wanted.model,),
        loaded=None if wanted.unloaded else wanted.model,
        load_seconds=wanted.load_seconds,
        category=wanted.category,
        priority=wanted.priority,
        behave=wanted.behave,
        port=wanted.port,
    ) as server:
        server.serve_until_interrupted()


if __name__ == "__main__":
    main()
