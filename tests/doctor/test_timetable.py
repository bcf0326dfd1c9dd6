"""A line of cron, or a unit, that calls `digest run` for this configuration is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.doctor.timetable import check_timetable
from tests.scheduling.conftest import programs

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["programs"]


@pytest.mark.parametrize(
    ("line", "health"),
    [
        ("*/5 * * * * herald {folder}/digest --config {config} run", "good"),
        ("*/5 * * * * herald /moved/away/digest --config {config} run", "wrong"),
        ("*/5 * * * * herald cd /srv && digest run", "good"),
        ("*/5 * * * * herald /usr/bin/digest --config /elsewhere/digest.toml run", "doubtful"),
        ("# */5 * * * * herald /usr/bin/digest --config {config} run", "doubtful"),
        ("*/5 * * * * herald /usr/bin/digest --config {config} fetch", "doubtful"),
        ("0 5 * * * herald digest run 'unbalanced", "good"),
    ],
)
@pytest.mark.usefixtures("programs")
def test_a_line_is_understood(tmp_path: Path, line: str, health: str) -> None:
    config, table = tmp_path / "digest.toml", tmp_path / "crontab"
    (tmp_path / "digest").touch()
    table.write_text(f"SHELL=/bin/sh\n{line.format(config=config, folder=tmp_path)}\n")
    processes = running(tmp_path, "init", "cron")
    found = check_timetable(config, environ={}, system=[table, tmp_path / "missing"], processes=processes)
    assert found.health == health


def running(folder: Path, *names: str) -> Path:
    """Return what /proc looks like where these run, the first as process 1."""
    for number, name in enumerate(names, 1):
        (folder / "proc" / str(number)).mkdir(parents=True)
        (folder / "proc" / str(number) / "comm").write_text(f"{name}\n")
    return folder / "proc"


@pytest.mark.parametrize(
    ("names", "health"), [(["init", "bash"], "doubtful"), (["init", "crond"], "good"), ([], "good")]
)
def test_a_crontab_that_nobody_reads_is_doubtful_where_that_can_be_seen(tmp_path: Path, names, health: str) -> None:
    table = tmp_path / "crontab"
    table.write_text("*/5 * * * * herald digest run\n")
    processes = running(tmp_path, *names)
    assert check_timetable(tmp_path / "x.toml", environ={}, system=[table], processes=processes).health == health


def test_a_units_command_is_understood(tmp_path: Path) -> None:
    units = tmp_path / "systemd" / "user"
    units.mkdir(parents=True)
    (tmp_path / "digest").touch()
    (units / "digest.service").write_text(
        f"[Service]\nExecStart={tmp_path}/digest --config {tmp_path}/digest.toml run\n"
    )
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert check_timetable(tmp_path / "digest.toml", environ=environ, system=[]).health == "good"


def test_a_machine_without_cron_has_the_words_of_cron_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = check_timetable(tmp_path / "digest.toml", environ={"XDG_CONFIG_HOME": str(tmp_path)}, system=[])
    assert found.health == "not checked"
    assert found.words.startswith("there is no cron on this machine")
