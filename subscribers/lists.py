"""Makes, shows, renames and removes lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from subscribers.database import array, immediate, moment, rows, stamp
from subscribers.departure_tables import LIST_REMOVED
from subscribers.errors import AlreadyThere, ListInUse, UnknownList
from subscribers.model import Joined, MailingList, OptIn, State, Via
from subscribers.names import clean, list_name
from subscribers.namesakes import keep_leavers_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlite_utils import Database

# A number is given once, also after its list is gone: imports and letters name lists by number.
_INSERT = """
INSERT INTO lists (id, name, title, opt_in, private, created_at)
SELECT 1 + coalesce(max(id), 0), :name, :title, :opt_in, :private, :now
FROM (SELECT id FROM lists UNION ALL SELECT id FROM removed_lists)
"""
# The counts come from the index on (list_id, state) alone.
_ALL = """
SELECT
    id, name, title, opt_in, private, created_at,
    (SELECT count(*) FROM subscriptions WHERE list_id = lists.id AND state = 'unconfirmed') AS unconfirmed,
    (SELECT count(*) FROM subscriptions WHERE list_id = lists.id AND state = 'confirmed') AS confirmed,
    (SELECT count(*) FROM subscriptions WHERE list_id = lists.id AND state = 'unsubscribed') AS unsubscribed
