"""What an Ollama server lists about one model: whether it is there, runs on that server, and is loaded."""

from collections.abc import Callable
from typing import Any

from triage.errors import BadAnswer, ModelMissing, Refused, RemoteModel

# Sends one request and returns the JSON of the response: method, path, body.
Fetch = Callable[[str, str, Any], Any]


def check_runs_here(fetch: Fetch, model: str) -> str:
    """Return where the server has the model and runs it itself: its digest, or "" where the server tells none.

    Raises RemoteModel where the server would send the text on to another host, which any name can hide (`ollama cp`),
    ModelMissing, or the error of a request. In doubt the model is not asked, and the cloud does not answer either.
    """
    listed = _listed(fetch, model)
    if not listed:
        raise ModelMissing
    # What it shows is asked for too: servers of some versions tell only one of the two.
    if any(runs_elsewhere(entry) or runs_elsewhere(_shown(fetch, entry)) for entry in listed):
        raise RemoteModel
    return _digest(listed)


def check_not_remote(fetch: Fetch, model: str) -> None:
    """As check_runs_here, for a server that may be no Ollama. One that lists no models as Ollama does is none."""
    try:
        listed = _listed(fetch, model)
    except (Refused, BadAnswer):
        return
    if any(runs_elsewhere(entry) or runs_elsewhere(_shown(fetch, entry)) for entry in listed):
        raise RemoteModel


def digest_of(fetch: Fetch, model: str) -> str:
    """The digest of the model's files now, or "" where the server tells none."""
    return _digest(_listed(fetch, model))


def _digest(listed: list[dict[str, Any]]) -> str:
    digests = {entry.get("digest") for entry in listed}
    digest = digests.pop() if len(digests) == 1 else None
    return digest if isinstance(digest, str) else ""


def loaded_context(fetch: Fetch, model: str) -> int | None:
    """The context length of the loaded model, 0 where the server does not report it; None: not loaded.

    The server lists a model as loaded as soon as loading has begun.
    """
    for entry in _entries(fetch("GET", "/api/ps", None)):
        if _names(entry, model):
            context = entry.get("context_length")
            return context if isinstance(context, int) else 0
    return None


def runs_elsewhere(described: Any) -> bool:
    """Whether a description of a model, or an answer of one, names another host. An empty name is none."""
    return isinstance(described, dict) and bool(described.get("remote_host") or described.get("remote_model"))


def named_for_cloud(model: str) -> bool:
    """Whether Ollama sends text for this name to ollama.com, whatever it has under that name.

    It goes by what follows the last colon; "my-cloud" is a name like any other.
    """
    _, colon, tag = model.lower().rpartition(":")
    tag = tag.strip()
    return bool(colon) and (tag == "cloud" or (tag.endswith("-cloud") and "/" not in tag))


def _listed(fetch: Fetch, model: str) -> list[dict[str, Any]]:
    return [entry for entry in _entries(fetch("GET", "/api/tags", None)) if _names(entry, model)]


def _shown(fetch: Fetch, entry: dict[str, Any]) -> dict[str, Any]:
    try:
        shown = fetch("POST", "/api/show", {"model": entry.get("model") or entry.get("name")})
    except Refused as error:
        raise BadAnswer("the server lists the model and does not show it") from error
    if not isinstance(shown, dict):
        raise BadAnswer("invalid response (show)")
    return shown


def _entries(response: Any) -> list[dict[str, Any]]:
    entries = response.get("models") if isinstance(response, dict) else None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadAnswer("invalid response (list of models)")
    return entries


def _names(entry: dict[str, Any], model: str) -> bool:
    """Whether an entry of a list is about this model. ":local" only says that no other host may run it."""
    wanted = {_full_name(model), _full_name(model.lower().removesuffix(":local"))}
    return any(isinstance(name, str) and _full_name(name) in wanted for name in (entry.get("model"), entry.get("name")))


def _full_name(name: str) -> str:
    """A model's name as the server lists it: without the default registry, with the default tag."""
    name = name.strip().lower().removeprefix("registry.ollama.ai/").removeprefix("library/")
    return name if ":" in name.rpartition("/")[2] else f"{name}:latest"
