"""`digest archive build`: what it says, and what it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.pipeline.conftest import send_issues

if TYPE_CHECKING:
    from tests.conftest import Desk


def test_it_says_what_it_did(desk: Desk) -> None:
    send_issues(desk, 1)
    built = desk.ok("archive", "build", "public")
    assert (built.out, built.err) == ("10 files written, 0 unchanged, 0 removed\n", "")
    again = desk.ok("archive", "build", "public", "--json").json
    assert again == {"written": 0, "unchanged": 10, "removed": 0, "passed_over": []}
    assert "Ferry strike ends 0" in (desk.folder / "public/archive/daily/2026-11-23/index.html").read_text()


def test_it_names_what_is_not_its_own_and_leaves_it(desk: Desk) -> None:
    send_issues(desk, 1)
    desk.write("public/robots.txt", "theirs")
    assert desk.ok("archive", "build", "public").err == "public/robots.txt is none of ours and stays as it is\n"
    desk.write("other/archive/index.html", "theirs")
    refused = desk("archive", "build", "other")
    assert refused.code == 1
    assert "other/archive/index.html is none of ours; move it away, or build into another folder" in refused.err
    assert (desk.folder / "other/archive/index.html").read_text() == "theirs"


def test_it_does_not_publish_the_newsroom_itself(desk: Desk) -> None:
    for folder in (".", "", str(desk.folder)):
        refused = desk("archive", "build", folder)
        assert (refused.code, f"{desk.folder.resolve()} holds the newsroom itself" in refused.err) == (2, True)
    assert not (desk.folder / "archive").exists()
