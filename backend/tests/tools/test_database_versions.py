"""A data folder is opened by the PostgreSQL version that created it, or refused with a message naming both."""

from pathlib import Path

import pytest
from tools.errors import ToolError
from tools.postgres import binaries, cluster, initdb

from tests.tools.conftest import environment_without_settings, postgres_bin


def _data_of(state: Path, version: str) -> Path:
    data = state / "data"
    data.mkdir(mode=0o700)
    (data / "PG_VERSION").write_text(f"{version}\n")
    return data


def test_data_of_a_missing_version_is_refused_naming_both_versions(environ: dict[str, str], state: Path) -> None:
    data = _data_of(state, "9")
    installed = next(iter(binaries.installations(environ))).version
    with pytest.raises(ToolError) as raised:
        cluster.running(environ, state).__enter__()
    assert "created by PostgreSQL 9," in str(raised.value)
    assert f"has PostgreSQL {installed}:" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert [path.name for path in data.iterdir()] == ["PG_VERSION"]


def test_data_of_the_installed_version_is_opened_by_it_although_the_embedded_one_is_preferred(state: Path) -> None:
    installed = {**environment_without_settings(), **postgres_bin("installed")}
    with cluster.running(installed, state, durable=False) as first:
        creator = first.binaries.major
    with cluster.running(environment_without_settings(), state, durable=False) as second:
        assert second.binaries.major == creator


def test_a_wrong_postgres_bin_is_refused_naming_the_variable(state: Path) -> None:
    with pytest.raises(ToolError, match="POSTGRES_BIN names /nowhere"):
        binaries.for_data_folder({"POSTGRES_BIN": "/nowhere"}, state / "data")


def test_without_postgresql_the_message_has_the_install_command(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "INSTALL_LOCATIONS", ())
    monkeypatch.setattr(binaries, "VENV", state)
    with pytest.raises(ToolError, match=r"no PostgreSQL 15 or newer with pg_trgm here: .*postgresql"):
        binaries.for_data_folder({"PATH": "/nowhere"}, state / "data")


@pytest.mark.parametrize(("major", "builtin"), [(15, False), (16, False), (17, True), (18, True)])
def test_the_builtin_locale_is_used_where_available(major: int, builtin: bool) -> None:
    assert ("--locale-provider=builtin" in initdb.locale_options(major)) is builtin
