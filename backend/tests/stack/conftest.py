"""Fixtures for the tests of the stack: a short folder, an nginx in front of a backend, and a certificate."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

# The package tools/ is beside backend/.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.stack.nginx_server import NginxServer
from tests.stack.upstream import Upstream

HOST = "models.quietdesk.test"


@pytest.fixture
def folder() -> Iterator[Path]:
    """A temporary folder with a short path: that of a unix socket is limited to about a hundred characters."""
    with tempfile.TemporaryDirectory(prefix="desk-") as name:
        yield Path(name)


@pytest.fixture
def backend() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


@pytest.fixture
def nginx(folder: Path, backend: Upstream) -> Iterator[Callable[..., NginxServer]]:
    """Starts nginx in front of `backend`, with a few pages to serve: `nginx(TRUSTED_PROXY="127.0.0.1")`."""
    pages, static = folder / "files" / "pages", folder / "files" / "static"
    (pages / "assets").mkdir(parents=True)
    static.mkdir()
    (pages / "index.html").write_text("<!doctype html><title>Quietdesk</title>")
    (pages / "assets" / "app-12345678.js").write_text("export const a = 1\n" * 200)
    (pages / "favicon.svg").write_text("<svg/>")
    (static / "base.css").write_text("body { color: black }\n" * 200)
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(NginxServer(folder, **{"BACKEND": backend.address, **settings}))


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A self-signed certificate for HOST, and its key."""
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command = ["openssl", "req", "-x509", *curve, *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, capture_output=True, check=True)
    return str(certificate), str(key)
