"""`cron install` and `remove` write their own block through crontab(1), and say what stands in their way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.scheduling.test_block import OTHERS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Desk


def test_install_writes_the_line_and_remove_takes_it_out_again(desk: Desk, programs: Path) -> None:
    (programs / "table").write_text(OTHERS)
    line = desk.ok("cron", "show").out
    installed = desk.ok("cron", "install")
    assert installed.out == "crontab: calls digest run every five minutes\n"
    assert "# daily: Tue 24 Nov 06:30, Wed 25 Nov 06:30" in installed.err
    toml = desk.folder / "digest.toml"
    assert (programs / "table").read_text() == f"{OTHERS}# BEGIN digest {toml}\n{line}# END digest {toml}\n"
    assert "# installed" in desk.ok("cron", "show").err
    assert desk.ok("cron", "remove").out == "crontab: digest run is not called any more\n"
    assert (programs / "table").read_text() == OTHERS
    assert "put it there with: digest cron install" in desk.ok("cron", "show").err


def test_a_user_without_a_crontab_gets_one_and_is_left_with_none(desk: Desk, programs: Path) -> None:
    desk.ok("cron", "install")
    assert (programs / "table").read_text().startswith("# BEGIN digest ")
    desk.ok("cron", "remove")
    assert not (programs / "table").exists()


def test_doing_it_twice_is_harmless_and_says_so(desk: Desk, programs: Path) -> None:
    desk.ok("cron", "install")
    before = (programs / "table").read_text()
    assert desk.ok("cron", "install", "--json").json["changed"] is False
    assert desk.ok("cron", "install").out == "crontab: called already: digest run every five minutes\n"
    assert (programs / "table").read_text() == before
    desk.ok("cron", "remove")
    assert "nothing of" in desk.ok("cron", "remove").out


def test_bytes_that_are_no_utf_8_stay(desk: Desk, programs: Path) -> None:
    latin_1 = "# Grüße an die Frühschicht\n@daily /usr/bin/café\n".encode("latin-1")
    (programs / "table").write_bytes(latin_1)
    desk.ok("cron", "install")
    assert (programs / "table").read_bytes().startswith(latin_1)
    desk.ok("cron", "remove")
    assert (programs / "table").read_bytes() == latin_1


def test_a_line_put_there_by_hand_is_not_doubled(desk: Desk, programs: Path) -> None:
    (programs / "table").write_text(OTHERS + desk.ok("cron", "show").out)
    refused = desk("cron", "install")
    assert (refused.code, refused.out) == (1, "")
    assert "line 12 of the crontab calls it already" in refused.err
    assert "# installed" in desk.ok("cron", "show").err
    assert "a line put there by hand still calls it" in desk.ok("cron", "remove").err


def test_a_secret_that_cron_would_not_know_is_told(desk: Desk, programs: Path) -> None:
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nusername = "herald"\n')
    assert "cron does not know $DIGEST_SMTP_PASSWORD; name a file" in desk.ok("cron", "install").err
    desk.configure(mail='transport = "smtp"\n[mail.smtp]\nusername = "herald"\npassword_file = "secret"\n')
    assert "does not know" not in desk.ok("cron", "install").err


def test_a_machine_without_cron_is_told_of_systemd(desk: Desk, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    refused = desk("cron", "install")
    assert refused.code == 1
    assert "there is no cron on this machine" in refused.err
    assert desk.ok("cron", "show", "--json").json["installed"] is None


def test_what_crontab_says_is_passed_on(desk: Desk, programs: Path) -> None:
    (programs / "crontab").write_text('#!/bin/sh\necho "You (ana) are not allowed to use this program" >&2\nexit 1\n')
    refused = desk("cron", "install")
    assert refused.code == 1
    words = "crontab -l failed: You (ana) are not allowed to use this program"
    assert refused.err == f"digest: {words}\n"
    assert f"# {words}\n" in desk.ok("cron", "show").err
    looked = {one["check"]: one for one in desk("doctor", "--offline", "--json").json}
    assert (looked["cron"]["health"], looked["cron"]["words"]) == ("not checked", words)


def test_a_crontab_that_did_not_take_it_is_trouble(desk: Desk, programs: Path) -> None:
    (programs / "crontab").write_text("#!/bin/sh\nexit 0\n")
    refused = desk("cron", "install")
    assert refused.code == 1
    assert "does not say what was written to it" in refused.err


def test_a_line_that_would_be_changed_by_being_read_and_written_is_left_to_a_person(desk: Desk, programs: Path) -> None:
    mine = b"@daily tr -d '\\r' < x\n@daily /usr/bin/mine\r\n"
    (programs / "table").write_bytes(mine)
    refused = desk("cron", "install")
    assert (refused.code, refused.out) == (1, "")
    assert r"line 2 of the crontab ends in a carriage return, or in \r, which" in refused.err
    assert (programs / "table").read_bytes() == mine
    (programs / "table").write_bytes(mine.replace(b"\r\n", b"\n"))
    desk.ok("cron", "install")
    desk.ok("cron", "remove")
    assert (programs / "table").read_bytes() == mine.replace(b"\r\n", b"\n")


def test_slots_of_another_year_say_so(desk: Desk) -> None:
    desk.now = "2026-12-30T07:00:00Z"
    assert "# daily: Thu 31 Dec 06:30, Fri 01 Jan 2027 06:30" in desk.ok("cron", "show").err
