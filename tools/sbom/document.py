"""The document: Quietdesk, its images, what each is built on, and the packages inside."""

import json
import tomllib
from collections.abc import Mapping

from tools.paths import BACKEND
from tools.sbom import images, packages
from tools.sbom.images import Component

LICENCE = "Apache-2.0"
# `manage.py collectstatic` puts the files of these into the image of the web server.
STATIC_FILES_OF = ("django", "djangorestframework", "drf-spectacular-sidecar")


def make(environ: Mapping[str, str]) -> str:
    """The whole document as text: the same for the same lock files and Dockerfiles, on any machine."""
    backend, classifier = (packages.python(environ, image) for image in ("backend", "classifier"))
    pages = packages.npm(environ)
    bases = {image: images.base(image) for image in images.DOCKERFILES}
    model, weights = images.model(), images.weights()
    version = str(tomllib.loads((BACKEND / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    root = _own("application", "quietdesk", version)
    built = {image: _own("container", f"quietdesk-{image}", version) for image in images.DOCKERFILES}

    holds = {image: {base["bom-ref"]} for image, base in bases.items()}
    holds["backend"] |= backend.needs.pop("")
    holds["classifier"] |= classifier.needs.pop("") | {weights["bom-ref"]}
    holds["ollama"].add(model["bom-ref"])
    holds["web"] |= pages.needs.pop("")
    holds["web"] |= {one.purl for one in packages.locked("backend") if one.name in STATIC_FILES_OF}
    needs = {root["bom-ref"]: {one["bom-ref"] for one in built.values()}, **classifier.needs}
    needs |= {**backend.needs, **pages.needs}
    needs |= {built[image]["bom-ref"]: refs for image, refs in holds.items()}

    listed = [*built.values(), *bases.values(), model, weights, *backend.components, *classifier.components]
    # Two images can hold the same package and be built on the same base.
    components = {one["bom-ref"]: one for one in [*listed, *pages.components]}
    document = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": root,
            "tools": {"components": [{"type": "application", "name": name} for name in ("cyclonedx-py", "npm")]},
        },
        "components": [components[ref] for ref in sorted(components)],
        "dependencies": [{"ref": ref, "dependsOn": sorted(needs[ref])} for ref in sorted(needs)],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _own(kind: str, name: str, version: str) -> Component:
    licences = [{"license": {"id": LICENCE}}]
    return {"type": kind, "bom-ref": name, "name": name, "version": version, "licenses": licences}
