"""The one shape of a model's reply: the JSON schema that the model gets and the parser that checks the reply."""

import json
from typing import Any, Final

from triage.errors import BadAnswer
from triage.labels import CATEGORIES, PRIORITIES, Category, Priority

# Category before priority, which is alphabetical too: Ollama makes some models write properties in that order, and
# the examples in the prompt must agree with it.
SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "properties": {
        "category": {"type": "string", "enum": list(CATEGORIES)},
        "priority": {"type": "string", "enum": list(PRIORITIES)},
    },
    "required": ["category", "priority"],
    "additionalProperties": False,
}


def parse(content: object) -> tuple[Category, Priority]:
    """Parse exactly `{"category": ..., "priority": ...}` with exact labels. Raises BadAnswer for anything else.

    Nothing is repaired: no code fence is stripped, no case folded, no JSON extracted from prose. The next source is
    asked instead.
    """
    if not isinstance(content, str):
        raise BadAnswer("no content")
    try:
        pairs = json.loads(content, object_pairs_hook=list)
    except (ValueError, RecursionError):
        # `from None`: the decoder's error holds the whole content, which may repeat ticket text.
        raise BadAnswer("not JSON") from None
    # Pairs, not a dict, so that a key given twice is seen; a JSON list of such pairs must not pass either.
    if not isinstance(pairs, list) or not content.lstrip().startswith("{"):
        raise BadAnswer("not a JSON object")
    if sorted(key for key, _ in pairs) != ["category", "priority"]:
        raise BadAnswer("not exactly the two keys")
    answer = dict(pairs)
    category, priority = answer["category"], answer["priority"]
    if category not in CATEGORIES:
        raise BadAnswer("no such category")
    if priority not in PRIORITIES:
        raise BadAnswer("no such priority")
    return category, priority
