"""What a reader may do by a link of theirs: confirm, leave, take that back, and say what they want."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from digest.pipeline.issues.personal import reason_in
from digest.pipeline.letters.stationery import hours
from digest.store.issues import public_issues
from digest.store.mail import events
from subscribers.choices import choices
from subscribers.database import immediate
from subscribers.errors import BadToken, UnknownSubscriber
from subscribers.former import epoch_of_questions
from subscribers.keys import signing_keys
from subscribers.model import State, Via
from subscribers.records import subscriber
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from subscribers.tokens import Purpose, TokenMint
from subscribers.undoing import come_back, left_since

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from digest.pipeline.newsroom import Newsroom
    from subscribers.choices import Choice
    from subscribers.preferences import Preferences
    from subscribers.tokens import Claim

UNDO_WITHIN = timedelta(days=1)

_BODY = re.compile(r"(<body\b[^>]*>)(.*)(</body>)", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever holds a link; `issue_id` is of the mail that it came with, 0 where that was no issue."""

    id: int
    issue_id: int
    address: str
    language: str
    epoch: int


def whose(newsroom: Newsroom, token: str) -> Reader:
    """Return whose link of a mail this is.

    Raises:
        BadToken: it is nobody's, or not valid any more.
    """
    return _reader(newsroom, _claim(newsroom, token, purpose=Purpose.LINK))


def whose_question(newsroom: Newsroom, token: str) -> tuple[Reader, bool]:
    """Return whose confirmation link this is, and whether it still confirms.

    Raises:
        BadToken: it is nobody's, or not valid any more.
    """
    claim = _claim(newsroom, token, purpose=Purpose.CONFIRM)
    age = timedelta(hours=hours(newsroom.now()) - claim.issue_id - 1)  # at the least: the link counts whole hours
    return _reader(newsroom, claim), age < newsroom.settings.pages.confirm_within


def link_of(newsroom: Newsroom, reader: Reader) -> str:
    """Return the token of a reader's own pages."""
    return TokenMint(signing_keys(newsroom.db)).mint(reader.id, 0, epoch=reader.epoch)


def waiting(newsroom: Newsroom, reader: Reader) -> tuple[Choice, ...]:
    """Return the lists that wait for the reader's word."""
    return tuple(one for one in choices(newsroom.db, reader.id) if one.state is State.UNCONFIRMED)


def is_barred(newsroom: Newsroom, reader: Reader) -> bool:
    """Tell whether a reader's address is suppressed, so that nothing they ask for would reach them."""
    return Suppressions(newsroom.db).check(reader.address) is not None


def confirm(
    newsroom: Newsroom, reader: Reader, lists: Collection[str], *, wording: str, origin: str
) -> tuple[Choice, ...]:
    """Confirm those of the lists (by name) that wait for the reader's word, and return them."""
    roster, now = Roster(newsroom.db), newsroom.now()
    with immediate(newsroom.db):
        meant = [one for one in waiting(newsroom, reader) if one.name in lists]
        for one in meant:
            roster.confirm(reader.address, one.name, now=now, via=Via.WEB, wording=wording, origin=origin)
    return tuple(meant)


def led_to(newsroom: Newsroom, reader: Reader) -> tuple[Choice, ...]:
    """Return the lists that the link's mail was sent to.

    It is all that the reader ever joined where that was no issue, or where none of these lists is left: nobody who
    leaves is to be mailed on by what came in their place.
    """
    theirs = [one for one in choices(newsroom.db, reader.id) if one.state]
    of_issue = set(events.lists(newsroom.db, reader.issue_id)) if reader.issue_id else set()
    return tuple([one for one in theirs if one.id in of_issue] or theirs)


def leave(newsroom: Newsroom, reader: Reader, lists: Sequence[str], *, origin: str) -> None:
    """Take a reader off lists, by name; durable when this returns.

    Raises:
        BadToken: the reader has been erased meanwhile.
    """
    try:
        Roster(newsroom.db).unsubscribe_lists(reader.id, lists, now=newsroom.now(), via=Via.WEB, origin=origin)
    except UnknownSubscriber:
        raise BadToken from None


