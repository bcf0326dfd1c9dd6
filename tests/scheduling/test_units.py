"""`cron install --systemd` writes a service and a timer of its own, starts the timer, and takes both away again."""

from __future__ import annotations

from configparser import ConfigParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk


def units(folder: Path) -> list[Path]:
    return sorted((folder.parent / "config/systemd/user").glob("*"))


def test_install_writes_both_units_and_starts_the_timer(desk: Desk, programs: Path) -> None:
    installed = desk.ok("cron", "install", "--systemd")
    service, timer = units(programs)
    assert service.name == timer.name.replace(".timer", ".service")
    assert service.name.startswith("digest-newsroom-")
    read = ConfigParser(interpolation=None, comment_prefixes="#")
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read([service, timer])
    assert read["Service"]["ExecStart"].endswith(f"digest --config {desk.folder}/digest.toml run")
    assert read["Timer"]["OnCalendar"] == "*:0/5"
    assert (programs / "asked").read_text().splitlines() == [
        "--user daemon-reload",
        f"--user enable --now {timer.name}",
    ]
    assert "loginctl enable-linger" in installed.err
    assert "# installed" in desk.ok("cron", "show", "--systemd").err


def test_remove_takes_away_its_own_and_no_other(desk: Desk, programs: Path) -> None:
    desk.ok("cron", "install", "--systemd")
    other = units(programs)[0].with_name("digest-of-somebody.service")
    other.write_text("[Unit]\n")
    assert desk.ok("cron", "remove", "--systemd").out == "systemd timer: digest run is not called any more\n"
    assert units(programs) == [other]
    assert "nothing of" in desk.ok("cron", "remove", "--systemd").out


def test_a_unit_of_that_name_that_somebody_wrote_is_left_alone(desk: Desk, programs: Path) -> None:
    desk.ok("cron", "install", "--systemd")
    mine = units(programs)[0]
    mine.write_text("[Unit]\nDescription=mine\n")
    for act in ("install", "remove"):
        refused = desk("cron", act, "--systemd")
        assert refused.code == 1
        assert "was not written by digest cron install" in refused.err
    assert mine.read_text() == "[Unit]\nDescription=mine\n"


def test_systemd_that_cannot_be_asked_is_told_in_its_own_words(desk: Desk, programs: Path) -> None:
    (programs / "no-bus").touch()
    refused = desk("cron", "install", "--systemd")
    assert refused.code == 1
    assert "systemctl --user daemon-reload failed: Failed to connect to bus: No medium found" in refused.err
    assert "not installed" in desk.ok("cron", "show", "--systemd").err, "units that call nobody are not left there"
    assert not (programs.parent / "config").exists(), "nor is a folder made for them"


def test_units_are_taken_away_also_where_systemd_cannot_be_asked_any_more(desk: Desk, programs: Path) -> None:
    desk.ok("cron", "install", "--systemd")
    (programs / "no-bus").touch()
    assert desk("cron", "remove", "--systemd").code == 1
    assert "not installed" in desk.ok("cron", "show", "--systemd").err


def test_another_try_after_trouble_starts_the_timer(desk: Desk, programs: Path) -> None:
    (programs / "no-bus").touch()
    desk("cron", "install", "--systemd")
    (programs / "no-bus").unlink()
    (programs / "asked").unlink()
    desk.ok("cron", "install", "--systemd")
    assert "enable --now" in (programs / "asked").read_text()
