"""Puts letters in line: asks whoever wants to be on a list, reminds whoever did not answer, and welcomes the others."""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from digest.model.delivery import DeliveryStatus
from digest.model.letter import LetterKind
from digest.pipeline.roster.segmenting import let_through
from digest.store.mail import letters, questions
from subscribers import signups
from subscribers.choices import choices
from subscribers.database import immediate
from subscribers.errors import RosterError, UnknownSubscriber
from subscribers.files.intake.asking import take_to_ask
from subscribers.lists import Lists
from subscribers.model import State, Via
from subscribers.records import find, subscriber
from subscribers.roster import Roster
from subscribers.segments.filters import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from digest.pipeline.newsroom import Newsroom
    from subscribers.changes import Change
    from subscribers.signups import Signup

# Nobody's mailbox is filled by somebody who sends a form again and again.
MOST_LETTERS, MOST_WITHIN = 4, timedelta(days=1)
LEAST_APART = timedelta(minutes=2)

# Who was asked longer ago than this has forgotten about it, and is not reminded any more.
REMINDED_WITHIN = timedelta(days=14)

_log = logging.getLogger(__name__)

MOST_NAMED = 5  # addresses in one line

_WENT = frozenset({DeliveryStatus.ACCEPTED, DeliveryStatus.UNKNOWN})

_AT_ONCE = 500  # a transaction, so that no other process waits long for it


def act_on_signups(newsroom: Newsroom) -> int:
    """Take in everybody who filled in the form, and put the letter in line that each is due; return how many."""
    done = 0
    while True:
        with immediate(newsroom.db):
            found = signups.take(newsroom.db, most=_AT_ONCE)
            for signup in found:
                _try(newsroom, signup)
        done += len(found)
        if len(found) < _AT_ONCE:
            return done


def act_on_imports(newsroom: Newsroom) -> None:
    """Put the question in line for everybody whom an import wants asked, on the lists that it put them on."""
    while True:
        with immediate(newsroom.db):
            if (wanted := take_to_ask(newsroom.db, most=_AT_ONCE)) is None:
                return
            waiting = to_ask(newsroom, people=wanted) if wanted else {}
            due = {who: [one for one in lists if one in wanted[who]] for who, lists in waiting.items()}
            ask(newsroom, {who: lists for who, lists in due.items() if lists})


def to_ask(
    newsroom: Newsroom, *, list_name: str | None = None, people: Collection[int] | None = None
) -> dict[int, list[int]]:
    """Return who waits for a question that nobody asked yet: subscribers, and lists, by id.

    Only those of one list, and of these people (by id), if given; else only whom `mail.only_to` lets be mailed.

    Raises:
        UnknownList: there is no such list.
    """
    _must_exist(newsroom, list_name)
    guard = let_through(newsroom) if people is None else EVERYBODY  # of people by name it is told why they got none
    return questions.never_asked(newsroom.db, list_name=list_name, people=people, guard=guard)


def in_doubt(newsroom: Newsroom, *, list_name: str | None = None) -> dict[int, list[int]]:
    """Return who still has to answer a question of which nobody knows whether it reached them; as `to_ask` does.

    A run that was killed leaves such letters, and nobody is asked twice unless a person says so.

    Raises:
        UnknownList: there is no such list.
    """
    _must_exist(newsroom, list_name)
    return questions.unknown(newsroom.db, list_name=list_name, guard=let_through(newsroom))


def told_in_doubt(newsroom: Newsroom) -> str:
    """Name those whom `in_doubt` returns, and what a person may do about it; empty where there is nobody."""
    people = list(in_doubt(newsroom))
    if not people:
        return ""
    named = [subscriber(newsroom.db, number).address for number in people[:MOST_NAMED]]
    others = f" and {len(people) - MOST_NAMED:,} more" if len(people) > MOST_NAMED else ""
    return (
        f"{', '.join(named)}{others} may or may not have been mailed the question whether they want to be on a list;"
        " ask again with: digest subscribers ask --unknown"
    )


def ask(newsroom: Newsroom, waiting: Mapping[int, Sequence[int]]) -> int:
    """Put a question in line for each of those whom `to_ask` returned, and return how many that is."""
    return _put(newsroom, LetterKind.ASK, waiting)


def why_not_asked(newsroom: Newsroom, subscriber_id: int, *, due: bool) -> str:
    """Say why no question went to somebody just now, though one was wanted and maybe `due`; empty where one went."""
    if not any(one.state is State.UNCONFIRMED for one in choices(newsroom.db, subscriber_id)):
        return "no list waits for their word"
    last = questions.last_question(newsroom.db, subscriber_id)
    if last is None or (due and last["status"] in _WENT):
        return ""
    if last["status"] in _WENT:
        return f"they were asked on {last['changed_at'][:10]}, and nobody is asked twice, unless they fill in the form"
    detail = f" ({last['detail']})" if last["detail"] else ""
    return f"their question is {last['status']}{detail}"


