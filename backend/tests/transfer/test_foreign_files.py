"""manage.py import_tickets on files of other desks: columns, words and times are mapped, or asked for."""

import re
from datetime import UTC, datetime
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tickets.models import Ticket
from transfer.models import ImportedFile
from transfer.services import importer, words
from transfer.services.keyword_labels import add_labels

pytestmark = pytest.mark.django_db
ZENDESK = (
    '"Summation column","Id","Requester","Requester id","Requester external id","Requester email","Subject","Tags",'
    '"Status","Priority","Via","Ticket type","Created at","Updated at","Assigned at"\n'
    '1,4711,"Ada Example",900,,"ada@example.org","印刷できません, ward 3","printer urgent","Pending","Urgent","Mail",'
    '"Incident","2026-03-10 09:15","2026-03-10 10:02","2026-03-10 09:20"\n'
)
FRESHDESK = (
    "Ticket ID,Subject,Status,Priority,Created time,Last update time,Description\n"
    '88,"Rechnung doppelt","Waiting on Customer","Medium","2026-03-29 02:30:00","2026-03-30 08:00:00","Hallo"\n'
)
JIRA = (
    "\ufeffSummary,Issue key,Status,Priority,Reporter,Created,Updated,Labels,Labels,Description,Comment,Comment\r\n"
    'Drucker,AB-1,To Do,Highest,ada,12/Mar/24 9:41 AM,13/Mar/24 12:05 PM,a,b,"One\r\nTwo\rThree",c,d\r\n'
)
OSTICKET = (
    '"Ticket Number","Date Created","Subject","From","Priority","Current Status","Last Updated"\n'
    '"004217","2026-10-25 02:30:00","Paper","Ada","Emergency","Open","2026-10-26 09:00:00"\n'
)


