"""Lets an editor change an issue in a text file: writes it, and takes what was changed for the editor's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.editorial.issue_file import IN, Entry, Reading, written
from digest.errors import UsageError
from digest.model.desk import Verb
from digest.pipeline import desk as speaking
from digest.pipeline import drafting
from digest.pipeline.approving import draft_of
from digest.pipeline.proposal import propose_issue
from digest.store import approvals, desk, issues

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model.desk import Word
    from digest.model.issue import IssueRecord
    from digest.model.selection import LeftOut, Pick
    from digest.pipeline.newsroom import Newsroom
    from digest.pipeline.proposal import Proposal

SHOWN = 30  # stories left out that the file lists: those that were near
VERBS = {"lead": Verb.LEAD, "pin": Verb.PIN, "hold": Verb.HOLD, "drop": Verb.DROP, "out": Verb.HOLD}


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of a file: the issue as it is now, and what was said, in words."""

    proposal: Proposal
    said: tuple[str, ...]


def file_of(newsroom: Newsroom, name: str) -> tuple[IssueRecord, str]:
    """Return the draft that is meant, made if there is none, and its file.

    Raises:
        DigestError: the issue is fixed already.
        QuietDay: there is no story for it.
    """
    record = draft_of(newsroom, name)
    return record, written(record.name, _entries(propose_issue(newsroom, record)))


def read_back(newsroom: Newsroom, name: str, text: str, *, file: str, by: str) -> Edited:
    """Take what a file says other than the issue as it is for the editor's word; nothing if there is a mistake in it.

    Raises:
        UsageError: the file has mistakes; the message names each with its line.
    """
    record = draft_of(newsroom, name)
    proposal = propose_issue(newsroom, record)
    reading = Reading(text)
    now = {entry.story_id: entry for entry in _entries(proposal)}
    problems = [*reading.problems, *_objections(reading, record, now)]
    said: list[Word] = []
    for entry, verb, words in _changes(reading.entries, now):
        try:
            said.append(speaking.word_of(newsroom, entry.story_id, verb, edition=record.edition, text=words, by=by))
        except UsageError as error:
            problems.append((entry.line, str(error)))
    if problems:
        raise UsageError("\n".join(f"{file}:{line}: {problem}" for line, problem in sorted(set(problems))))
    return _apply(newsroom, record, said, by=by) if said else Edited(proposal, ())


def _apply(newsroom: Newsroom, record: IssueRecord, said: Sequence[Word], *, by: str) -> Edited:
    desk.say(newsroom.db, said)
    approvals.edited(newsroom.db, record.id, by=by, now=newsroom.now())
    proposal = propose_issue(newsroom, issues.by_id(newsroom.db, record.id))
    drafting.store(newsroom, proposal)
    return Edited(proposal, tuple(f"story {word.story_id}: {word}" for word in said))


def _entries(proposal: Proposal) -> list[Entry]:
    """Return an issue as its file has it: the stories in it, and those that were near."""
    chosen = [_chosen(pick) for pick in proposal.selection.picks]
    return chosen + [_left_out(out) for out in proposal.selection.left_out if _near(out)][:SHOWN]


def _chosen(pick: Pick) -> Entry:
    pinned = any(reason.startswith("pinned by") for reason in pick.reasons)
    place = "pin" if pinned and pick.role == "brief" else str(pick.role)
    return Entry(place, pick.story.id, pick.headline, pick.summary, (pick.story.source, "; ".join(pick.reasons)))


def _left_out(out: LeftOut) -> Entry:
    place = {"held": "hold", "dropped": "drop"}.get(out.reason.partition(" ")[0], "out")
    return Entry(place, out.story.id, notes=(out.story.title, f"{out.story.source}; {out.reason}"))


def _near(out: LeftOut) -> bool:
    return out.reason.startswith(("no room", "held back by", "dropped by", "same event"))


def _objections(reading: Reading, record: IssueRecord, now: dict[int, Entry]) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a file as a whole."""
    if reading.issue != record.name:
        anew = f"write one of that with: digest issues edit {record.name} --out FILE"
        if reading.issue:
            yield 1, f"the file is of {reading.issue}, not of {record.name}; {anew}"
        else:
            yield 1, f"the file names no issue; its first line is to be: issue {record.name}"
        return
    leads = [entry for entry in reading.entries if entry.place == "lead"]
    if not leads:
        yield 1, "no story is the lead; write lead before the number of one"
    for entry in leads[1:]:
        yield entry.line, f"story {leads[0].story_id} is the lead already; write pin or brief for one of the two"
    there = {entry.story_id for entry in reading.entries}
    for entry in now.values():
        if entry.place in IN and entry.story_id not in there:
            yield 1, f"story {entry.story_id} ({entry.title}) is gone; write it back as: drop {entry.story_id}, or hold"


def _changes(entries: Sequence[Entry], now: dict[int, Entry]) -> Iterator[tuple[Entry, Verb, str]]:
    """Yield what the file says that the issue does not do by itself."""
    order = _order(entries, now)
    for entry in entries:
        was = now.get(entry.story_id, Entry("out", entry.story_id))
        if entry.story_id in order:
            yield entry, Verb.PIN, str(order[entry.story_id])
        elif entry.place != was.place:
            yield from _placing(entry, was)
        if entry.title is not None and entry.title != (was.title or ""):
            yield entry, Verb.TITLE, entry.title
        if entry.summary is not None and entry.summary != (was.summary or ""):
            yield entry, Verb.SUMMARY, entry.summary


def _placing(entry: Entry, was: Entry) -> Iterator[tuple[Entry, Verb, str]]:
    """Yield the word for a story that stands at another place than before."""
    if entry.place == "brief" and was.place not in ("out", "lead"):
        yield entry, Verb.RELEASE, ""
    elif entry.place == "brief":
        yield entry, Verb.PIN, ""
    elif entry.place == "out" and was.place in ("hold", "drop"):
        yield entry, Verb.RELEASE, ""
    else:
        yield entry, VERBS[entry.place], ""


def _order(entries: Sequence[Entry], now: dict[int, Entry]) -> dict[int, int]:
    """Return the place of each brief, from 2, if the file has them in another order than the issue; else nothing."""
    briefs = [entry.story_id for entry in entries if entry.place in ("pin", "brief")]
    stood = [story_id for story_id in now if now[story_id].place in IN and story_id in briefs]
    if [story_id for story_id in briefs if story_id in stood] == stood:
        return {}
    return {story_id: place for place, story_id in enumerate(briefs, 2)}
