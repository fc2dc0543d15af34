"""Reads and writes images.yml, the one file that names each base image and the model, with their digests."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tools.errors import ToolError
from tools.paths import ROOT, display_path

FILE = ROOT / "images.yml"
UNFILLED = "  # no digest yet"
# One line each, as renewing writes them: `  python: &python python:3.13-slim@sha256:...`
LINE = re.compile(
    r"  (?P<name>\w+): &(?P=name) (?P<repository>[a-z0-9._/-]+):(?P<tag>[\w.-]+)(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
    rf"(?:{UNFILLED})?"
)
ARGUMENTS = re.compile(r"  (\w+): \{build: \{args: \{(.+)\}\}\}")
MODEL = "model"


@dataclass(frozen=True)
class Pin:
    name: str
    repository: str
    tag: str
    digest: str | None

    @property
    def tagged(self) -> str:
        return f"{self.repository}:{self.tag}"


def read() -> dict[str, Pin]:
    """Every pin by its name. Raises ToolError for a line of another form."""
    pins = dict[str, Pin]()
    for line in _section("x-images"):
        match = LINE.fullmatch(line)
        if match is None:
            raise ToolError(
                f"{display_path(FILE)}: this is not `name: &name repository:tag@sha256:...`: {line.strip()}"
            )
        pins[match["name"]] = Pin(match["name"], match["repository"], match["tag"], match["digest"])
    return pins


def arguments() -> dict[str, dict[str, Pin]]:
    """The build arguments of each service, as docker compose takes them from the file."""
    pins, services = read(), dict[str, dict[str, Pin]]()
    for line in _section("services"):
        match = ARGUMENTS.fullmatch(line)
        if match is None:
            raise ToolError(f"{display_path(FILE)}: this gives no build arguments: {line.strip()}")
        pairs = (pair.split(": *") for pair in match[2].split(", "))
        services[match[1]] = {name: pins[pin] for name, pin in pairs}
    return services


def unfilled() -> list[str]:
    """The references that have a tag and no digest."""
    return [pin.tagged for pin in read().values() if pin.digest is None]


def write(digests: Mapping[str, str]) -> None:
    """Write the digests of the named pins, and nothing else."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    for name, pin in read().items():
        if name in digests:
            written = f"  {name}: &{name} {pin.tagged}@{digests[name]}"
            lines = [written if re.match(rf"  {name}: &", line) else line for line in lines]
    FILE.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _section(name: str) -> list[str]:
    text = FILE.read_text(encoding="utf-8")
    match = re.search(rf"^{name}:\n((?:  .*\n)+)", text, re.MULTILINE)
    if match is None:
        raise ToolError(f"{display_path(FILE)} has no section {name}.")
    return [line for line in match[1].splitlines() if not line.lstrip().startswith("#")]
