"""A line of cron, or a unit, that calls `digest run` for this configuration is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.doctor.timetable import check_timetable

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "health"),
    [
        ("*/5 * * * * herald /usr/bin/digest --config {config} run", "good"),
        ("*/5 * * * * herald cd /srv && digest run", "good"),
        ("*/5 * * * * herald /usr/bin/digest --config /elsewhere/digest.toml run", "doubtful"),
        ("# */5 * * * * herald /usr/bin/digest --config {config} run", "doubtful"),
        ("*/5 * * * * herald /usr/bin/digest --config {config} fetch", "doubtful"),
        ("0 5 * * * herald digest run 'unbalanced", "good"),
    ],
)
def test_a_line_is_understood(tmp_path: Path, line: str, health: str) -> None:
    config, table = tmp_path / "digest.toml", tmp_path / "crontab"
    table.write_text(f"SHELL=/bin/sh\n{line.format(config=config)}\n")
    assert check_timetable(config, environ={}, system=[table, tmp_path / "missing"]).health == health


def test_a_units_command_is_understood(tmp_path: Path) -> None:
    units = tmp_path / "systemd" / "user"
    units.mkdir(parents=True)
    (units / "digest.service").write_text(f"[Service]\nExecStart=/x/digest --config {tmp_path}/digest.toml run\n")
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert check_timetable(tmp_path / "digest.toml", environ=environ, system=[]).health == "good"


def test_a_machine_without_cron_has_the_words_of_cron_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = check_timetable(tmp_path / "digest.toml", environ={"XDG_CONFIG_HOME": str(tmp_path)}, system=[])
    assert found.health == "not checked"
    assert found.words.startswith("there is no cron on this machine")
