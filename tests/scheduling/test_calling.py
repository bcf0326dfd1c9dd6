"""What cron and systemd are told to call, and when the next sends are."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_the_line_calls_run_with_this_configuration_by_its_whole_path(desk: Desk) -> None:
    line = desk.ok("cron", "show").out.strip()
    assert line.startswith("*/5 * * * * ")
    program, option, config, command = shlex.split(line.removeprefix("*/5 * * * * "))
    assert program.startswith("/")
    assert (option, config, command) == ("--config", str(desk.folder / "digest.toml"), "run")


def test_a_percent_sign_in_a_path_does_not_end_the_cron_command(desk: Desk) -> None:
    odd = desk.folder / "50% off"
    odd.mkdir()
    (odd / "digest.toml").write_text((desk.folder / "digest.toml").read_text())
    line = desk.ok("--config", str(odd / "digest.toml"), "cron", "show").out
    assert r"50\% off" in line
    units = desk.ok("--config", str(odd / "digest.toml"), "cron", "show", "--systemd").out
    assert "50%% off" in units


def test_the_units_are_a_service_and_a_timer(desk: Desk) -> None:
    units = desk.ok("cron", "show", "--systemd").out
    assert "[Service]" in units
    assert "[Timer]" in units
    assert units.count("ExecStart=") == 1


def test_the_next_five_slots_are_told_in_local_time(desk: Desk) -> None:
    shown = desk.ok("cron", "show")
    assert "Tue 24 Nov 06:30, Wed 25 Nov 06:30" in shown.err
    document = desk.ok("cron", "show", "--json").json
    assert document["next"]["daily"][0] == "2026-11-24T06:30:00Z"
    assert len(document["next"]["daily"]) == 5
