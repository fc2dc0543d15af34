"""A stand-in registry on loopback that speaks the protocol of the real ones: token, HEAD and GET of a manifest."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

LIST = "application/vnd.oci.image.index.v1+json"
BOTH = ("linux/amd64", "linux/arm64")


def image_list(*platforms: str) -> bytes:
    parts = [platform.split("/") for platform in platforms]
    manifests = [{"digest": f"sha256:{'a' * 64}", "platform": {"os": os, "architecture": arch}} for os, arch in parts]
    return json.dumps({"schemaVersion": 2, "mediaType": LIST, "manifests": manifests}).encode()


def digest_of(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


@dataclass
class Answer:
    """How the registry answers for one tag. `named` is the digest in the header; None: the right one."""

    body: bytes
    status: int = 200
    named: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    sent: int | None = None  # how many bytes of the body are sent before the connection ends


@dataclass
class RegistryServer:
    """Answers by `repository:tag`. With `tokens`, a request needs the token that /token gives for its repository."""

    answers: dict[str, Answer]
    tokens: bool = True
    token_answer: bytes | None = None
    asked: list[str] = field(default_factory=list)
    address: str = ""

    @contextmanager
    def serving(self) -> "Iterator[RegistryServer]":
        registry = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                registry.answer(self)

            def do_HEAD(self) -> None:
                registry.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield self
        finally:
            server.shutdown()
            thread.join()
            server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(f"{request.command} {request.path}")
        url = urlsplit(request.path)
        if url.path == "/token":
            scope = parse_qs(url.query)["scope"][0]
            body = json.dumps({"token": f"for {scope}"}).encode() if self.token_answer is None else self.token_answer
            self._send(request, Answer(body, named=""))
            return
        repository, _, reference = url.path.removeprefix("/v2/").partition("/manifests/")
        scope = f"repository:{repository}:pull"
        if self.tokens and request.headers.get("Authorization") != f"Bearer for {scope}":
            challenge = f'Bearer realm="{self.address}/token",service="registry.test",scope="{scope}"'
            self._send(request, Answer(b"{}", 401, "", {"WWW-Authenticate": challenge}))
            return
        self._send(request, self._found(repository, reference))

    def _found(self, repository: str, reference: str) -> Answer:
        for name, answer in self.answers.items():
            if name == f"{repository}:{reference}":
                return answer
            if name.startswith(f"{repository}:") and reference in {answer.named, digest_of(answer.body)}:
                return answer
        return Answer(b'{"errors": [{"code": "MANIFEST_UNKNOWN"}]}', 404, "")

    def _send(self, request: BaseHTTPRequestHandler, answer: Answer) -> None:
        request.send_response(answer.status)
        named = digest_of(answer.body) if answer.named is None else answer.named
        headers = {"Content-Type": LIST, "Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in (headers | ({"Docker-Content-Digest": named} if named else {})).items():
            request.send_header(name, value)
        request.end_headers()
        if request.command == "GET":
            request.wfile.write(answer.body[: answer.sent])
        request.close_connection = True
