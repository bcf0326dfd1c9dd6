"""The neutral reader, as whom preview and check see an issue: what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.clock import from_iso
from digest.config import load_settings
from digest.pipeline.issues.named import propose_named
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.preview import neutral
from subscribers.changes import Newcomer
from subscribers.roster import Roster

if TYPE_CHECKING:
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom
    from tests.conftest import Desk


def steps(newsroom: Newsroom, proposal: Proposal) -> int:
    """Return how many steps SQLite takes to fill an issue in."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    newsroom.db.conn.set_progress_handler(step, 1)
    neutral.filled(newsroom, proposal)
    newsroom.db.conn.set_progress_handler(None, 0)
    return taken


def test_filling_in_a_variant_takes_no_longer_where_there_are_many_readers(desk: Desk) -> None:
    desk.story("Ferry crews end strike")
    desk.reader("ana@reader.example")
    settings = load_settings(desk.folder / "digest.toml", environ={})
    with open_newsroom(settings, clock=lambda: from_iso(desk.now), environ={}) as newsroom:
        proposal = propose_named(newsroom, "daily")
        few = steps(newsroom, proposal)
        people = (Newcomer(address=f"reader{number}@reader.example") for number in range(300))
        Roster(newsroom.db).add_many(people, now=newsroom.now(), lists=["daily"], confirmed=True)
        assert 0 < steps(newsroom, proposal) <= few + 50
