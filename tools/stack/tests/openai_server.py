"""A stand-in for OpenAI on `edge`: it speaks TLS, and logs its requests."""

import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.stack import engine
from tools.stack.tests.compose_stack import BACKEND_IMAGE

HOST, PORT = "models.quietdesk.test", 8443

SERVE = """
import http.server, json, ssl, sys
LABELS = json.dumps({"category": "billing", "priority": "low"})
class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        print(json.dumps([self.path, self.headers["Host"], self.headers["Authorization"], body]), flush=True)
        choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": LABELS}}
        answer = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
        sent = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)
    def log_message(self, *_):
        pass
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("/certificate.pem", "/key.pem")
server = http.server.ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Handler)
server.socket = context.wrap_socket(server.socket, server_side=True)
print("listening", flush=True)
server.serve_forever()
"""


@contextmanager
def serving(network: str, certificate: Path, key: Path) -> Iterator[str]:
    """Yields the container, whose log has a JSON line for each request."""
    options = ["--detach", f"--network={network}", f"--network-alias={HOST}", "--user=0", "--entrypoint=python"]
    mounts = [f"--volume={certificate}:/certificate.pem:ro", f"--volume={key}:/key.pem:ro"]
    container = engine.docker("run", *options, *mounts, BACKEND_IMAGE, "-c", SERVE, str(PORT)).strip()
    try:
        while "listening" not in engine.docker("logs", container):
            time.sleep(0.1)
        yield container
    finally:
        engine.docker("rm", "--force", container)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for HOST, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = ["openssl", "req", *options, *names, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, capture_output=True, check=True)
    return certificate, key
