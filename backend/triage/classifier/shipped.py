"""The model that comes with Quietdesk, for the bundled embedder."""

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.classifier.model import Model

FILE = "e5-small.npz"


def find_shipped(fingerprint: str) -> "Model | None":
    """The shipped model if it is for this fingerprint. Raises ImportError without numpy, else InvalidModelError."""
    model = shipped()
    return model if model.fingerprint == fingerprint else None


@cache
def shipped() -> "Model":
    """The shipped model. numpy is imported now, not with the package: a machine without it has keywords."""
    from triage.classifier.model import read_model

    return read_model((files("triage.classifier") / FILE).read_bytes())
