"""`.venv/bin/python -m tools.base_images.check`: prints every base image that images.yml does not name.

Run by the virtual environment's Python, which can read YAML. Needs no network. `FOLDER` as argument: another project's.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.paths import ROOT

SKIPPED = {".git", ".venv", "node_modules", "var"}
# Images of tests, built where no registry is in reach, and what they are built on.
STANDINS = Path("tools") / "stack" / "standins"
STANDIN_BASE = "debian:bookworm-slim"
OWN_IMAGE = "quietdesk-"
REFERENCE = re.compile(r"[a-z0-9._/-]+:[\w.-]+(@sha256:[0-9a-f]{64})?")
VARIABLE = re.compile(r"\$\{(\w+)\}|\$(\w+)")


def main(root: Path) -> int:
    found = sorted(findings(root))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


def findings(root: Path) -> Iterator[str]:
    images = _yaml(root / "images.yml")
    named = images.get("x-images", {})
    for name, reference in named.items():
        if not REFERENCE.fullmatch(str(reference)):
            yield f"images.yml: {name} is neither repository:tag nor repository:tag@sha256:...: {reference}"
    given = {service: set(part["build"]["args"]) for service, part in images.get("services", {}).items()}
    for service, part in images.get("services", {}).items():
        for argument in set(part["build"]["args"].values()) - set(named.values()):
            yield f"images.yml: {service} is given {argument}, which x-images does not name"
    tags = {str(reference).partition("@")[0] for reference in named.values()}
    for file in _files(root):
        path = file.relative_to(root)
        if file.suffix in {".yml", ".yaml"}:
            yield from (f"{path}: {text}" for text in _in_compose(_yaml(file), given, root))
        elif STANDINS in path.parents:
            yield from (f"{path}: {text}" for text in _in_standin(file.read_text(encoding="utf-8"), tags))
        else:
            yield from (f"{path}: {text}" for text in _in_dockerfile(file.read_text(encoding="utf-8")))


def _in_dockerfile(text: str) -> Iterator[str]:
    stages = set[str]()
    defaults = dict[str, str]()
    if match := re.search(r"^#\s*syntax\s*=\s*(\S+)", text, re.MULTILINE | re.IGNORECASE):
        yield f"its syntax is fetched from {match[1]}"
    for keyword, rest in _instructions(text):
        if keyword == "ARG":
            name, _, default = rest.partition("=")
            defaults[name.strip()] = default.strip()
        elif keyword == "FROM":
            base, *alias = [word for word in rest.split() if not word.startswith("--")]
            variable = VARIABLE.fullmatch(base)
            if variable:
                name = variable[1] or variable[2]
                if name not in defaults:
                    yield f"FROM {base} uses an argument that is not declared before"
                elif defaults[name]:
                    yield f"ARG {name}={defaults[name]} is a default beside images.yml"
            elif base.lower() not in stages | {"scratch"}:
                yield f"FROM {base} is not from images.yml"
            stages |= {word.lower() for word in alias[1:]}
        else:
            for source in re.findall(r"(?:--from=|\bfrom=)([^\s,]+)", rest):
                if source.lower() not in stages and not source.isdecimal():
                    yield f"{keyword} takes files from {source}, which is no stage of it"


def _in_standin(text: str, tags: set[str]) -> Iterator[str]:
    label = re.search(r'^LABEL quietdesk\.standin="([^"]+)"$', text, re.MULTILINE)
    if label is None or label[1] not in tags:
        yield f"it stands in for {label[1] if label else 'nothing'}, which images.yml does not name"
    for keyword, rest in _instructions(text):
        if keyword == "FROM" and rest not in tags | {STANDIN_BASE}:
            yield f"FROM {rest} is neither {STANDIN_BASE} nor another stand-in"


def _in_compose(compose: dict[str, Any], given: dict[str, set[str]], root: Path) -> Iterator[str]:
    for name, part in (compose.get("services") or {}).items():
        build, image = part.get("build"), str(part.get("image", ""))
        if build is None:
            if image:
                yield f"{name} runs {image}, which is not built from images.yml"
            continue
        build = {"context": build} if isinstance(build, str) else build
        extends = part.get("extends") or {}
        if not isinstance(extends, dict) or extends.get("file") != "images.yml" or extends.get("service") not in given:
            yield f"{name} does not extend a service of images.yml"
            continue
        if not image.startswith(OWN_IMAGE):
            yield f"{name} builds {image or 'an image without a name'}, which is not one of ours"
        dockerfile = root / str(build.get("context", ".")) / str(build.get("dockerfile", "Dockerfile"))
        pinned = given[extends["service"]]
        used = {one[0] or one[1] for one in VARIABLE.findall(" ".join(_bases(dockerfile)))}
        for argument in used - pinned:
            yield f"{name}: images.yml does not give it {argument}"
        for argument in pinned & set(build.get("args") or {}):
            yield f"{name} sets {argument} itself"


def _bases(dockerfile: Path) -> list[str]:
    return [rest for keyword, rest in _instructions(dockerfile.read_text(encoding="utf-8")) if keyword == "FROM"]


def _instructions(text: str) -> Iterator[tuple[str, str]]:
    """Each instruction and the rest of its line, without comments; continued lines are joined."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\\\s*\n", " ", lines).splitlines():
        keyword, _, rest = line.strip().partition(" ")
        if keyword:
            yield keyword.upper(), rest.strip()


def _files(root: Path) -> Iterator[Path]:
    """Every Dockerfile and compose file."""
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - SKIPPED)
        for name in sorted(names):
            is_dockerfile = re.fullmatch(r"(?i)(.*\.)?(docker|container)file(\..*)?", name)
            is_compose = re.fullmatch(r"(docker-)?compose(\..*)?\.ya?ml", name)
            if (is_dockerfile and not name.endswith(".dockerignore")) or is_compose:
                yield Path(folder) / name


def _yaml(file: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(file.read_text(encoding="utf-8")) or {})


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
