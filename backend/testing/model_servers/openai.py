"""`python -m testing.model_servers.openai`: the stand-in for an OpenAI server as a process of its own."""

import argparse

from testing.model_servers.openai_server import OpenAIServer


def main() -> None:
    """Serve until interrupted; the first line printed is the base URL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--behave", default="well", choices=sorted(OpenAIServer.behaviours()))
    parser.add_argument("--category", default="account")
    parser.add_argument("--priority", default="low")
    parser.add_argument("--key", default="sk-test-key")
    wanted = parser.parse_args()
    with OpenAIServer(
        category=wanted.category, priority=wanted.priority, key=wanted.key, behave=wanted.behave, port=wanted.port
    ) as server:
        server.serve_until_interrupted(server.base_url)


if __name__ == "__main__":
    main()
