"""Asks a registry for the digest of a tag, by the protocol that all registries of container images speak.

What a registry says is not believed: the digest is computed from the manifest, and must be the one that it names.
"""

import hashlib
import http.client
import json
import re
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from tools.errors import ToolError

LISTS = "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
# A digest that lacks one of these would break the build on machines that the tag serves.
PLATFORMS = {"linux/amd64", "linux/arm64"}
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
TIMEOUT = 30.0  # seconds
MAX_BYTES = 4_000_000


class Registry:
    """One registry, asked anonymously."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._token = ""

    def image_digest(self, repository: str, tag: str) -> str:
        """The digest of the list of an image for each platform. Raises ToolError when it cannot be trusted."""
        what = f"{repository}:{tag}"
        path = f"/v2/{repository}/manifests/"
        named, _ = self._ask("HEAD", path + tag, LISTS, what)
        if not DIGEST.fullmatch(named):
            raise ToolError(f"{what}: the registry names no digest.")
        _, body = self._ask("GET", path + named, LISTS, what)
        digest = _verified(body, named, what)
        manifests = _parsed(body, what).get("manifests")
        if not isinstance(manifests, list):
            raise ToolError(f"{what}: the digest is that of one platform, not of a list of them.")
        given = (one.get("platform") or {} for one in manifests if isinstance(one, dict))
        missing = PLATFORMS - {f"{one.get('os')}/{one.get('architecture')}" for one in given}
        if missing:
            raise ToolError(f"{what}: there is no image for {', '.join(sorted(missing))}.")
        return digest

    def model_digest(self, repository: str, tag: str) -> str:
        """The digest of a model's manifest. The header is optional here."""
        what = f"{repository}:{tag}"
        named, body = self._ask("GET", f"/v2/{repository}/manifests/{tag}", MANIFEST, what)
        digest = _verified(body, named, what)
        if not _parsed(body, what).get("layers"):
            raise ToolError(f"{what}: the manifest has no layers.")
        return digest

    def _ask(self, method: str, path: str, accept: str, what: str) -> tuple[str, bytes]:
        """The digest that the answer names ("" for none), and its body. Gets a token when one is asked for."""
        request = urllib.request.Request(self._address + path, method=method, headers={"Accept": accept})  # noqa: S310
        if self._token:
            # Not sent on to another host that the registry redirects to.
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
                body = answer.read(MAX_BYTES)
                if method == "GET" and answer.length:
                    raise http.client.IncompleteRead(body, answer.length)
                return answer.headers.get("Docker-Content-Digest", "").strip(), body
        except urllib.error.HTTPError as error:
            if error.code == 401 and not self._token:
                self._token = self._new_token(error.headers.get("WWW-Authenticate", ""), what)
                try:
                    return self._ask(method, path, accept, what)
                finally:
                    self._token = ""  # it is for one repository
            raise ToolError(f"{what}: {_refusal(error)}.") from None
        except (OSError, http.client.HTTPException) as error:
            raise ToolError(f"{what}: {self._address} gave no whole answer: {_reason(error)}.") from None

    def _new_token(self, challenge: str, what: str) -> str:
        fields = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
        realm = fields.pop("realm", "")
        if not challenge.lower().startswith("bearer ") or not realm.startswith(("https://", "http://127.0.0.1:")):
            raise ToolError(f"{what}: {self._address} asks for a sign-in.")
        url = f"{realm}?{urllib.parse.urlencode(fields)}"
        try:
            with urllib.request.urlopen(url, timeout=TIMEOUT) as answer:  # noqa: S310
                given = _parsed(answer.read(MAX_BYTES), what)
        except (OSError, http.client.HTTPException) as error:
            raise ToolError(f"{what}: {realm} gave no token: {_reason(error)}.") from None
        token = given.get("token") or given.get("access_token")
        if not token:
            raise ToolError(f"{what}: {realm} gave no token.")
        return str(token)


def _verified(body: bytes, named: str, what: str) -> str:
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    if named not in {"", digest}:
        raise ToolError(f"{what}: the answer is damaged or another one: it is {digest}, and its header says {named}.")
    return digest


def _parsed(body: bytes, what: str) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise ToolError(f"{what}: the answer is not JSON.")
    return parsed


def _refusal(error: urllib.error.HTTPError) -> str:
    if error.code == 404:
        return "the registry has no such tag"
    if error.code == 429:
        wait = error.headers.get("Retry-After", "")
        return "the registry limits requests" + (f", and asks to wait {wait} seconds" if wait.isdecimal() else "")
    if error.code in {401, 403}:
        return f"the registry refuses anonymous requests ({error.code})"
    return f"the registry answers with {error.code}"


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", "") or error) or type(error).__name__
