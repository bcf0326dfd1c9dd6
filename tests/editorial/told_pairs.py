"""Pairs of invented stories, of which the truth is known: whether they tell one event or two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from digest.editorial.clusters import clusters

MORNING = datetime(2026, 11, 22, 5, tzinfo=UTC)


class Pair(NamedTuple):
    """Two stories and whether they tell one event."""

    same: bool
    one: object
    other: object


def read_pairs(story, name):
    """Return the pairs of a file, whose stories are numbered in turn; its first block is a comment."""
    blocks = Path(__file__).with_name(name).read_text(encoding="utf-8").strip().split("\n\n")[1:]
    return [_pair(story, block, 2 * place) for place, block in enumerate(blocks)]


def _pair(story, block, number):
    head, *told = block.split("\n")
    truth, language, kind = head.split()
    house = kind.startswith("house")
    sources = [f"Source {number if house else number + place}" for place in range(len(told))]
    stories = (
        _read(story, line, number + place, language, source=source)
        for place, (line, source) in enumerate(zip(told, sources, strict=True))
    )
    return Pair(truth == "same", *stories)


def _read(story, line, number, language, *, source):
    hours, title, body = line.split(" | ", 2)
    at = MORNING + timedelta(hours=int(hours))
    return story(number, title=title, body=body, language=language, source=source, published_at=at, first_seen_at=at)


def joined(stories):
    """Return the numbers of the stories that stand together, two by two."""
    found = [sorted(one.id for one in cluster) for cluster in clusters(stories)]
    return {(one, other) for numbers in found for one in numbers for other in numbers if one < other}


def joined_alone(pairs):
    """Return what stands together on days of two stories."""
    return set().union(*(joined([one, other]) for _, one, other in pairs))


def numbers(pairs, *, same):
    """Return the numbers of the pairs that tell one event, or that tell two."""
    return {(one.id, other.id) for truth, one, other in pairs if truth is same}