FROM lists
WHERE :name IS NULL OR name = :name
ORDER BY name
"""
_NAMES = "SELECT name FROM lists ORDER BY name"
_NAMED = "SELECT id, name, title, opt_in FROM lists WHERE name IN (SELECT value FROM json_each(:names)) ORDER BY name"
_OF_IDS = "SELECT name FROM lists WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY name"
_EVER_NAMED = "SELECT name FROM lists UNION SELECT name FROM former_names"
_RENAME = "UPDATE lists SET name = :new WHERE id = :id"
_RETITLE = "UPDATE lists SET title = :title WHERE id = :id"
_EDIT = "UPDATE lists SET title = :title, opt_in = :opt_in, private = :private WHERE id = :id"
_RECENT = """
SELECT address, state, joined_at FROM subscriptions JOIN subscribers ON subscribers.id = subscriber_id
WHERE list_id = :id ORDER BY joined_at DESC, subscriber_id DESC LIMIT :limit
"""
_REMEMBER_NAME = "INSERT OR IGNORE INTO former_names (name, list_id) VALUES (:name, :id)"
# A list that goes away is left by everybody who was on it, and their logs say so.
_LOG_REMOVAL = f"""
INSERT INTO consents (subscriber_id, list, action, at, via, wording, note)
SELECT subscriber_id, :name, 'unsubscribed', :now, :via, '', '{LIST_REMOVED}'
FROM subscriptions WHERE list_id = :id AND state <> 'unsubscribed'
"""
_REMEMBER_LIST = "INSERT INTO removed_lists (id, name) VALUES (:id, :name)"
_REMEMBER_NAMES = """
INSERT INTO removed_names (name, list_id) SELECT name, list_id FROM former_names WHERE list_id = :id
"""
_REMEMBER_LEAVERS = """
INSERT INTO departures (subscriber_id, list_id, joined_at, left_at)
SELECT subscriber_id, list_id, joined_at, coalesce(left_at, :now) FROM subscriptions
WHERE list_id = :id AND (state = 'unsubscribed' OR (state = 'unconfirmed' AND left_at IS NOT NULL))
"""
_REMOVE_SUBSCRIPTIONS = "DELETE FROM subscriptions WHERE list_id = :id"
_REMOVE = "DELETE FROM lists WHERE id = :id"


@dataclass(frozen=True, slots=True)
class ListTerms:
    """What joining a list, and a mail to it, has to know of it."""

    id: int
    name: str
    title: str
    opt_in: OptIn


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one database; names match ignoring case."""

    db: Database

    def create(
        self, name: str, *, now: datetime, title: str = "", opt_in: OptIn = OptIn.DOUBLE, private: bool = False
    ) -> MailingList:
        """Make a list; without a title its name is the title. Who left a list that had this name stays off it.

        Raises:
            BadValue: the name cannot name a list.
            AlreadyThere: the name is taken.
        """
        values = {"name": list_name(name), "title": clean(title) or name, "opt_in": opt_in, "private": int(private)}
        with immediate(self.db):
            self._refuse_taken(name)
            self.db.execute(_INSERT, values | {"now": stamp(now)})
            made = self.show(name)
            keep_leavers_off(self.db, made.id, name=made.name, now=stamp(now))
        return self.show(name)

    def list(self) -> tuple[MailingList, ...]:
        """Return every list, by name."""
        return tuple(_from_row(row) for row in rows(self.db, _ALL, {"name": None}))

    def show(self, name: str) -> MailingList:
        """Return one list.

        Raises:
            UnknownList: there is none of this name.
        """
        found = rows(self.db, _ALL, {"name": name})
        if not found:
            raise UnknownList(name, self.names())
        return _from_row(found[0])

    def names(self) -> tuple[str, ...]:
        """Return the names of all lists, in order."""
        return tuple(name for (name,) in self.db.conn.execute(_NAMES).fetchall())

    def named(self, ids: Iterable[int]) -> tuple[str, ...]:
        """Return the names of the lists with these ids, in order; one that is gone is passed over."""
        return tuple(name for (name,) in self.db.conn.execute(_OF_IDS, {"ids": array(ids)}).fetchall())

    def ever_named(self) -> frozenset[str]:
        """Return every name that a list has or had, in lower case."""
        return frozenset(name.lower() for (name,) in self.db.conn.execute(_EVER_NAMED).fetchall())

    def terms(self, names: Sequence[str]) -> tuple[ListTerms, ...]:
        """Return the lists of these names, each once, by name.

        Raises:
            UnknownList: there is none of one of the names.
        """
        found = [
            ListTerms(row["id"], row["name"], row["title"], OptIn(row["opt_in"]))
            for row in rows(self.db, _NAMED, {"names": array(names)})
        ]
        have = {terms.name.lower() for terms in found}
        for name in names:
            if name.lower() not in have:
                raise UnknownList(name, self.names())
        return tuple(found)

    def rename(self, name: str, new: str, *, now: datetime) -> MailingList:
        """Give a list another name; links in mail already sent go on meaning it.

        Whoever left a list that had the new name stays off it, unless they confirmed this one since.

        Raises:
            UnknownList: there is none of this name.
            BadValue: the new name cannot name a list.
            AlreadyThere: the new name is another list's.
        """
        with immediate(self.db):
            found = self.show(name)
            if new.lower() != found.name.lower():
                self._refuse_taken(new)
            self.db.execute(_RENAME, {"id": found.id, "new": list_name(new)})
            if found.title in {found.name, spoken(found.name)}:  # nobody gave it one
                title = list_name(new) if found.title == found.name else spoken(new)
                self.db.execute(_RETITLE, {"id": found.id, "title": title})
            self.db.execute(_REMEMBER_NAME, {"id": found.id, "name": found.name})
            keep_leavers_off(self.db, found.id, name=list_name(new), now=stamp(now))
        return self.show(new)

    def edit(
        self, name: str, *, title: str | None = None, opt_in: OptIn | None = None, private: bool | None = None
    ) -> MailingList:
        """Change what is given; an empty title is the name again. Subscriptions stay as they are, whatever the opt-in.

        Raises:
            UnknownList: there is none of this name.
        """
        with immediate(self.db):
            before = self.show(name)
            values = {
                "title": before.title if title is None else clean(title) or before.name,
                "opt_in": opt_in or before.opt_in,
                "private": int(before.private if private is None else private),
            }
            self.db.execute(_EDIT, values | {"id": before.id})
        return self.show(name)

    def recent(self, name: str, limit: int = 10) -> tuple[Joined, ...]:
        """Return who joined last, the latest first.

        Raises:
            UnknownList: there is none of this name.
        """
        (one,) = self.terms([name])
        found = rows(self.db, _RECENT, {"id": one.id, "limit": limit})
        return tuple(Joined(row["address"], State(row["state"]), moment(row["joined_at"])) for row in found)

    def remove(self, name: str, *, now: datetime, force: bool = False, via: Via = Via.SHELL) -> MailingList:
        """Remove a list and return what it was. With `force` its subscriptions go too.

        Who had left it is remembered: they stay off a list that is made anew under any name it had.

        Raises:
            UnknownList: there is none of this name.
            ListInUse: somebody is, or was, on it, and `force` was not given.
        """
        with immediate(self.db):
            found = self.show(name)
            people = sum(found.counts.values())
            if people and not force:
                left = found.counts[State.UNSUBSCRIBED]
                raise ListInUse(
                    f"list {found.name!r} has {people} subscription{'' if people == 1 else 's'}, {left} of them ended; "
                    "to remove it with them, say --yes"
                )
            values = {"id": found.id, "name": found.name, "now": stamp(now), "via": via}
            for sql in (_LOG_REMOVAL, _REMEMBER_LIST, _REMEMBER_NAMES, _REMEMBER_LEAVERS):
                self.db.execute(sql, values)
            self.db.execute(_REMOVE_SUBSCRIPTIONS, {"id": found.id})
            self.db.execute(_REMOVE, {"id": found.id})
        return found

    def _refuse_taken(self, name: str) -> None:
        if name.lower() in {known.lower() for known in self.names()}:
            raise AlreadyThere(f"there is a list named {name!r} already; choose another name")


def spoken(name: str) -> str:
    """Return what a list's name is as words that stand alone: its title where nobody gave it another.

    >>> spoken("weekend-reads")
    'Weekend reads'
    """
    return name.replace("-", " ").capitalize()


def _from_row(row: dict[str, Any]) -> MailingList:
    return MailingList(
        id=row["id"],
        name=row["name"],
        title=row["title"],
        opt_in=OptIn(row["opt_in"]),
        private=bool(row["private"]),
        created_at=moment(row["created_at"]),
        counts={state: row[state] for state in State},
    )
