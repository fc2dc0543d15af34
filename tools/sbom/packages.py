"""The packages of the backend, the classifier and the pages, as their lock files name them, with their licences."""

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.errors import ToolError
from tools.paths import BACKEND, FRONTEND, PYTHON, VENV, display_path
from tools.sbom import images
from tools.sbom.images import Component

# By the image that holds them.
REQUIREMENTS = {"backend": BACKEND / "requirements.txt", "classifier": BACKEND / "requirements-classifier.txt"}
# What a component keeps of what the tools say of it: no addresses, and nothing that changes from run to run.
KEPT = ("type", "name", "version", "purl", "licenses", "hashes")
# Declarations for the type checker; the build drops them.
TYPES_ONLY = "@types/"
MARKERS = Path(__file__).with_name("markers.py")
# Told by the package in words that no SPDX reader takes, or only in its file LICENSE.
LICENCES = {
    "uritemplate": [{"expression": "BSD-3-Clause OR Apache-2.0"}],
    "pyrage": [{"license": {"id": "MIT"}}],
    "flatbuffers": [{"license": {"id": "Apache-2.0"}}],
    "protobuf": [{"license": {"id": "BSD-3-Clause"}}],
}


@dataclass(frozen=True)
class Locked:
    """One package of a lock file, and the names of the packages that need it; "" is Quietdesk itself."""

    name: str
    version: str
    marker: str
    needed_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        return f"pkg:pypi/{self.name}@{self.version}"


@dataclass(frozen=True)
class Packages:
    """Components, and for each of them (by purl) the purls of those it needs; "" is Quietdesk itself."""

    components: list[Component]
    needs: dict[str, set[str]]


def locked(image: str) -> Iterator[Locked]:
    """Every package of a lock file; a block is a pinned name, its hashes, and comments that begin with `via`."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", REQUIREMENTS[image].read_text(encoding="utf-8")):
        match = re.match(r"([\w.-]+)==([^\s;\\]+)(?: ; ([^\\\n]+))?", block)
        if match:
            needed_by = re.findall(r"^    #(?: via|  ) +(\S+)", block, re.MULTILINE)
            names = tuple("" if name == "quietdesk" else name for name in needed_by)
            yield Locked(match[1], match[2], match[3] or "", names)


def python(environ: Mapping[str, str], image: str) -> Packages:
    """The packages of an image of Python. Raises ToolError when .venv holds another version than the lock file."""
    command: list[str | Path] = [VENV / "bin" / "cyclonedx-py", "environment", "--no-validate", "--sv", "1.6", PYTHON]
    said = {_normal(one["name"]): one for one in json.loads(_asked(command, BACKEND, environ))["components"]}
    components, needs = [], dict[str, set[str]]()
    packages = _in_the_image(environ, image)
    purls = {"": "", **{one.name: one.purl for one in packages}}
    for one in packages:
        component = said.get(one.name, {})
        if component.get("version") != one.version:
            raise ToolError(
                f".venv does not hold {one.name} {one.version}, which {display_path(REQUIREMENTS[image])} names."
            )
        licences = LICENCES.get(one.name) or _licences(component)
        components.append(_kept(component | {"purl": one.purl, "licenses": licences}))
        for name in one.needed_by:
            if name in purls:
                needs.setdefault(purls[name], set()).add(one.purl)
    return Packages(components, needs)


def npm(environ: Mapping[str, str]) -> Packages:
    """The packages that the pages are built from.

    `npm sbom --omit dev` leaves out what development needs too, React among it: so all is asked for, and what the
    dependencies in package.json lead to is kept.
    """
    command: list[str | Path] = ["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]
    document = json.loads(_asked(command, FRONTEND, environ))
    said = {one["bom-ref"]: one for one in document["components"]}
    leads_to = {one["ref"]: one.get("dependsOn", []) for one in document["dependencies"]}
    wanted = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))["dependencies"]
    root = document["metadata"]["component"]["bom-ref"]
    direct = [ref for ref in leads_to[root] if said[ref]["name"] in wanted]
    needs, waiting = {"": {said[ref]["purl"] for ref in direct}}, list(direct)
    components: dict[str, Component] = {}
    while waiting:
        ref = waiting.pop()
        if ref in components:
            continue
        components[ref] = _kept(said[ref])
        following = [one for one in leads_to.get(ref, []) if not said[one]["name"].startswith(TYPES_ONLY)]
        if following:
            needs[said[ref]["purl"]] = {said[one]["purl"] for one in following}
        waiting += following
    return Packages(list(components.values()), needs)


def _in_the_image(environ: Mapping[str, str], image: str) -> list[Locked]:
    """The packages whose markers hold for the image, whatever machine this is."""
    packages, python = list(locked(image)), images.base(image)["version"].partition("-")[0]
    markers = "".join(f"{one.marker}\n" for one in packages)
    holds = json.loads(_asked([PYTHON, MARKERS, python], BACKEND, environ, markers))
    return [one for one, held in zip(packages, holds, strict=True) if held]


def _licences(component: Component) -> list[dict[str, Any]]:
    """The SPDX identifier or expression where the package gives one, else what it says in words."""
    licences = [one.get("license", one) for one in component.get("licenses", [])]
    for one in licences:
        one.pop("acknowledgement", None)
    if expressions := [one for one in licences if "expression" in one]:
        return expressions[:1]
    identified = [one for one in licences if "id" in one]
    for one in licences:
        if "name" in one:
            one["name"] = one["name"].removeprefix("License :: ").removeprefix("OSI Approved :: ")
    return [{"license": one} for one in identified or licences]


def _kept(component: Component) -> Component:
    return {"bom-ref": component["purl"]} | {key: component[key] for key in KEPT if component.get(key)}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _asked(command: list[str | Path], cwd: Path, environ: Mapping[str, str], text: str = "") -> str:
    """What a command prints, given the text."""
    result = subprocess.run(
        command, cwd=cwd, env=dict(environ), input=text, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise ToolError(f"the packages could not be listed:\n{result.stdout}{result.stderr}")
    return result.stdout
