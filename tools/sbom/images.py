"""The images of docker compose: the base that each is built on, and the model in the model server's."""

import re
from typing import Any

from tools.errors import ToolError
from tools.paths import ROOT, display_path

Component = dict[str, Any]

# One image of docker compose each; `secrets` runs the backend's.
DOCKERFILES = {
    "backend": ROOT / "backend" / "Dockerfile",
    "db": ROOT / "db" / "Dockerfile",
    "ollama": ROOT / "ollama" / "Dockerfile",
    "web": ROOT / "nginx" / "Dockerfile",
}
# A Dockerfile does not say under which licence a model is given.
MODEL_LICENCES = {"granite4.1:3b": "Apache-2.0"}
REFERENCE = re.compile(r"(?P<name>[^:@]+):(?P<tag>[^@]+)(?:@sha256:(?P<digest>[0-9a-f]{64}))?")


def base(image: str) -> Component:
    """What the last stage of the image's Dockerfile begins with. Raises ToolError when it names no tag."""
    dockerfile = DOCKERFILES[image]
    text = dockerfile.read_text(encoding="utf-8")
    named = re.findall(r"^FROM (?:--\S+ )?(\S+)", text, re.MULTILINE)[-1]
    reference = re.sub(r"\$\{(\w+)\}", lambda match: _argument(text, match[1]), named)
    match = REFERENCE.fullmatch(reference)
    if match is None:
        raise ToolError(f"{display_path(dockerfile)}: its last base has no tag: {reference}.")
    purl = f"pkg:docker/{match['name']}@{match['tag']}"
    component = {"type": "container", "bom-ref": purl, "name": match["name"], "version": match["tag"], "purl": purl}
    if match["digest"]:
        component["hashes"] = [{"alg": "SHA-256", "content": match["digest"]}]
    return component


def model() -> Component:
    """The model that is fetched when the image of the model server is built."""
    name = _argument(DOCKERFILES["ollama"].read_text(encoding="utf-8"), "OLLAMA_MODEL")
    family, _, tag = name.partition(":")
    component: Component = {"type": "machine-learning-model", "bom-ref": f"model:{name}", "name": family}
    component |= {"version": tag} if tag else {}
    if licence := MODEL_LICENCES.get(name):
        component["licenses"] = [{"license": {"id": licence}}]
    return component


def _argument(text: str, name: str) -> str:
    """The default of a build argument."""
    match = re.search(rf"^ARG {name}=(\S+)$", text, re.MULTILINE)
    if match is None:
        raise ToolError(f"a Dockerfile uses the build argument {name} and gives it no default.")
    return match[1]
