"""Lets an editor change an issue in a text file: writes it, and takes what was changed for the editor's word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.editorial.issue_changes import Change, briefs, changes, kept, moved, overruled, passed_over, shown
from digest.editorial.issue_file import IN, Entry, Reading, written
from digest.errors import Mistakes, UsageError
from digest.model.desk import SURELY_IN, Verb
from digest.pipeline.issues import desk as speaking
from digest.pipeline.issues import drafting
from digest.pipeline.issues.approving import draft_of
from digest.pipeline.issues.proposal import propose_issue
from digest.store.issues import approvals, issue_files, issues
from digest.store.stories import desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.editorial.issue_changes import Shown
    from digest.model.desk import Word
    from digest.model.issue import IssueRecord
    from digest.model.selection import LeftOut, Pick
    from digest.pipeline.issues.proposal import Proposal
    from digest.pipeline.newsroom import Newsroom

SHOWN = 30  # stories left out that the file lists: those that were near


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of a file: the issue as it is now, and what was said, in words.

    `meanwhile` is what was said of its stories since the file was written and stands, for the file does not touch it.
    """

    proposal: Proposal
    said: tuple[str, ...]
    meanwhile: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read back, what it said when it was written, and what was said of stories since."""

    reading: Reading
    written: Shown
    since: Sequence[Word]
    problem: str = ""

    @property
    def entries(self) -> Sequence[Entry]:
        return self.reading.entries


def file_of(newsroom: Newsroom, name: str) -> tuple[IssueRecord, str]:
    """Return the draft that is meant, made if there is none, and its file, which is kept to be compared with.

    Raises:
        DigestError: the issue is fixed already.
        QuietDay: there is no story for it.
    """
    record, last = draft_of(newsroom, name), desk.last_word(newsroom.db)
    text = _file(propose_issue(newsroom, record))
    issue_files.keep(newsroom.db, record.id, Reading(text).mark, text=text, words=last)
    return record, text


def read_back(newsroom: Newsroom, name: str, text: str, *, file: str, by: str) -> Edited:
    """Take what the writer of a file changed in it for the editor's word; nothing if there is a mistake in it.

    A file that has no mark is compared with the issue as it is. `by` is the writer; empty where the environment tells.

    Raises:
        UsageError: the file has mistakes, or would undo what somebody else said since it was written; the message
            names each with its line.
    """
    record, by = draft_of(newsroom, name), by or speaking.editor(newsroom.environ)
    proposal = propose_issue(newsroom, record)
    now = shown(Reading(_file(proposal)).entries)
    read = _compared(newsroom, record, Reading(text), now)
    order = briefs(read.entries, written=read.written, now=now)
    found = changes(read.entries, written=read.written, now=now, order=moved(order, now=now))
    wanted = [one for one in found if not _gives_nothing_back(newsroom, record, one)]
    wanted += kept(wanted, read.entries, version_of=_version_of(proposal))
    problems = [*read.reading.problems, *_objections(read, record, now), *_undone(wanted, read, record, by=by)]
    said: list[Word] = []
    for one in wanted:
        try:
            said.append(_word(newsroom, record, one, by=by))
        except UsageError as error:
            problems.append((one.entry.line, str(error)))
    if problems:
        raise Mistakes([f"{file}:{line}: {problem}" for line, problem in sorted(set(problems))])
    if said:
        proposal = _apply(newsroom, record, said, by=by)
        proposal, more = _in_order(newsroom, record, proposal, order, since=read.since, by=by)
        said += [word for word in more if word.story_id not in {one.story_id for one in said}]
    meanwhile = passed_over(read.entries, read.since, written=read.written)
    return Edited(proposal, _told(said, left_out=proposal.selection.left_out), _told(meanwhile))


def _gives_nothing_back(newsroom: Newsroom, record: IssueRecord, change: Change) -> bool:
    """Tell whether a change clears a title or summary that no editor gave."""
    if change.text or change.verb not in (Verb.TITLE, Verb.SUMMARY):
        return False
    words = [word for word in desk.on_story(newsroom.db, change.entry.story_id) if word.verb is change.verb]
    return not any(word.text for word in words if word.edition in ("", record.edition))


def _compared(newsroom: Newsroom, record: IssueRecord, reading: Reading, now: Shown) -> _Read:
    """Find out what a file said when it was written, and what was said since."""
    if not reading.mark:
        return _Read(reading, now, ())
    kept = issue_files.kept(newsroom.db, record.id, reading.mark)
    if kept is None:
        return _Read(reading, now, (), f"no file of mark {reading.mark} is known; {_anew(record)}")
    text, last = kept
    return _Read(reading, shown(Reading(text).entries), desk.since(newsroom.db, record.edition, last=last))


def _undone(wanted: Sequence[Change], read: _Read, record: IssueRecord, *, by: str) -> Iterator[tuple[int, str]]:
    """Yield which changes would undo what somebody else said since."""
    for one in wanted:
        if word := overruled(one, read.since, by=by):
            what = f"story {word.story_id} was {word}, after this file was written"
            yield one.entry.line, f"{what}; {_anew(record)}"


def _word(newsroom: Newsroom, record: IssueRecord, change: Change, *, by: str) -> Word:
    story_id = change.entry.story_id
    return speaking.word_of(newsroom, story_id, change.verb, edition=record.edition, text=change.text, by=by)


def _apply(newsroom: Newsroom, record: IssueRecord, said: Sequence[Word], *, by: str) -> Proposal:
    desk.say(newsroom.db, said)
    approvals.edited(newsroom.db, record.id, by=by, now=newsroom.now())
    proposal = propose_issue(newsroom, issues.by_id(newsroom.db, record.id))
    drafting.store(newsroom, proposal)
    return proposal


def _in_order(
    newsroom: Newsroom, record: IssueRecord, proposal: Proposal, order: Sequence[int], *, since: Sequence[Word], by: str
) -> tuple[Proposal, list[Word]]:
    """Pin every brief of an order where few did not do: a pin also changes what variety takes from the others."""
    stand = [pick.story.id for pick in proposal.selection.picks if pick.story.id in order]
    if stand == list(order):
        return proposal, []
    pins = [Change(Entry("pin", story_id), Verb.PIN, str(place)) for place, story_id in enumerate(order, 2)]
    said = [_word(newsroom, record, pin, by=by) for pin in pins if not overruled(pin, since, by=by)]
    return _apply(newsroom, record, said, by=by), said


def _version_of(proposal: Proposal) -> dict[int, int]:
    """Return the story in the issue by each other version of its event."""
    return {other.id: pick.story.id for pick in proposal.selection.picks for other in pick.also}


def _told(said: Sequence[Word], *, left_out: Sequence[LeftOut] = ()) -> tuple[str, ...]:
    """Tell what was said, and of what is surely in by that, but for another version of its event, why it is not."""
    why = {out.story.id: f"; left out all the same: {out.reason}" for out in left_out}
    surely = (why.get(word.story_id, "") if word.verb in SURELY_IN else "" for word in said)
    return tuple(f"story {word.story_id}: {word}{out}" for word, out in zip(said, surely, strict=True))


def _anew(record: IssueRecord) -> str:
    return f"write it out anew with: digest issues edit {record.name} --out FILE"


def _file(proposal: Proposal) -> str:
    return written(proposal.name, _entries(proposal))


def _entries(proposal: Proposal) -> list[Entry]:
    """Return an issue as its file has it: the stories in it, and those that were near."""
    chosen = [_chosen(pick) for pick in proposal.selection.picks]
    return chosen + [_left_out(out) for out in proposal.selection.left_out if _near(out)][:SHOWN]


def _chosen(pick: Pick) -> Entry:
    pinned = any(reason.startswith("pinned ") for reason in pick.reasons)
    place = "pin" if pinned and pick.role == "brief" else str(pick.role)
    return Entry(place, pick.story.id, pick.headline, pick.summary, (pick.story.source, "; ".join(pick.reasons)))


def _left_out(out: LeftOut) -> Entry:
    place = {"held": "hold", "dropped": "drop"}.get(out.reason.partition(" ")[0], "out")
    return Entry(place, out.story.id, notes=(out.story.title, f"{out.story.source}; {out.reason}"))


def _near(out: LeftOut) -> bool:
    return out.reason.startswith(("no room", "held back by", "dropped by", "same event"))


def _objections(read: _Read, record: IssueRecord, now: Shown) -> Iterator[tuple[int, str]]:
    """Yield what is wrong with a file as a whole."""
    reading = read.reading
    if reading.issue != record.name:
        anew = f"write one of that with: digest issues edit {record.name} --out FILE"
        if reading.issue:
            yield 1, f"the file is of {reading.issue}, not of {record.name}; {anew}"
        else:
            yield 1, f"the file names no issue; its first line is to be: issue {record.name}"
        return
    if read.problem:
        yield 1, read.problem
        return
    leads = [entry for entry in reading.entries if entry.place == "lead"]
    if not leads:
        yield 1, f"no story is the lead; write lead before the number of one, or: digest issues cancel {record.name}"
    for entry in leads[1:]:
        yield entry.line, f"story {leads[0].story_id} is the lead already; write pin or brief for one of the two"
    there = {entry.story_id for entry in reading.entries}
    for entry in read.written.values():
        if entry.place in IN and now.get(entry.story_id, entry).place in IN and entry.story_id not in there:
            yield 1, f"story {entry.story_id} ({entry.title}) is gone; write it back as: drop {entry.story_id}, or hold"
