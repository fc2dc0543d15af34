"""docs/api.md tells every endpoint of the schema, its parameters and its limits."""

import re
from typing import Any

import pytest
import yaml

from tests.docs.markdown import ROOT, rows

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
SCHEMA: dict[str, Any] = yaml.safe_load((ROOT / "backend" / "schema.yml").read_text(encoding="utf-8"))
OPERATIONS = [
    (method.upper(), path, operation)
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
]


def section(title: str) -> str:
    """The part of the page under one heading."""
    parts = re.split(r"^## (.+)\n", PAGE, flags=re.MULTILINE)
    return parts[parts.index(title) + 1]


def test_the_table_tells_every_endpoint_and_no_other() -> None:
    told = {cells[0].strip("`") for cells in rows(section("Endpoints"))[1:]}
    assert told == {f"{method} {path}" for method, path, _ in OPERATIONS}


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_parameter_is_told(method: str, path: str, operation: dict[str, Any]) -> None:
    names = {one["name"] for one in operation.get("parameters", []) if one["in"] != "path"}
    assert {name for name in names if f"`{name}`" not in PAGE} == set()


def test_every_field_of_a_request_is_told() -> None:
    requests = [schema for name, schema in SCHEMA["components"]["schemas"].items() if name.endswith("Request")]
    fields = {field for schema in requests for field in schema["properties"]}
    assert {field for field in fields if not re.search(rf"`[^`]*\b{field}\b[^`]*`", PAGE)} == set()


def test_every_maximum_of_a_text_is_told() -> None:
    requests = [schema for name, schema in SCHEMA["components"]["schemas"].items() if name.endswith("Request")]
    limits = {
        field["maxLength"] for schema in requests for field in schema["properties"].values() if "maxLength" in field
    }
    assert {limit for limit in limits if f"{limit:,}" not in PAGE} == set()
