"""Changes what is known of a reader and what they asked for, in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from digest.errors import UnknownName, UsageError
from digest.store.mail.deliveries import make_links_anew
from subscribers.changes import Outcome
from subscribers.database import immediate
from subscribers.model import Via
from subscribers.names import normal_topic
from subscribers.records import find
from subscribers.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from digest.pipeline.newsroom import Newsroom
    from subscribers.changes import Change
    from subscribers.preferences import Preferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What to change of a reader: None leaves a field, an empty text clears it.

    `topics` and `editions` are signed: `+harbour` follows or takes again, `-harbour` drops or does without. `new_links`
    revokes the links in all mail that went to them; what is yet to go gets new ones.
    """

    new_address: str | None = None
    name: str | None = None
    language: str | None = None
    note: str | None = None
    topics: Sequence[str] = ()
    editions: Sequence[str] = ()
    new_links: bool = False


def edit_reader(newsroom: Newsroom, address: str, edit: Edit) -> Change:
    """Change a reader, all of it or nothing.

    Raises:
        UsageError: there is nothing to change, or a topic or edition has no sign.
        UnknownName: there is no such edition.
        RosterError: the roster cannot do so; see Roster.edit and Roster.prefer.
    """
    if edit == Edit():
        raise UsageError("nothing to change; say what, such as --name, --address or --topic +harbour")
    roster, now = Roster(newsroom.db), newsroom.now()
    with immediate(newsroom.db):
        person = find(newsroom.db, address)
        asked = _asked(newsroom, edit, before=roster.preferences(person))
        if edit.new_links:
            make_links_anew(newsroom.db, person, epoch=roster.rotate_links(address))
        changes = (
            roster.prefer(person, asked, now=now, via=Via.SHELL),
            roster.edit(
                address, now=now, new_address=edit.new_address, name=edit.name, language=edit.language, note=edit.note
            ),
        )
    changed = edit.new_links or any(change.outcome is Outcome.UPDATED for change in changes)
    return replace(changes[-1], outcome=Outcome.UPDATED if changed else Outcome.UNCHANGED)


def _asked(newsroom: Newsroom, edit: Edit, *, before: Preferences) -> Preferences:
    follow, drop = _signed(edit.topics, what="topic", normal=normal_topic)
    again, without = _signed(edit.editions, what="edition", normal=str.casefold)
    known = {*newsroom.settings.editions, *before.skipped_editions}
    for name in again | without:
        if name not in known:
            raise UnknownName("edition", name, known)
    return replace(
        before,
        topics=tuple((set(before.topics) | follow) - drop),
        skipped_editions=tuple((set(before.skipped_editions) | without) - again),
    )


def _signed(words: Iterable[str], *, what: str, normal: Callable[[str], str]) -> tuple[set[str], set[str]]:
    """Return what stands behind a + and what behind a -."""
    plus, minus = set[str](), set[str]()
    for word in words:
        sign, name = word[:1], normal(word[1:].strip())
        if sign not in ("+", "-") or not name:
            raise UsageError(f"{word!r} is neither +{what} nor -{what}; + stands before what they want")
        (plus if sign == "+" else minus).add(name)
    return plus, minus
