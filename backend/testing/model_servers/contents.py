"""Invalid or unusual model output. Each function takes the correct category and priority."""

import json
from collections.abc import Callable
from typing import Any


def _json(**pairs: Any) -> str:
    return json.dumps(pairs)


CONTENTS: dict[str, Callable[[str, str], str | None]] = {
    "null_content": lambda category, priority: None,
    "empty_content": lambda category, priority: "",
    "prose": lambda category, priority: f"This looks like a {category} ticket to me.",
    "fenced": lambda category, priority: f"```json\n{_json(category=category, priority=priority)}\n```",
    "think": lambda category, priority: f"<think>Hmm.</think>{_json(category=category, priority=priority)}",
    "wrong_label": lambda category, priority: _json(category="facilities", priority=priority),
    "wrong_priority": lambda category, priority: _json(category=category, priority="urgent"),
    "null_label": lambda category, priority: _json(category=None, priority=priority),
    "label_list": lambda category, priority: _json(category=[category], priority=priority),
    "extra_key": lambda category, priority: _json(category=category, priority=priority, reason="because"),
    "missing_key": lambda category, priority: _json(category=category),
    "double_key": lambda category, priority: f'{{"category": "{category}", "category": "x", "priority": "{priority}"}}',
    "swapped_case": lambda category, priority: _json(category=category.title(), priority=priority.upper()),
    "list_answer": lambda category, priority: json.dumps([["category", category], ["priority", priority]]),
    "half_json": lambda category, priority: f'{{"category": "{category}", "pri',
    "deep_json": lambda category, priority: "[" * 20_000,
}