def run(path: Path, *options: str) -> str:
    out = StringIO()
    try:
        call_command("import_tickets", str(path), *options, stdout=out, stderr=out)
    except CommandError as error:
        out.write(f"{error}\n")
    return out.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def make(content: str, name: str = "export.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode())
        return path

    return make


def maps(**columns: str) -> list[str]:
    return [f"--map={ours}={theirs}" for ours, theirs in columns.items()]


@pytest.mark.parametrize(
    ("content", "columns", "ticket"),
    [
        (
            ZENDESK,
            maps(
                title="Subject",
                description="Subject",
                requester="Requester",
                status="Status",
                priority="Priority",
                created_at="Created at",
                updated_at="Updated at",
            ),
            (
                "印刷できません, ward 3",
                "印刷できません, ward 3",
                "Ada Example",
                "critical",
                "in_progress",
                datetime(2026, 3, 10, 8, 15, tzinfo=UTC),
                datetime(2026, 3, 10, 9, 2, tzinfo=UTC),
            ),
        ),
        (
            FRESHDESK,
            maps(title="Subject", created_at="Created time", updated_at="Last update time"),
            (
                "Rechnung doppelt",
                "Hallo",
                None,
                "medium",
                "in_progress",
                datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
                datetime(2026, 3, 30, 6, tzinfo=UTC),
            ),
        ),
        (
            JIRA,
            maps(title="summary", requester="reporter", created_at="created", updated_at="Updated"),
            (
                "Drucker",
                "One\nTwo\nThree",
                "ada",
                "critical",
                "open",
                datetime(2024, 3, 12, 8, 41, tzinfo=UTC),
                datetime(2024, 3, 13, 11, 5, tzinfo=UTC),
            ),
        ),
        (
            OSTICKET,
            maps(
                title="Subject",
                description="Ticket Number",
                status="Current Status",
                created_at="Date Created",
                updated_at="Last Updated",
            ),
            (
                "Paper",
                "004217",
                None,
                "critical",
                "open",
                datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
                datetime(2026, 10, 26, 8, tzinfo=UTC),
            ),
        ),
    ],
    ids=["zendesk", "freshdesk", "jira", "osticket"],
)
def test_files_of_other_desks_are_imported_by_a_map(
    file: Any, content: str, columns: list[str], ticket: tuple[Any, ...]
) -> None:
    path = file(content)
    first = run(path)
    assert "Line 1 must name the columns" in first
    assert "--map" in first
    assert not Ticket.objects.exists()
    assert "Imported 1 ticket." in run(path, *columns, "--zone=Europe/Berlin")
    columns_ = ("title", "description", "requester", "priority", "status", "created_at", "updated_at")
    assert Ticket.objects.values_list(*columns_).get() == ticket


def test_html_is_turned_into_text_where_most_descriptions_are_html(file: Any) -> None:
    path = file('title,description\na &amp; b,"<p>Hello,<br>it beeps &amp; beeps</p>"\nc,<p>d</p>\ne,plain\n')
    said = "Descriptions that look like HTML: 2. HTML was turned into text; --no-html keeps it."
    assert said in run(path, "--dry-run")
    assert said in run(path)
    assert list(Ticket.objects.order_by("id").values_list("title", "description")) == [
        ("a & b", "Hello,\nit beeps & beeps"),
        ("c", "d"),
        ("e", "plain"),
    ]


@pytest.mark.parametrize("rows", ["a,<p>b</p>\nc,d\n", "a,if x < y and y > z\n"])
def test_a_file_with_some_html_is_kept_as_it_is_unless_asked(file: Any, rows: str) -> None:
    path = file(f"title,description\n{rows}")
    assert "HTML was turned" not in run(path)
    assert list(Ticket.objects.order_by("id").values_list("description", flat=True)) == [
        row.split(",")[1] for row in rows.splitlines()
    ]


def test_html_is_kept_or_turned_into_text_on_request(file: Any) -> None:
    path = file('title,description\na &amp; b,"<p>Hello,<br>it beeps</p>"\n')
    assert "Descriptions that look like HTML: 1. --html turns HTML into text." in run(path, "--no-html", "--dry-run")
    run(path, "--no-html")
    assert Ticket.objects.values_list("description", flat=True).get() == "<p>Hello,<br>it beeps</p>"
    assert "look like HTML" not in run(path, "--html", "--again")
    assert Ticket.objects.order_by("id").values_list("title", "description").last() == ("a & b", "Hello,\nit beeps")


def test_our_own_export_keeps_its_html(file: Any) -> None:
    own = "id,title,description,requester,category,priority,status,created_at,updated_at\n1,a,<p>b</p>,,,,,,\n"
    run(file(own))
    run(file('{"title": "a", "description": "<p>b</p>"}\n', "own.jsonl"))
    assert set(Ticket.objects.values_list("description", flat=True)) == {"<p>b</p>"}


def test_an_interrupted_import_decides_on_html_as_before(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importer, "BATCH_ROWS", 2)
    path = file("title,description\n" + "a,<p>b</p>\n" * 4 + "c,d\n" * 3)
    monkeypatch.setattr(importer, "add_labels", lambda batches: islice(add_labels(batches), 2))
    run(path)
    monkeypatch.undo()
    ImportedFile.objects.update(finished_at=None)
    assert "Imported 3 tickets, 4 in earlier runs." in run(path)
    assert Ticket.objects.filter(description="b").count() == 4
    assert Ticket.objects.filter(description="d").count() == 3


def test_filled_cells_of_columns_that_are_not_read_are_counted(file: Any) -> None:
    content = "title,description,Comment,Comment,Due,,id\na,b,x,,,y,7\nc,d,x,z, ,,8\n"
    said = "Columns that are left out, with their filled cells: Comment (3), Due (0), (no name) (1)."
    path = file(content)
    assert said in run(path, "--dry-run")
    assert said in run(path)
    jsonl = '{"id": 1, "title": "a", "description": "b", "tags": ["x"], "notes": [], "due": null, "vip": false}\n'
    assert "filled cells: tags (1), vip (1)." in run(file(jsonl, "a.jsonl"))


@pytest.mark.parametrize(
    "content",
    [
        "\ntitle,description\na,b\n",
        "\r\n  \r\n,,\r\ntitle,description\r\na,b\r\n",
        "sep=;\n\ntitle;description\na;b\n",
        'title,description\na,b\n,\n" ",\n\n,\n',
        "title,description\na,b,,\n",
        "title,description,\na,b,\n",
        '"title","description\n","x;y"\na,b,\n',
        '"ti\ntle","other"\nx,y\n',
        '"description";"Ticket\r\ntitle";"a, b, c"\r\nb;a;x\r\n',
        'title,description,14" screen\na,b,\n',
    ],
)
def test_what_spreadsheets_put_around_the_cells_is_read(file: Any, content: str) -> None:
    options = maps(title="Ticket title") if "Ticket" in content else []
    options += maps(title="ti tle", description="other") if "ti\ntle" in content else []
    assert "Imported 1 ticket." in run(file(content), *options)
    assert Ticket.objects.values_list("title", "description").get() in [("a", "b"), ("x", "y")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("title,description,status\nA,first line\nsecond line,open\n", "2 fields, but the header has 3"),
        ("title,description\na,b,c\n", "3 fields, but the header has 2"),
        ('"title,description\na,b\n', "Line 1 opens a quote in the names of the columns that nothing closes."),
        ('\n\ntitle,"description\n' + "a,b\n" * 60, "Line 3 opens a quote"),
        ("\n\n", "The file is empty."),
        ("sep=;\n", "The file is empty."),
        ("\nName,Text\n", "Line 2 must name the columns"),
    ],
)
def test_cells_that_may_be_half_a_row_are_left_to_a_person(file: Any, content: str, reason: str) -> None:
    assert reason in run(file(content))
    assert not Ticket.objects.exists()


