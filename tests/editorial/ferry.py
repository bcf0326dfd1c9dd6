"""An event as sources tell it: what happened, the same again, and what came of it."""

from __future__ import annotations

from tests.editorial.conftest import NOON, make_story

SANK = (
    "Ferry sinks off Salmar",
    "A passenger ferry sank in the Orla estuary off Salmar on Sunday, killing twelve people, the coast guard said.",
)
AGAIN = (
    "Ferry sinks in Orla estuary off Salmar",
    "Twelve people were killed, the coast guard said, as a passenger ferry sank off Salmar on Sunday.",
)
CAPTAIN = (
    "Captain of Salmar ferry arrested over forged certificates",
    "Police arrested the captain on Monday and searched the offices of Brinmar Lines, which had forged certificates of "
    "its engines, prosecutors announced.",
)


def told(number, words, at=NOON, **fields):
    title, body = words
    values = {"source": f"Source {number}", "published_at": at} | fields
    return make_story(number, title=title, body=body, **values)
