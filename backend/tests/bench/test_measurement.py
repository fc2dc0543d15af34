"""How the benchmark measures, compares and checks targets. Its results are not tested."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from bench.client import Client, get, send
from bench.interleaved import measure_interleaved, measure_rates
from bench.load_generator import Requests, Samples, measure, under_load
from bench.options import SIZES, parse
from bench.scale.sizes import compared_with_smallest
from bench.scale.targets import with_target
from bench.table import HEAD, Result, line
from bench.targets import Target, at_least, at_most, combined


class Echo(BaseHTTPRequestHandler):
    """Echoes the body; /broken responds with 500, and /cut closes the connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/old":
            self.protocol_version = "HTTP/1.0"
            self.close_connection = True
        if self.path == "/cut":
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(500 if self.path == "/broken" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_args: Any, **_kwargs: Any) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_client_reads_complete_responses_over_one_connection(url: str) -> None:
    long = {"text": "ü" * 200_000}
    with Client(url) as client:
        assert client.request(send("POST", "/", long)).json() == long
        assert client.request(get("/")).body == b""
        assert not client.request(get("/broken")).ok


def test_the_client_reconnects_after_http_1_0(url: str) -> None:
    with Client(url) as client:
        assert [client.request(get("/old")).ok for _ in range(3)] == [True] * 3


def test_a_truncated_response_is_an_error_and_the_next_one_succeeds(url: str) -> None:
    with Client(url) as client:
        with pytest.raises(OSError, match="closed"):
            client.request(get("/cut"))
        assert client.request(get("/")).ok


@pytest.mark.parametrize(("path", "errors"), [("/", False), ("/broken", True), ("/cut", True)])
def test_errors_are_counted_and_excluded_from_the_rate(url: str, path: str, errors: bool) -> None:
    samples = measure(Requests(url, get(path)), seconds=0.05, clients=2)
    assert samples.times
    assert samples.errors == (len(samples.times) if errors else 0)
    assert bool(samples.per_second) is not errors


def test_clients_with_a_pause_send_requests(url: str) -> None:
    with under_load(Requests(url, get("/")), clients=3, pause=0.01) as samples:
        while len(samples.times) < 3:
            pass
    assert samples.seconds > 0


def test_interleaved_requests_are_sent_in_every_round(url: str) -> None:
    requests = {"one": Requests(url, get("/")), "other": Requests(url, get("/broken"))}
    samples = measure_interleaved(requests, seconds=0, rounds=7)
    assert [len(one.times) for one in samples.values()] == [7, 7]
    assert [one.errors for one in samples.values()] == [0, 7]
    found = measure_rates(requests, seconds=0.1, clients=2, rounds=1)
    assert found["one"] > found["other"] == 0


def test_requests_repeat_in_a_cycle() -> None:
    requests = Requests("http://127.0.0.1:1", b"a", b"b")
    assert [requests.next() for _ in range(3)] == [b"a", b"b", b"a"]


def test_percentiles_and_ratios() -> None:
    slow, fast, none = Samples(times=[2.0] * 99 + [20.0]), Samples(times=[1.0]), Samples()
    row = Result.of("slow", slow, against=fast)
    assert (row.p50, row.p95, row.x_p50, row.answers, row.per_second) == (2.0, 2.0, 2.0, 100, None)
    assert str(none.percentile(50)) == "nan"


def test_a_row_is_compared_with_the_first_of_its_name() -> None:
    small: dict[str, float] = {}
    first, second = (compared_with_smallest(Result(name="stats", x_baseline=value), small) for value in (1.2, 1.8))
    assert first.x_smallest is None
    assert second.x_smallest == pytest.approx(1.5)
    assert compared_with_smallest(Result(name="memory"), small).x_smallest is None


def test_targets_are_checked_against_the_measurement() -> None:
    assert at_most(5, "baseline", None) is None
    assert combined(at_most(5, "baseline", 4.9), at_least(2, "rate", 1.0)) == Target(
        "<= 5 baseline, >= 2 rate", met=False
    )
    assert str(at_most(5, "baseline", 5.0)) == "<= 5 baseline: yes"
    assert with_target(Result(name="stats", x_baseline=1.4, x_smallest=1.3)).target == Target(
        "<= 1.5 baseline, <= 1.2 smallest", False
    )
    assert with_target(Result(name="list, first page", x_baseline=6.0)).target == Target("<= 5 baseline", met=False)
    assert with_target(Result(name="create, 8 clients", x_rate=0.6)).target == Target(">= 0.5 rate", met=True)
    assert with_target(Result(name="memory, worker 1", mb=90)).target == Target("<= 150 MB", met=True)
    busy = Result(name="list, 64 users classify, model hangs", x_p99=1.5, errors=1)
    assert with_target(busy).target == Target("<= 2 p99, <= 0 errors", met=False)
    assert with_target(Result(name="detail", x_baseline=9.0)).target is None


def test_cells_are_aligned_with_the_header() -> None:
    full = Result(name="stats", p50=1, p99=12.345, answers=3, errors=0, x_baseline=1.5, mb=2, seconds=3)
    assert len(line(full)) <= len(HEAD)
    assert line(full).index("12.35") + len("12.35") == HEAD.index("p99") + len("p99")
    assert json.loads(json.dumps(Result(name="x", target=Target("<= 2", met=True)).as_dict()))["target"]["met"] is True


def test_options_name_parts_sizes_and_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = parse(["--sizes", "100000", "10,000", "--parts", "scale", "--json"], parts=("triage", "scale"), about="")
    assert (chosen.sizes, chosen.parts, chosen.json) == ((10_000, 100_000), ("scale",), True)
    assert parse([], parts=("triage",), about="").sizes == SIZES
    for wrong in (["--sizes", "9"], ["--parts", "none"]):
        with pytest.raises(SystemExit):
            parse(wrong, parts=("triage",), about="")
    assert "at least 100 tickets" in capsys.readouterr().err