def leave_all(newsroom: Newsroom, reader: Reader, *, origin: str) -> None:
    """Let a reader leave everything, also lists to come; durable when this returns.

    Raises:
        BadToken: the reader has been erased meanwhile.
    """
    try:
        Roster(newsroom.db).unsubscribe_all(reader.id, now=newsroom.now(), via=Via.WEB, origin=origin)
    except UnknownSubscriber:
        raise BadToken from None


def in_hand(newsroom: Newsroom, reader: Reader) -> bool:
    """Tell whether a mail to the reader is being handed over at this moment."""
    return public_issues.in_hand(newsroom.db, reader.id)


def to_undo(newsroom: Newsroom, reader: Reader) -> tuple[Choice, ...]:
    """Return those of the lists that the link's mail was sent to which the reader left only now."""
    lists = {one.id for one in led_to(newsroom, reader)}
    return left_since(newsroom.db, reader.id, lists, since=newsroom.now() - UNDO_WITHIN)


def undo(newsroom: Newsroom, reader: Reader, *, wording: str, origin: str) -> tuple[Choice, ...]:
    """Let a reader take back that they left, and return what they get again."""
    now = newsroom.now()
    with immediate(newsroom.db):
        lists = {one.id for one in led_to(newsroom, reader)}
        return come_back(
            newsroom.db, reader.id, lists, since=now - UNDO_WITHIN, now=now, wording=wording, origin=origin
        )


def join(newsroom: Newsroom, reader: Reader, list_name: str, *, wording: str, origin: str) -> bool:
    """Put a reader on a public list on their own word, given by a link that only they have; tell whether there is one.

    That link came by mail to their address, so it proves what a confirmation mail would.
    """
    offered = {one.name for one in choices(newsroom.db, reader.id) if not one.private}
    if list_name not in offered:
        return False
    Roster(newsroom.db).add(
        reader.address,
        now=newsroom.now(),
        lists=[list_name],
        confirmed=True,
        via=Via.WEB,
        wording=wording,
        origin=origin,
    )
    return True


def preferences(newsroom: Newsroom, reader: Reader) -> Preferences:
    """Return what a reader asked for; a pause that is over is none."""
    found = Roster(newsroom.db).preferences(reader.id)
    over = found.paused_until is not None and found.paused_until <= newsroom.now()
    return replace(found, paused_until=None) if over else found


def prefer(newsroom: Newsroom, reader: Reader, wanted: Preferences, *, origin: str) -> None:
    """Let a reader's preferences be these.

    Raises:
        BadValue: one of them cannot be used.
        BadToken: the reader has been erased meanwhile.
    """
    try:
        Roster(newsroom.db).prefer(reader.id, wanted, now=newsroom.now(), via=Via.WEB, origin=origin)
    except UnknownSubscriber:
        raise BadToken from None


def own_copy(newsroom: Newsroom, reader: Reader, token: str) -> str | None:
    """Return the HTML of the issue that a reader's link came with, as it was mailed to them; None without one.

    What is a part of a mail there is the main part of a page here.
    """
    copy = public_issues.own_copy(newsroom.db, reader.issue_id, reader.id)
    if copy is None or copy.joined_at is None:
        return None
    why = reason_in(newsroom.settings.publication, copy.list_title, copy.joined_at, copy.language)
    html = _BODY.sub(r"\g<1><main>\g<2></main>\g<3>", copy.html, count=1)
    return html.replace(copy.marks.token, token).replace(copy.marks.reason, escape(why))


def _claim(newsroom: Newsroom, token: str, *, purpose: Purpose) -> Claim:
    def epoch_of(subscriber_id: int) -> int | None:
        epoch = Roster(newsroom.db).epoch(subscriber_id)
        if epoch is None or purpose is not Purpose.CONFIRM:
            return epoch
        return epoch_of_questions(newsroom.db, subscriber_id, epoch=epoch)

    return TokenMint(signing_keys(newsroom.db)).verify(token, epoch_of, purpose=purpose)


def _reader(newsroom: Newsroom, claim: Claim) -> Reader:
    roster = Roster(newsroom.db)
    try:
        person = subscriber(newsroom.db, claim.subscriber_id)
    except UnknownSubscriber:
        raise BadToken from None
    return Reader(person.id, claim.issue_id, person.address, person.language, roster.epoch(person.id) or 0)
