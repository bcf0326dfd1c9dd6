"""Tells what the writer of an issue file changed: by what it said when it was written, and how the issue stands now."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from digest.editorial.issue_file import IN, Entry
from digest.model.desk import KEPT_OUT, PLACING, TYING, Verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from digest.model.desk import Word

VERBS = {"lead": Verb.LEAD, "pin": Verb.PIN, "hold": Verb.HOLD, "drop": Verb.DROP, "out": Verb.HOLD}
EVENT = "event"  # which no file shows
BRIEFS = ("pin", "brief")

Shown = dict[int, Entry]  # what a file shows, in its order


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the writer of a file wants said of the story of this entry."""

    entry: Entry
    verb: Verb
    text: str = ""


def shown(entries: Sequence[Entry]) -> Shown:
    """Return entries by the numbers of their stories."""
    return {entry.story_id: entry for entry in entries}


def changes(entries: Sequence[Entry], *, written: Shown, now: Shown, order: Mapping[int, int]) -> Iterator[Change]:
    """Yield what a file says that it did not say when it was written, and that is not so by now.

    `order` holds the places of the briefs that are to be put elsewhere.
    """
    for entry in entries:
        was, stands = _in(written, entry), _in(now, entry)
        if entry.story_id in order:
            yield Change(entry, Verb.PIN, str(order[entry.story_id]))
        elif entry.place not in (was.place, stands.place):
            yield _placing(entry, was)
        if entry.title is not None and entry.title not in (was.title or "", stands.title or ""):
            yield Change(entry, Verb.TITLE, entry.title)
        if entry.summary is not None and entry.summary not in (was.summary or "", stands.summary or ""):
            yield Change(entry, Verb.SUMMARY, entry.summary)


def kept(wanted: Sequence[Change], entries: Sequence[Entry], *, version_of: Mapping[int, int]) -> Iterator[Change]:
    """Yield a pin for each story that a file has in as the program chose, and of whose event it keeps a version out.

    Without it the event would be out. `version_of` holds the story in the issue by each other version of its event.
    """
    there = [entry for entry in entries if entry.place in IN]
    said = {change.entry.story_id for change in wanted if change.verb in PLACING}
    events = {version_of.get(change.entry.story_id) for change in wanted if change.verb in KEPT_OUT}
    for place, entry in enumerate(there, 1):
        if entry.story_id in events - said and entry.place != "pin":
            lead = entry.place == "lead"
            yield Change(entry, Verb.LEAD if lead else Verb.PIN, "" if lead else str(place))


def briefs(entries: Sequence[Entry], *, written: Shown, now: Shown) -> list[int]:
    """Return the briefs of a file in its order, where it has them in another than when it was written; else nothing.

    One that is out by now, and that the file's writer left as it was, is none of them.
    """
    there = [entry for entry in entries if entry.place in BRIEFS]
    before = [story_id for story_id, entry in written.items() if entry.place in IN]
    if _alike([entry.story_id for entry in there], before):
        return []
    return [
        entry.story_id for entry in there if entry.place != _in(written, entry).place or _in(now, entry).place in IN
    ]


def moved(order: Sequence[int], *, now: Shown) -> dict[int, int]:
    """Return the places, from 2, of few briefs by which all come to stand in that order; none if they do by now."""
    stand = [story_id for story_id, entry in now.items() if entry.place in IN and story_id in order]
    if _alike(order, stand):
        return {}
    blocks = SequenceMatcher(None, stand, order, autojunk=False).get_matching_blocks()
    left = {
        order[at] for _, start, size in blocks for at in range(start, start + size) if now[order[at]].place != "pin"
    }
    return {story_id: place for place, story_id in enumerate(order, 2) if story_id not in left}


def overruled(change: Change, since: Sequence[Word], *, by: str) -> Word | None:
    """Return the last word of somebody else since the file was written that a change would undo, if there is one."""
    found = [word for word in since if word.by != by and _meets(change, word)]
    return found[-1] if found else None


def passed_over(entries: Sequence[Entry], since: Sequence[Word], *, written: Shown) -> list[Word]:
    """Return the last words since a file was written on what its writer left as it was."""
    latest = {(word.story_id, kind(word.verb), word.other_id): word for word in since}
    there = shown(entries)
    return [
        word
        for (story_id, what, _), word in latest.items()
        if word.verb in TYING
        or story_id not in there
        or _said(there[story_id], what) == _said(_in(written, there[story_id]), what)
    ]


def kind(verb: Verb) -> str:
    """Return what of a story a word is on: its place, its title or its summary, or what it tells."""
    return EVENT if verb in TYING else "place" if verb in PLACING else str(verb)


def _meets(change: Change, word: Word) -> bool:
    if change.verb is Verb.LEAD and word.verb is Verb.LEAD:
        return True
    return change.entry.story_id == word.story_id and kind(change.verb) == kind(word.verb)


def _said(entry: Entry, what: str) -> str:
    return getattr(entry, what) or ""


def _in(shown: Shown, entry: Entry) -> Entry:
    return shown.get(entry.story_id, Entry("out", entry.story_id))


def _placing(entry: Entry, was: Entry) -> Change:
    """Return the word for a story that stands at another place than before."""
    if entry.place == "brief":
        return Change(entry, Verb.PIN if was.place in ("out", "lead") else Verb.RELEASE)
    released = entry.place == "out" and was.place in ("hold", "drop")
    return Change(entry, Verb.RELEASE if released else VERBS[entry.place])


def _alike(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether what two orders have in common stands in the same order in both."""
    return [story_id for story_id in one if story_id in other] == [story_id for story_id in other if story_id in one]
