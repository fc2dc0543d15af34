"""The configuration of the triage chain, validated before any source is asked."""

import math
import re
from dataclasses import dataclass, field
from typing import Final, Literal, get_args
from urllib.parse import urlsplit

from triage.labels import SOURCES, Source
from triage.ollama_models import named_for_cloud
from triage.private_hosts import is_of_the_stack
from triage.redact.naming import is_region
from triage.urls import check_encrypted, check_on_premises, check_root, check_url

# "auto" is the whole chain; a source by name limits it.
ProviderChoice = Literal["auto"] | Source
# Where the classifier reads a text: on the machine of the desk, or on another server of its operator.
Place = Literal["machine", "server"]
PROVIDER_CHOICES: Final[tuple[ProviderChoice, ...]] = ("auto", *SOURCES)

EmbeddingApi = Literal["ollama", "openai"]

OPENAI_URL = "https://api.openai.com/v1"
_STRIPPED: Final = (
    "ollama_url",
    "ollama_model",
    "openai_key",
    "openai_base_url",
    "openai_model",
    "embedding_model",
    "embedding_url",
    "embedding_prefix",
)
# A unix socket's path must fit into sockaddr_un, with its closing zero.
_MAX_SOCKET_PATH_BYTES = 103
# nginx waits ten seconds longer than the timeouts of both models (nginx/start.sh); the classifier is asked after them.
_MAX_CLASSIFIER_SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageConfig:
    """One deployment's settings. Timeouts are in seconds. Raises ValueError naming the field that is wrong.

    `ollama_url` empty: no local model. `openai_key` empty: no cloud; `cloud_never`: none whatever else is set.
    `openai_plain_http` allows http to a host that is not loopback. `ollama_socket` and `openai_socket` are paths of
    unix sockets through which the server is reached in plain HTTP; empty: directly. `classifier_socket` is that of the
    engine of the built-in classifier; empty, or `classifier` false: there is none. With `embedding_model` a server on
    the premises is asked in place of that engine, by `embedding_api`; `embedding_url` empty: that of Ollama. The prefix
    stands before each text. What was fitted for the model is kept in `fitted_folder`. `phone_regions` are those whose
    telephone numbers redaction calls so; other numbers are redacted as well. `slots` calls to a model run at a time;
    `queue` more may wait.
    """

    provider: ProviderChoice = "auto"
    cloud_never: bool = False
    ollama_url: str = ""
    ollama_model: str = "granite4.1:3b"
    ollama_timeout: float = 20.0
    ollama_socket: str = ""
    openai_key: str = field(default="", repr=False)
    openai_base_url: str = OPENAI_URL
    openai_plain_http: bool = False
    openai_model: str = "gpt-4o-mini"
    openai_timeout: float = 10.0
    openai_socket: str = ""
    classifier: bool = True
    classifier_socket: str = ""
    classifier_timeout: float = 2.0
    embedding_model: str = ""
    embedding_url: str = ""
    embedding_api: EmbeddingApi = "ollama"
    embedding_prefix: str = ""
    embedding_socket: str = ""
    fitted_folder: str = ""
    phone_regions: tuple[str, ...] = ("DE", "AT", "CH", "GB", "US")
    slots: int = 1
    queue: int = 4

    def __post_init__(self) -> None:
        for name in _STRIPPED:
            object.__setattr__(self, name, getattr(self, name).strip())
        # An empty variable in a compose file means OpenAI's own address.
        object.__setattr__(self, "openai_base_url", self.openai_base_url or OPENAI_URL)
        if self.provider not in PROVIDER_CHOICES:
            raise ValueError(f"provider: {self.provider!r} is none of {', '.join(PROVIDER_CHOICES)}")
        if self.ollama_url:
            check_url("ollama_url", self.ollama_url, port_for_http=True)
            check_root("ollama_url", self.ollama_url)
            _check_local_model(self.ollama_model)
        check_url("openai_base_url", self.openai_base_url)
        if not self.openai_plain_http:
            check_encrypted("openai_base_url", self.openai_base_url)
        _check_key(self.openai_key)
        if not self.openai_model:
            raise ValueError("openai_model: must not be empty")
        for name in ("ollama_timeout", "openai_timeout"):
            _check_seconds(name, getattr(self, name))
        _check_seconds("classifier_timeout", self.classifier_timeout, most=_MAX_CLASSIFIER_SECONDS)
        if self.embedding_model:
            self._complete_embedding()
        for name in ("ollama_socket", "openai_socket", "classifier_socket", "embedding_socket"):
            _check_socket(name, getattr(self, name))
        _check_regions(self.phone_regions, known=self.asks_openai)
        _check_count("slots", self.slots, minimum=1)
        _check_count("queue", self.queue, minimum=0)

    def _complete_embedding(self) -> None:
        if self.embedding_api not in get_args(EmbeddingApi):
            raise ValueError(f"embedding_api: {self.embedding_api!r} is neither ollama nor openai")
        if named_for_cloud(self.embedding_model):
            raise ValueError(
                f"embedding_model: {self.embedding_model!r} runs in Ollama's cloud; choose one that runs here"
            )
        if not self.embedding_url:
            if self.embedding_api == "openai" or not self.ollama_url:
                raise ValueError("embedding_url: must be set for this embedding_model")
            object.__setattr__(self, "embedding_url", self.ollama_url)
            object.__setattr__(self, "embedding_socket", self.ollama_socket)
        check_url("embedding_url", self.embedding_url, port_for_http=self.embedding_api == "ollama")
        check_on_premises("embedding_url", self.embedding_url)
        if self.embedding_api == "ollama":
            check_root("embedding_url", self.embedding_url)
        # A service of the stack is in reach directly; the socket leads through web to other hosts.
        if is_of_the_stack(urlsplit(self.embedding_url).hostname or ""):
            object.__setattr__(self, "embedding_socket", "")

    @property
    def asks_ollama(self) -> bool:
        """Whether the chain has a local model to ask."""
        return self.provider in ("auto", "ollama") and bool(self.ollama_url)

    @property
    def asks_openai(self) -> bool:
        """Whether ticket text may ever leave the premises."""
        return self.provider in ("auto", "openai") and bool(self.openai_key) and not self.cloud_never

    @property
    def asks_classifier(self) -> bool:
        """Whether the chain has the built-in classifier to ask."""
        there = bool(self.classifier_socket or self.embedding_model)
        return self.provider in ("auto", "classifier") and self.classifier and there

    @property
    def classifier_place(self) -> Place:
        """Where the classifier reads a text. The bundled engine has no network."""
        return "server" if self.embedding_model else "machine"


