"""The one shape a model's answer may have, as the schema it is given and the parser that checks it."""

import json
from typing import Any, Final

from triage.errors import BadAnswer
from triage.labels import CATEGORIES, PRIORITIES, Category, Priority

# Category before priority in the alphabet too: Ollama writes some models' properties in that order, and the
# examples in the prompt must agree with what the model is made to write.
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
    """Read exactly `{"category": ..., "priority": ...}` with exact labels. Anything else is BadAnswer.

    Nothing is rescued: no fences stripped, no case folded, no JSON dug out of prose. What a model says outside
    the schema is no answer, and the next source is asked.
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
