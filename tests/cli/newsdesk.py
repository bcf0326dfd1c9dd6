"""A newsroom with an editor, a reader and four stories, for tests of what an editor says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk

TOMORROW = "2026-11-24T07:00:00Z"


def edited(desk: Desk) -> Desk:
    """Let Anna edit, somebody read, and four things happen, an hour after the other."""
    desk.environ["DIGEST_EDITOR"] = "anna"
    desk.reader("reader@example.org")
    for number, name in enumerate(["harbour", "railway", "library", "orchard"], 1):
        desk.story(
            f"The {name} makes news today",
            published=f"2026-11-23T0{number}:00:00Z",
            body=f"Something has happened to the {name}, and on every corner of the {name} people talk. " * 9,
        )
    return desk


def plan(desk: Desk, *more: str) -> dict:
    """Return what `plan` says of the daily issue, in JSON."""
    return desk.ok("plan", "daily", "--json", *more).json


def why(document: dict, story_id: int) -> str:
    """Return the reason for which a story is left out of a plan."""
    return next(one["reason"] for one in document["left_out"] if one["id"] == story_id)
