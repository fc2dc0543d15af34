"""Stand-ins for the two model servers: HTTP servers on loopback that answer correctly, or with a chosen fault.

with OllamaServer(category="billing", priority="high") as server:
    ... TriageConfig(ollama_url=server.url) ...
    server.behave = "drip_body"          # any name in OllamaServer.behaviours()
    server.requests[-1].json["messages"]

python -m testing.model_servers.ollama --port 0     # prints its URL; PUT /control {"behave": "silence"} changes it
"""

from testing.model_servers.embedding_server import EmbeddingServer
from testing.model_servers.ollama_server import OllamaServer
from testing.model_servers.openai_server import OpenAIServer
from testing.model_servers.ports import refusing_url

__all__ = ["EmbeddingServer", "OllamaServer", "OpenAIServer", "refusing_url"]
