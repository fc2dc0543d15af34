"""The requests of the benchmark: list, searches, statistics and writes, as the pages send them."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime

from bench.client import Client, get, send
from bench.data.corpus import ABSENT, COMMON, RARE, TWO_WORDS
from bench.data.tickets import tickets
from bench.load_generator import Requests

BASELINE = "baseline: SELECT 1, 200 bytes"
VARIATIONS = 300  # different tickets
NEW_FILTERS, OLD_FILTERS = "status=open&priority=critical", "status=closed&category=technical"


def reads(url: str, count: int) -> Mapping[str, Requests]:
    """By name, the baseline first."""
    rng = random.Random(3)
    with Client(url) as client:
        deep, deep_filtered = _deep(client, count * 9 // 10), _deep(client, count * 3 // 10, OLD_FILTERS)
    paths = {
        BASELINE: "/bench/baseline",
        "list, first page": "/api/tickets/",
        "list, two filters": f"/api/tickets/?{NEW_FILTERS}",
        "list, nine tenths down": f"/api/tickets/?{deep}",
        "list, two filters, far down": f"/api/tickets/?{deep_filtered}",
        "search, rare word": f"/api/tickets/?search={RARE}",
        "search, common word": f"/api/tickets/?search={COMMON}",
        "search, absent word": f"/api/tickets/?search={ABSENT}",
        "search, two words": f"/api/tickets/?search={'+'.join(TWO_WORDS)}",
        "search, two letters": "/api/tickets/?search=vp",
        "stats": "/api/tickets/stats/",
        "insights, 30 days": "/api/tickets/insights/?days=30",
    }
    requests = {name: Requests(url, get(path)) for name, path in paths.items()}
    numbers = [rng.randint(1, count) for _ in range(VARIATIONS)]
    return requests | {"detail": Requests(url, *(get(f"/api/tickets/{number}/") for number in numbers))}


def writes(url: str, count: int) -> Mapping[str, Requests]:
    """By name, the baseline first. Every PATCH changes something, also when it is repeated."""
    rng = random.Random(4)
    numbers = [rng.randint(1, count) for _ in range(VARIATIONS)]
    patches = (
        send("PATCH", f"/api/tickets/{number}/", {"status": status})
        for status in ("in_progress", "resolved")
        for number in numbers
    )
    texts = (
        {"title": one.title, "description": one.description}
        for one, _ in tickets(VARIATIONS, now=datetime.now(UTC), seed=8)
    )
    classify = (send("POST", "/api/tickets/classify/", text) for text in texts)
    return {
        BASELINE: Requests(url, get("/bench/baseline")),
        "create": creating(url),
        "patch": Requests(url, *patches),
        "classify by keywords": Requests(url, *classify),
        # GIN keeps new entries in a pending list, which every search scans.
        "search, rare word, amid writes": Requests(url, get(f"/api/tickets/?search={RARE}")),
    }


def creating(url: str) -> Requests:
    """POST requests for new tickets, with labels."""
    made = tickets(VARIATIONS, now=datetime.now(UTC), seed=7)
    fields = ("title", "description", "requester", "category", "priority")
    # Keeps the frequency of the rare word.
    texts = (one._replace(description=one.description.replace(RARE, "shaker")) for one, _ in made)
    bodies = ({field: getattr(one, field) for field in fields} for one in texts)
    return Requests(url, *(send("POST", "/api/tickets/", body) for body in bodies))


def naive(url: str, count: int) -> Mapping[str, Requests]:
    """The requests of `reads` for the naive views, by the same names."""
    paths = {
        "list, first page": "/bench/tickets",
        "list, nine tenths down": f"/bench/tickets?offset={count * 9 // 10}",
        "search, rare word": f"/bench/tickets?search={RARE}",
        "search, common word": f"/bench/tickets?search={COMMON}",
        "search, absent word": f"/bench/tickets?search={ABSENT}",
        "stats": "/bench/stats",
    }
    return {name: Requests(url, get(path)) for name, path in paths.items()}


def _deep(client: Client, after: int, filters: str = "") -> str:
    response = client.request(get(f"/bench/cursor?after={after}&{filters}"))
    if not response.ok:
        raise RuntimeError(f"no cursor after {after} tickets with {filters!r}: status {response.status}")
    return f"{filters}&cursor={response.json()['cursor']}".lstrip("&")
