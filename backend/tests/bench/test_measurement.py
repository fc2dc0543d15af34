"""How the bench measures, compares and judges; what it found is never tested."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from bench.client import Client, get, send
from bench.interleaved import rates, side_by_side
from bench.load_generator import Requests, Seen, asking, measure
from bench.options import SIZES, parse
from bench.scale.sizes import beside_the_smallest
from bench.scale.targets import with_aim
from bench.table import HEAD, Row, line
from bench.targets import Verdict, at_least, at_most, together


class Echo(BaseHTTPRequestHandler):
    """Answers with what it was sent; /broken with a 500, /cut not at all."""

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

    do_POST = do_GET  # noqa: N815 (their names there)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its name there)
        pass


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_client_reads_whole_answers_over_one_connection(url: str) -> None:
    long = {"text": "ü" * 200_000}
    with Client(url) as client:
        assert client.ask(send("POST", "/", long)).json() == long
        assert client.ask(get("/")).body == b""
        assert not client.ask(get("/broken")).good


def test_the_client_knows_when_an_older_server_closes(url: str) -> None:
    with Client(url) as client:
        assert [client.ask(get("/old")).good for _ in range(3)] == [True] * 3


def test_an_answer_cut_off_is_an_error_and_the_next_one_is_fine(url: str) -> None:
    with Client(url) as client:
        with pytest.raises(OSError, match="closed"):
            client.ask(get("/cut"))
        assert client.ask(get("/")).good


@pytest.mark.parametrize(("path", "errors"), [("/", False), ("/broken", True), ("/cut", True)])
def test_what_went_wrong_is_counted_and_is_no_rate(url: str, path: str, errors: bool) -> None:
    seen = measure(Requests(url, get(path)), seconds=0.05, clients=2)
    assert seen.times
    assert seen.errors == (len(seen.times) if errors else 0)
    assert bool(seen.per_second) is not errors


def test_clients_that_rest_ask_all_the_same(url: str) -> None:
    with asking(Requests(url, get("/")), clients=3, pause=0.01) as seen:
        while len(seen.times) < 3:
            pass
    assert seen.seconds > 0


def test_side_by_side_each_is_asked_in_every_round(url: str) -> None:
    asked = {"one": Requests(url, get("/")), "other": Requests(url, get("/broken"))}
    seen = side_by_side(asked, seconds=0, rounds=7)
    assert [len(one.times) for one in seen.values()] == [7, 7]
    assert [one.errors for one in seen.values()] == [0, 7]
    found = rates(asked, seconds=0.1, clients=2, rounds=1)
    assert found["one"] > found["other"] == 0


def test_requests_come_round_again() -> None:
    requests = Requests("http://127.0.0.1:1", b"a", b"b")
    assert [requests.next() for _ in range(3)] == [b"a", b"b", b"a"]


def test_percentiles_and_ratios_are_those_of_the_times() -> None:
    slow, fast, none = Seen(times=[2.0] * 99 + [20.0]), Seen(times=[1.0]), Seen()
    row = Row.of("slow", slow, against=fast)
    assert (row.p50, row.p95, row.x_p50, row.answers, row.per_second) == (2.0, 2.0, 2.0, 100, None)
    assert str(none.percentile(50)) == "nan"


def test_a_row_is_compared_with_the_first_of_its_name() -> None:
    small: dict[str, float] = {}
    first, second = (beside_the_smallest(Row(name="stats", x_floor=value), small) for value in (1.2, 1.8))
    assert first.x_small is None
    assert second.x_small == pytest.approx(1.5)
    assert beside_the_smallest(Row(name="memory"), small).x_small is None


def test_aims_are_judged_by_what_was_measured() -> None:
    assert at_most(5, "floor", None) is None
    assert together(at_most(5, "floor", 4.9), at_least(2, "rate", 1.0)) == Verdict("<= 5 floor, >= 2 rate", holds=False)
    assert str(at_most(5, "floor", 5.0)) == "<= 5 floor: yes"
    assert with_aim(Row(name="stats", x_floor=1.4, x_small=1.3)).aim == Verdict("<= 1.5 floor, <= 1.2 small", False)
    assert with_aim(Row(name="list, first page", x_floor=6.0)).aim == Verdict("<= 5 floor", holds=False)
    assert with_aim(Row(name="create, 8 clients", x_rate=0.6)).aim == Verdict(">= 0.5 rate", holds=True)
    assert with_aim(Row(name="memory, worker 1", mb=90)).aim == Verdict("<= 150 MB", holds=True)
    busy = Row(name="list, 64 people classify, model hangs", x_p99=1.5, errors=1)
    assert with_aim(busy).aim == Verdict("<= 2 p99, <= 0 errors", holds=False)
    assert with_aim(Row(name="detail", x_floor=9.0)).aim is None


def test_every_line_of_the_table_stands_under_its_head() -> None:
    full = Row(name="stats", p50=1, p99=12.345, answers=3, errors=0, x_floor=1.5, mb=2, seconds=3)
    assert len(line(full)) <= len(HEAD)
    assert line(full).index("12.35") + len("12.35") == HEAD.index("p99") + len("p99")
    assert json.loads(json.dumps(Row(name="x", aim=Verdict("<= 2", holds=True)).as_dict()))["aim"]["holds"] is True


def test_options_name_parts_sizes_and_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    chosen = parse(["--sizes", "100000", "10,000", "--parts", "scale", "--json"], parts=("triage", "scale"), about="")
    assert (chosen.sizes, chosen.parts, chosen.json) == ((10_000, 100_000), ("scale",), True)
    assert parse([], parts=("triage",), about="").sizes == SIZES
    for wrong in (["--sizes", "9"], ["--parts", "none"]):
        with pytest.raises(SystemExit):
            parse(wrong, parts=("triage",), about="")
    assert "at least 100 tickets" in capsys.readouterr().err
