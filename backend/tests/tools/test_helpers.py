"""The helpers of tools/: settings files, secrets, stamps, versions, test counts, lock files and paths."""

import json
import stat
from pathlib import Path

import pytest
from tools import build_stamps, environment, junit_counts, lockfiles, node, paths, ports, secret_files
from tools.errors import ToolError
from tools.junit_counts import Counts


def test_a_settings_file_is_parsed_as_compose_parses_it(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# comment\n\nA=1\nexport B = two words \nC='#quoted = kept'\nD=\nE=x # aside\nF=a#b\n")
    expected = {"A": "1", "B": "two words", "C": "#quoted = kept", "D": "", "E": "x", "F": "a#b"}
    assert environment.read(file) == expected


def test_an_invalid_line_is_reported_by_its_number_without_its_content(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\nsecret-without-a-name\n")
    with pytest.raises(ToolError, match=r"\.env line 2 is not NAME=value\.$") as raised:
        environment.read(tmp_path / ".env")
    assert "secret-without-a-name" not in str(raised.value)


def test_the_environment_overrides_the_file_even_when_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=postgres://file\nPORT=9000\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.delenv("PORT", raising=False)
    assert environment.load()["DATABASE_URL"] == ""
    assert environment.port(environment.load()) == 9000


def test_checks_and_tests_see_no_setting_of_the_application(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env.example").write_text("# LLM_API_KEY=   a key\n# OLLAMA_URL=http://127.0.0.1:11434\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setenv("LLM_API_KEY", "sk-real")
    assert "LLM_API_KEY" not in environment.hermetic()
    assert environment.hermetic()["PATH"]


def test_a_secret_is_generated_once_and_is_private(tmp_path: Path) -> None:
    made = secret_files.ensure(tmp_path / "sub" / "key")
    assert secret_files.ensure(tmp_path / "sub" / "key") == made
    assert len(made) >= 40
    assert stat.S_IMODE((tmp_path / "sub" / "key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "sub").iterdir()] == ["key"]


def test_a_stamp_is_current_until_a_file_changes_or_is_added(tmp_path: Path) -> None:
    (tmp_path / "src" / "deep").mkdir(parents=True)
    file = tmp_path / "src" / "deep" / "page.tsx"
    file.write_text("one")
    first = build_stamps.digest([tmp_path / "src"])
    build_stamps.write(tmp_path / "stamp", first)
    assert build_stamps.is_current(tmp_path / "stamp", build_stamps.digest([tmp_path / "src"]))
    file.write_text("two")
    assert build_stamps.digest([tmp_path / "src"]) != first
    file.write_text("one")
    (tmp_path / "src" / "other").write_text("")
    assert build_stamps.digest([tmp_path / "src"]) != first
    assert not build_stamps.is_current(tmp_path / "no stamp", first)


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ((18, 20), False),
        ((20, 18), False),
        ((20, 19), True),
        ((21, 7), False),
        ((22, 11), False),
        ((22, 12), True),
        ((23, 9), False),
        ((24, 0), True),
        ((26, 1), True),
        (None, False),
    ],
)
def test_node_versions_are_compared_with_package_json(
    version: tuple[int, int] | None, fits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package.json").write_text(json.dumps({"engines": {"node": "^20.19 || ^22.12 || >=24"}}))
    monkeypatch.setattr(node, "FRONTEND", tmp_path)
    assert node.satisfies_engines(version) is fits


JUNIT = """<testsuites><testsuite>
<testcase classname="t.all" name="a"/><testcase classname="t.all" name="b"><failure/></testcase>
<testcase classname="t.all" name="c"><error/></testcase><testcase classname="t.all" name="d"><skipped/></testcase>
<testcase classname="t.all" name="e"><failure/><error/></testcase>
</testsuite></testsuites>"""


def test_results_are_counted_per_test(tmp_path: Path) -> None:
    (tmp_path / "junit.xml").write_text(JUNIT)
    assert str(junit_counts.read_report(tmp_path / "junit.xml", status=1)) == "1 passed, 3 failed, 1 skipped"
    assert junit_counts.failures(tmp_path / "junit.xml") == ["t.all: b", "t.all: c", "t.all: e"]


@pytest.mark.parametrize(
    ("report", "status", "expected"),
    [
        (None, 0, Counts(failed=1)),
        ("<cut off", 0, Counts(failed=1)),
        ("<testsuites/>", 0, Counts(failed=1)),
        ('<testsuite><testcase name="a"/></testsuite>', 0, Counts(passed=1)),
        ('<testsuite><testcase name="a"/></testsuite>', 137, Counts(passed=1, failed=1)),
    ],
)
def test_a_runner_that_dies_or_runs_no_test_counts_as_a_failure(
    report: str | None, status: int, expected: Counts, tmp_path: Path
) -> None:
    if report is not None:
        (tmp_path / "junit.xml").write_text(report)
    assert junit_counts.read_report(tmp_path / "junit.xml", status) == expected


def test_lock_files_contain_no_download_address() -> None:
    assert lockfiles.find_addresses() == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("package-lock.json", '      "resolved": "https://registry.example/x.tgz",'),
        ("package-lock.json", '      "version": "git+ssh://git.example/x.git",'),
        ("requirements.txt", "--index-url https://mirror.example/simple"),
        ("requirements-dev.txt", "six @ https://files.example/six.whl"),
    ],
)
def test_a_download_address_is_reported_with_its_line(
    name: str, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package-lock.json").write_text('{ "funding": { "url": "https://about.example" } }\n')
    (tmp_path / name).write_text(f"\n\n{line}\n")
    monkeypatch.setattr(lockfiles, "FRONTEND", tmp_path)
    monkeypatch.setattr(lockfiles, "BACKEND", tmp_path)
    assert lockfiles.find_addresses() == [f"{tmp_path}/{name}:3: contains a download address"]


def test_paths_are_displayed_relative_to_the_checkout() -> None:
    assert paths.display_path(paths.ROOT / "var" / "postgres") == "var/postgres"
    assert paths.display_path(Path("/elsewhere")) == "/elsewhere"


def test_a_free_port_is_none_that_the_system_may_give_to_another_program() -> None:
    given = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    found = {ports.unassigned() for _ in range(50)}
    assert max(found) < given
    # Two programs that ask at once rarely find the same.
    assert len(found) > 40
