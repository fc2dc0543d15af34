"""Every machine code that the API or nginx gives is told in docs/api.md, and none that is not."""

import ast
import json
import re
from collections.abc import Iterator

from tools.paths import BACKEND, ROOT

API = (ROOT / "docs" / "api.md").read_text()
SECTION = API[API.index("## Errors") : API.index("## Creating a ticket")]
# Calls that end in a code, or have one as `code=`.
MAKERS = {"field_error", "detail_body", "json_error", "ErrorDetail", "Outage", "_answer"}
# DRF's own, which no line of ours spells out: its fields, parsers and exceptions.
OF_DRF = {
    "required", "null", "blank", "invalid", "max_length", "min_length", "min_value", "max_value", "invalid_choice",
    "not_a_list", "parse_error", "not_found", "method_not_allowed", "unsupported_media_type", "permission_denied",
    "null_characters_not_allowed", "surrogate_characters_not_allowed",
}  # fmt: skip


def given() -> Iterator[str]:
    for file in BACKEND.rglob("*.py"):
        if file.relative_to(BACKEND).parts[0] in {"bench", "testing", "tests"}:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            codes = [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            if name == "Outage":
                codes += node.args[:1]
            elif name in MAKERS:
                codes += node.args[-1:]
            for code in codes:
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    yield code.value
    for body in re.findall(r"return \d{3} '(\{.*\})';", (ROOT / "nginx" / "templates" / "errors.conf").read_text()):
        yield json.loads(body)["codes"]["detail"]


def test_each_code_is_told_and_each_told_code_is_given() -> None:
    table = "\n".join(line for line in SECTION.splitlines() if line.startswith("| "))
    told = set(re.findall(r"`([a-z_]+)`", table))
    # These travel through a tuple, and through a helper with another name.
    passed_on = {"incomplete_body", "too_large", "bad_request", "server_error"} | {
        # From postgres/one_line.py, which knows no HTTP.
        "line_end_not_allowed",
        "tab_not_allowed",
        "control_character_not_allowed",
        "direction_character_not_allowed",
    }
    found = {code for code in given() if re.fullmatch(r"[a-z_]+", code)} | passed_on
    assert found - told == set()
    assert told - found - OF_DRF == set()
