"""Stand-ins for the two model vendors: small HTTP servers on real loopback sockets that behave, and misbehave.

with OllamaServer(category="billing", priority="high") as server:
    ... TriageConfig(ollama_url=server.url) ...
    server.behave = "drip_body"          # any name in OllamaServer.behaviours()
    server.requests[-1].json["messages"]

python -m tests.wire.ollama --port 0     # prints its URL; PUT /wire {"behave": "silence"} changes it
"""

from tests.wire.ollama_server import OllamaServer
from tests.wire.openai_server import OpenAIServer
from tests.wire.ports import refusing_url

__all__ = ["OllamaServer", "OpenAIServer", "refusing_url"]