def _check_local_model(model: str) -> None:
    if not model:
        raise ValueError("ollama_model: must not be empty")
    if named_for_cloud(model):
        raise ValueError(
            f"ollama_model: {model!r} runs in Ollama's cloud, which goes by the end of the name; choose a model that "
            "runs here, or copy it to another name"
        )


def _check_key(key: str) -> None:
    # The key is sent in a header. Refuse it at start-up, or the client would fail at every call.
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise ValueError("openai_key: contains characters that no key has (spaces, line ends, non-ASCII)")


def _check_seconds(name: str, value: float, *, most: float = 600) -> None:
    if isinstance(value, bool) or not math.isfinite(value) or not 0 < value <= most:
        raise ValueError(f"{name}: {value!r} is not a number of seconds above 0 and up to {most:g}")


def _check_count(name: str, value: int, *, minimum: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise ValueError(f"{name}: {value!r} is not a whole number of at least {minimum}")


def _check_regions(regions: tuple[str, ...], *, known: bool) -> None:
    for region in regions:
        # Only a desk with a cloud loads the library that knows the regions.
        if not re.fullmatch("[A-Z]{2}", region) or (known and not is_region(region)):
            raise ValueError(f"phone_regions: {region!r} is no region; write two capital letters, such as DE")


def _check_socket(name: str, path: str) -> None:
    if path and (not path.startswith("/") or len(path.encode()) > _MAX_SOCKET_PATH_BYTES):
        raise ValueError(f"{name}: must be an absolute path of at most {_MAX_SOCKET_PATH_BYTES} bytes, or empty")
