"""The commands read, print and write the same in every locale, whatever its letters, digits, calendar and encoding."""

import subprocess
import sys
from pathlib import Path

import pytest

from testing.serving import migrated_database

BACKEND = Path(__file__).resolve().parents[2]
# Its encoding, then a sample of what differs: case of i, digits, calendar, decimal comma, encodings that are not UTF-8.
LOCALES = {
    "C": "",
    "POSIX": "",
    "tr_TR.UTF-8": "UTF-8",
    "az_AZ.UTF-8": "UTF-8",
    "lt_LT.UTF-8": "UTF-8",
    "de_DE.ISO-8859-1": "ISO-8859-1",
    "ar_SA.UTF-8": "UTF-8",
    "fa_IR.UTF-8": "UTF-8",
    "hi_IN.UTF-8": "UTF-8",
    "th_TH.TIS-620": "TIS-620",
    "ja_JP.EUC-JP": "EUC-JP",
    "zh_TW.BIG5": "BIG5",
}
FILE = (
    "title,description,requester,priority,status,created_at\n"
    'İstanbul ısparta,"Größe 印刷できません, 😀",Ada,DRINGEND,WIEDER GEÖFFNET,12/Mar/24 9:41 AM\n'
    "Second,١٢٣ 1.234\u00a0567,,LOW,IN BEARBEITUNG,2026-10-25 02:30:00\n"
)
EXPORTED = [
    "Second,١٢٣ 1.234\u00a0567,,general,low,in_progress,2026-10-25T00:30:00Z,2026-10-25T00:30:00Z",
    'İstanbul ısparta,"Größe 印刷できません, 😀",Ada,technical,critical,open,2024-03-12T08:41:00Z,2024-03-12T08:41:00Z',
]
SCRIPT = """
import locale, sys
import manage
locale.setlocale(locale.LC_ALL, "")
source, target = sys.argv[1:]
read = ["import_tickets", source, "--zone=Europe/Berlin"]
for arguments in ([*read, "--dry-run"], read, ["export_tickets", target], ["check_tally"]):
    sys.argv = ["manage.py", *arguments]
    manage.main()
"""


@pytest.fixture(scope="module")
def definitions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The locales, compiled: a machine has few of them."""
    folder = tmp_path_factory.mktemp("locales")
    for name, charset in LOCALES.items():
        if charset:
            command = ["localedef", "-i", name.partition(".")[0], "-f", charset, str(folder / name)]
            # Its warnings are about the definitions themselves.
            subprocess.run(command, capture_output=True, check=False)
            assert (folder / name / "LC_CTYPE").is_file(), name
    return folder


@pytest.mark.parametrize("name", LOCALES)
def test_commands_do_the_same_in_every_locale(name: str, definitions: Path, tmp_path: Path) -> None:
    names = ("export.csv", "copy.csv") if name == "ja_JP.EUC-JP" else ("größe 印.csv", "export ü.csv")
    source, target = (tmp_path / one for one in names)
    source.write_text(FILE, encoding="utf-8")
    with migrated_database(tmp_path) as environ:
        environ |= {"LC_ALL": name, "LOCPATH": str(definitions), "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT, source, target], cwd=BACKEND, env=environ, capture_output=True, check=False
        )
    assert run.returncode == 0, run.stderr.decode("utf-8", "replace")
    assert b"Imported 2 tickets." in run.stdout
    assert b"2026-10-25 02:30:00 exists twice in Europe/Berlin" in run.stderr
    header, *rows = target.read_text(encoding="utf-8-sig").splitlines()
    assert header == "id,title,description,requester,category,priority,status,created_at,updated_at"
    assert sorted(row.split(",", 1)[1] for row in rows) == EXPORTED


def test_a_name_that_the_locale_cannot_give_back_is_told(definitions: Path, tmp_path: Path) -> None:
    source = tmp_path / "größe 印.csv"
    source.write_text(FILE, encoding="utf-8")
    with migrated_database(tmp_path) as environ:
        environ |= {"LC_ALL": "ja_JP.EUC-JP", "LOCPATH": str(definitions), "PYTHONUTF8": "0"}
        for options in ([], ["--dry-run"]):
            command: list[str | Path] = [
                sys.executable,
                "manage.py",
                "import_tickets",
                source,
                "--zone=Europe/Berlin",
                *options,
            ]
            run = subprocess.run(command, cwd=BACKEND, env=environ, capture_output=True, check=False)
            assert (run.returncode, run.stdout) == (1, b"")
            assert (
                run.stderr == b"CommandError: The name of the file is not in the encoding of this locale: rename it.\n"
            )
