"""Data is opened by the PostgreSQL that made it, or refused in one line that names both versions."""

from pathlib import Path

import pytest
from tools.errors import Problem
from tools.postgres import binaries, cluster, initdb

from tests.tools.conftest import bare_environment, leading_to


def _data_of(state: Path, version: str) -> Path:
    data = state / "data"
    data.mkdir(mode=0o700)
    (data / "PG_VERSION").write_text(f"{version}\n")
    return data


def test_data_of_a_version_that_nobody_offers_is_refused_naming_both(environ: dict[str, str], state: Path) -> None:
    data = _data_of(state, "9")
    offered = next(iter(binaries.offered(environ))).version
    with pytest.raises(Problem) as told:
        cluster.running(environ, state).__enter__()
    assert "made by PostgreSQL 9," in str(told.value)
    assert f"offers PostgreSQL {offered}:" in str(told.value)
    assert "\n" not in str(told.value)
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_data_made_by_the_installed_postgresql_is_opened_by_it_though_the_embedded_comes_first(state: Path) -> None:
    installed = {**bare_environment(), **leading_to("installed")}
    with cluster.running(installed, state, hasty=True) as first:
        made_by = first.binaries.major
    with cluster.running(bare_environment(), state, hasty=True) as second:
        assert second.binaries.major == made_by


def test_a_folder_without_postgresql_is_refused_by_its_variable(state: Path) -> None:
    with pytest.raises(Problem, match="POSTGRES_BIN names /nowhere"):
        binaries.for_data({"POSTGRES_BIN": "/nowhere"}, state / "data")


def test_where_there_is_none_the_command_that_installs_one_is_told(
    state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(binaries, "INSTALLED", ())
    monkeypatch.setattr(binaries, "VENV", state)
    with pytest.raises(Problem, match=r"no PostgreSQL 15 or newer with pg_trgm here: .*postgresql"):
        binaries.for_data({"PATH": "/nowhere"}, state / "data")


@pytest.mark.parametrize(("major", "builtin"), [(15, False), (16, False), (17, True), (18, True)])
def test_the_locale_is_postgresqls_own_where_it_has_one(major: int, builtin: bool) -> None:
    assert ("--locale-provider=builtin" in initdb.locale_options(major)) is builtin