def test_times_that_had_to_be_decided_are_named_by_line(file: Any) -> None:
    output = run(file(FRESHDESK), *maps(title="Subject", created_at="Created time"), "--zone=Europe/Berlin")
    assert (
        "line 2: created_at: 2026-03-29 02:30:00 does not exist in Europe/Berlin; taken as 2026-03-29 03:30" in output
    )


def test_unknown_values_are_listed_once_with_their_count_before_anything_is_written(file: Any) -> None:
    path = file("title,description,priority,status\n" + "a,b,Odd,open\n" * 3 + "a,b,ODD 2,Nowhere\na,b,low,open\n")
    output = run(path)
    for line in ("  priority: Odd (3)", "  priority: ODD 2 (1)", "  status: Nowhere (1)"):
        assert output.splitlines().count(line) == 1
    assert "--value priority:Odd=LABEL" in output
    assert not Ticket.objects.exists()
    assert not ImportedFile.objects.exists()
    options = ["--value=priority:odd=high", "--value=priority:Odd-2=low", "--value=status:nowhere=closed"]
    assert "Imported 5 tickets." in run(path, *options)
    assert Ticket.objects.filter(priority="high").count() == 3
    assert Ticket.objects.filter(status="closed").count() == 1


def test_importing_again_with_unknown_values_keeps_the_record_of_the_first_import(file: Any) -> None:
    path = file("title,description,priority\na,b,Odd\n")
    run(path, "--value=priority:Odd=low")
    assert "not known" in run(path, "--again")
    assert "imported already" in run(path)


@pytest.mark.parametrize(
    ("option", "words_"),
    [
        ("--value=Urgent=critical", "write column:word=label, as in priority:Urgent=critical"),
        ("--value=title:a=b", "write column:word=label"),
        ("--value=priority:Urgent", "write column:word=label"),
        ("--value=priority:Urgent=highest", "highest is none of low, medium, high, critical"),
        ("--zone=CET", "--zone must be UTC or an area and a place, such as Europe/Berlin, not CET."),
        ("--zone=Europe/Nowhere", "--zone must be"),
        ("--zone=posix/Europe/Berlin", "--zone must be"),
        ("--zone=right/Europe/Berlin", "--zone must be"),
    ],
)
def test_an_option_that_cannot_be_understood_is_named(file: Any, option: str, words_: str) -> None:
    assert words_ in run(file("title,description\na,b\n"), option)
    assert not Ticket.objects.exists()


def test_two_labels_for_one_word_are_refused(file: Any) -> None:
    options = ["--value=priority:Urgent=high", "--value=priority:URGENT=critical"]
    assert "two labels" in run(file("title,description\na,b\n"), *options)


def test_a_dry_run_says_what_would_happen_and_writes_nothing(file: Any) -> None:
    path = file(JIRA + "Bad,AB-2,Odd,Highest,ada,03/04/2024,,a,b,x,c,d\r\n")
    columns = maps(title="summary", requester="reporter", created_at="created", updated_at="updated")
    output = run(path, *columns, "--zone=Europe/Berlin", "--dry-run")
    lines = [" ".join(line.split()) for line in output.splitlines()]
    for line in (
        "would be imported 1",
        "would be rejected 1",
        "category: chosen by keywords 1",
        "priority: critical 1",
        "status: open 1",
        "Columns that are left out, with their filled cells: Issue key (2), Labels (4), Comment (4).",
        "priority: Highest is read as critical (2)",
        "status: To Do is read as open (1)",
        "status: Odd (1)",
        "Nothing was written.",
    ):
        assert line in lines
    assert "03/04/2024 is one of two days: say --day-first or --month-first" in output
    assert not Ticket.objects.exists()
    assert not ImportedFile.objects.exists()
    assert [one.name for one in path.parent.iterdir()] == ["export.csv"]


def test_an_interrupted_import_goes_on_only_with_the_same_options(file: Any) -> None:
    path = file("Subject,description\na,b\n")
    run(path, "--map=title=Subject")
    ImportedFile.objects.update(finished_at=None)
    assert "began with other options" in run(path, "--map=title=description")
    assert Ticket.objects.count() == 1
    assert "Imported 0 tickets, 1 in earlier runs." in run(path, "--map=title=Subject")


@pytest.mark.parametrize("column", ["priority", "status"])
def test_every_word_of_the_table_means_one_label(column: str) -> None:
    table = [word.strip() for line in words.WORDS[column].values() for word in line.split(",")]
    assert len({words.normal(word) for word in table}) == len(table)
    assert all(words.label_for(column, word.upper(), {}) for word in table)


def test_the_documentation_shows_the_table_of_words() -> None:
    page = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
    shown = {
        (column, word): label
        for column, label, line in re.findall(r"^\| (priority|status) \| (\w+) \| (.*) \|$", page, re.MULTILINE)
        for word in line.split(", ")
    }
    assert shown == {
        (column, word): label
        for column, table in words.WORDS.items()
        for label, line in table.items()
        for word in line.split(", ")
    }
