"""Erases a person everywhere: roster, ledger, events, outbox, and the free space of the database file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from digest.deliver.outbox import remove_mails
from digest.errors import Locked, UsageError
from digest.model.delivery import DeliveryStatus
from digest.store.lock import no_mail, no_send
from digest.store.mail.traces import Traces, erase, erase_mentions, on_their_way, traces_of
from digest.store.upkeep import remnants
from subscribers.addresses import parse
from subscribers.database import immediate, stamp
from subscribers.errors import UnknownSubscriber
from subscribers.forgetting import addresses_of, erase_from_roster, is_remembered, present_address
from subscribers.records import find, is_present, subscriber

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.pipeline.newsroom import Newsroom

_WAITING = (DeliveryStatus.PENDING, DeliveryStatus.DEFERRED)
_PATIENCE, _NAP = 10.0, 0.05  # seconds, for mails that are being handed over
_OUTBOX = "outbox "  # how the ledger's `via` begins where a mail went to a folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was erased: `mails` of the ledger name nobody now, `skipped` of them will not be handed over.

    `on_their_way` are being handed over still, or were when a send was killed; `files` were removed from the outbox.
    `remains` is how often the address still stands in the files of the database: in the words of others, or, where
    `waits`, in free space that only a rebuilding clears, which has to wait for a send.
    """

    address: str
    mails: int
    skipped: int
    on_their_way: int
    files: int
    remains: int
    waits: bool

    def as_dict(self) -> dict[str, Any]:
        """Return the document of `subscribers forget`."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Person:
    """Who is meant: their number on the roster, if they are there, and every address of theirs, also as displayed."""

    id: int | None
    keys: tuple[str, ...]
    displayed: tuple[str, ...]


def forget(newsroom: Newsroom, address: str) -> Forgotten:
    """Erase a person; whoever was erased before is looked for again. Safe while a send runs.

    Raises:
        UnknownSubscriber: nothing is kept about this address.
        UsageError: it is the former address of somebody on the roster.
    """
    db, now = newsroom.db, newsroom.now()
    person = _whom(newsroom, address)
    glance = traces_of(db, person.id, person.keys)  # the long look at the events holds no lock
    with immediate(db):
        again = _whom(newsroom, address)
        traces = traces_of(db, again.id, again.keys, after=glance if again == person else None)
        erase(db, traces, again.keys, now=now)
        erase_from_roster(db, again.id, again.keys, source="shell", now=stamp(now))
    left = _wait(newsroom, traces)
    words = {*again.keys, *again.displayed, *_as_sent(traces), parse(address).display}
    files = _remove_files(newsroom, traces, words)
    remains, waits = _clear(newsroom, again.keys, words)
    return Forgotten(
        address=parse(address).display,
        mails=len(traces.deliveries),
        skipped=sum(one["status"] in _WAITING for one in traces.deliveries),
        on_their_way=left,
        files=files,
        remains=remains,
        waits=waits,
    )


def _whom(newsroom: Newsroom, address: str) -> _Person:
    key = parse(address).key
    if not is_present(newsroom.db, key) and (present := present_address(newsroom.db, key)):
        raise UsageError(
            f"{address} is a former address of {present}; to erase that person: digest subscribers forget {present}"
        )
    try:
        number = find(newsroom.db, address)
    except UnknownSubscriber:
        if not (is_remembered(newsroom.db, key) or traces_of(newsroom.db, None, [key])):
            raise UnknownSubscriber(address, otherwise="nothing is kept about it") from None
        return _Person(None, (key,), ())
    keys = addresses_of(newsroom.db, number)
    displayed = (subscriber(newsroom.db, number).address, *(parse(one).display for one in keys))
    return _Person(number, keys, displayed)


def _as_sent(traces: Traces) -> set[str]:
    return {one["address"] for one in traces.deliveries if "@" in one["address"]}


def _wait(newsroom: Newsroom, traces: Traces) -> int:
    """Let a send finish the mails that it is just handing over; returns how many are left when patience is over."""
    until = monotonic() + (_PATIENCE if on_their_way(newsroom.db, traces) and _is_sending(newsroom) else 0.0)
    while (left := on_their_way(newsroom.db, traces)) and monotonic() < until:
        sleep(_NAP)
    return left


def _is_sending(newsroom: Newsroom) -> bool:
    try:
        with no_send(newsroom.settings.database, newsroom.settings.editions):
            return False
    except Locked:
        return True


def _remove_files(newsroom: Newsroom, traces: Traces, addresses: Iterable[str]) -> int:
    """Remove the person's mails from every outbox that the settings or the ledger name."""
    vias = {one["via"] for one in traces.deliveries}
    folders = {Path(via.removeprefix(_OUTBOX)) for via in vias if via.startswith(_OUTBOX)}
    folders.update(newsroom.settings.mail.outbox.path.glob("*/*/"))
    return sum(remove_mails(folder, addresses) for folder in folders)


def _clear(newsroom: Newsroom, keys: Sequence[str], words: Iterable[str]) -> tuple[int, bool]:
    """Let the bytes vanish too; returns how often the address is still there, and whether that waits for a send."""
    db, file = newsroom.db, newsroom.settings.database
    remnants.let_go(db)
    if not remnants.count_in_files(file, words):
        return 0, False
    besides = [other for key in keys for other in remnants.others_like(db, key)]
    if not remnants.count_in_files(file, words, besides=besides):
        return 0, False
    try:
        with no_mail(newsroom.settings.database, newsroom.settings.editions):
            with immediate(db):
                erase_mentions(db, keys)
            remnants.rebuild(db)
    except Locked:
        return remnants.count_in_files(file, words, besides=besides), True
    return remnants.count_in_files(file, words, besides=besides), False