def ask_again(newsroom: Newsroom, subscriber_id: int, *, origin: str) -> bool:
    """Put one more question in line for somebody whose last one expired, and tell whether it was due."""
    waiting = [one.id for one in choices(newsroom.db, subscriber_id) if one.state is State.UNCONFIRMED]
    with immediate(newsroom.db):
        if not waiting or _too_many(newsroom, subscriber_id):
            return False
        letters.put(
            newsroom.db,
            subscriber_id,
            LetterKind.ASK,
            lists=waiting,
            asked_via=Via.WEB,
            origin=origin,
            now=newsroom.now(),
        )
    return True


def to_remind(newsroom: Newsroom, *, list_name: str | None = None) -> dict[int, list[int]]:
    """Return who was asked some time ago, did not answer, and was not reminded; nobody where nobody is to be.

    Raises:
        UnknownList: there is no such list.
    """
    _must_exist(newsroom, list_name)
    after, now = newsroom.settings.pages.remind_after, newsroom.now()
    if after is None:
        return {}
    since = now - after - REMINDED_WITHIN
    guard = let_through(newsroom)
    return questions.to_remind(newsroom.db, list_name=list_name, before=now - after, since=since, guard=guard)


def remind(newsroom: Newsroom, waiting: Mapping[int, Sequence[int]]) -> int:
    """Put a reminder in line for each of those whom `to_remind` returned, and return how many that is."""
    return _put(newsroom, LetterKind.REMIND, waiting)


def _must_exist(newsroom: Newsroom, list_name: str | None) -> None:
    if list_name:
        Lists(newsroom.db).terms([list_name])


def _try(newsroom: Newsroom, signup: Signup) -> None:
    """Act on one request; one that cannot be acted on keeps no other waiting."""
    try:
        with immediate(newsroom.db):
            _act_on(newsroom, signup)
    except RosterError as error:
        _log.warning("a request of a page cannot be acted on: %s", type(error).__name__)


def _act_on(newsroom: Newsroom, signup: Signup) -> None:
    """Take one person in and put the letter in line; runs in the caller's transaction.

    Anybody may write anybody's address into the form. So it changes nothing of who is confirmed already; and what
    they get, confirmed or not, is one letter, of which only they learn how they stand.
    """
    offered = {one.name: one.id for one in choices(newsroom.db) if not one.private}
    wanted = [name for name in signup.lists if name in offered]
    if not wanted:
        return
    strange = not _is_reader(newsroom, signup.address)
    change = Roster(newsroom.db).add(
        signup.address,
        now=newsroom.now(),
        lists=wanted,
        topics=signup.topics if strange else (),
        language=signup.language if strange else "",
        via=Via.WEB,
        wording=signup.wording,
        origin=signup.origin,
    )
    if not change.suppressed:
        _write(newsroom, change, offered, origin=signup.origin)


def _write(newsroom: Newsroom, change: Change, offered: dict[str, int], *, origin: str) -> None:
    subscriber_id = find(newsroom.db, change.address)
    if _too_many(newsroom, subscriber_id):
        return
    waiting = [one.list for one in change.lists if one.state is State.UNCONFIRMED]
    letters.put(
        newsroom.db,
        subscriber_id,
        LetterKind.ASK if waiting else LetterKind.WELCOME,
        lists=[offered[name] for name in waiting or [one.list for one in change.lists]],
        asked_via=Via.WEB,
        origin=origin,
        now=newsroom.now(),
    )


def _is_reader(newsroom: Newsroom, address: str) -> bool:
    """Tell whether somebody confirmed has this address, on whatever list."""
    try:
        person = find(newsroom.db, address)
    except UnknownSubscriber:
        return False
    return any(one.state is State.CONFIRMED for one in choices(newsroom.db, person))


def _too_many(newsroom: Newsroom, subscriber_id: int) -> bool:
    now = newsroom.now()
    written = letters.written_since(newsroom.db, subscriber_id, since=now - MOST_WITHIN)
    return len(written) >= MOST_LETTERS or bool(written and now - written[-1] < LEAST_APART)


def _put(newsroom: Newsroom, kind: LetterKind, waiting: Mapping[int, Sequence[int]]) -> int:
    everybody = iter(waiting.items())
    while some := list(islice(everybody, _AT_ONCE)):
        with immediate(newsroom.db):
            for subscriber_id, lists in some:
                letters.put(newsroom.db, subscriber_id, kind, lists=lists, asked_via=Via.SHELL, now=newsroom.now())
    return len(waiting)
