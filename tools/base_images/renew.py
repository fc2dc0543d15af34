"""`make images`: asks the registries for the digests of the tags in images.yml, and writes them there."""

import os

from tools import console
from tools.base_images import pins
from tools.base_images.pins import Pin
from tools.base_images.registry import Registry
from tools.errors import ToolError
from tools.paths import display_path

IMAGES = "https://registry-1.docker.io"
MODELS = "https://registry.ollama.ai"


def main() -> int:
    """Write all digests, or none: a registry that fails for one leaves the file as it is.

    IMAGE_REGISTRY and MODEL_REGISTRY name mirrors.
    """
    images = Registry(os.environ.get("IMAGE_REGISTRY", "").strip() or IMAGES)
    models = Registry(os.environ.get("MODEL_REGISTRY", "").strip() or MODELS)
    digests, failures = dict[str, str](), list[str]()
    for pin in pins.read().values():
        with console.step(pin.name.capitalize()) as step:
            step.doing(pin.tagged)
            try:
                digests[pin.name] = _digest(pin, images=images, models=models)
            except ToolError as error:
                failures.append(str(error))
                step.done("FAILED")
            else:
                step.done("as before" if digests[pin.name] == pin.digest else digests[pin.name])
    if failures:
        lines = "".join(f"\n  {line}" for line in failures)
        raise ToolError(f"{display_path(pins.FILE)} is left as it was, because of{lines}")
    pins.write(digests)
    console.line(f"  Written to {display_path(pins.FILE)}. Now run `make sbom`, and build and test the images.")
    return 0


def _digest(pin: Pin, *, images: Registry, models: Registry) -> str:
    # The short names of both registries are in a folder of this name.
    repository = pin.repository if "/" in pin.repository else f"library/{pin.repository}"
    if pin.name == pins.MODEL:
        return models.model_digest(repository, pin.tag)
    return images.image_digest(repository, pin.tag)
