"""Whatever happens to a reader, in whatever order: nobody who left is mailed before they or an operator say so.

Two kinds of leaving are told apart. What a person or an operator did holds until a confirmation after it; what a file
said holds until then too, or until that import, and each that said the same, was taken back.
"""

from __future__ import annotations

import io
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from subscribers.database import immediate
from subscribers.errors import AlreadyThere, NotSubscribed, UnknownSubscriber
from subscribers.files.exporting import Format, export
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened
from subscribers.files.intake.taking_back import taking_back
from subscribers.lists import Lists
from subscribers.migrations import migrations
from subscribers.model import OptIn, Reason, State, Via
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions
from subscribers.undoing import come_back

if TYPE_CHECKING:
    from subscribers.model import Record

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
PEOPLE = ("ana",)
LISTS = ("daily", "sport")
PERSON, LIST, SOME_LISTS = st.sampled_from(PEOPLE), st.sampled_from(LISTS), st.sets(st.sampled_from(LISTS), min_size=1)
STATUSES = st.sampled_from(["", "confirmed", "pending", "unsubscribed"])


@cache
def empty() -> Database:
    db = Database(memory=True)
    db.execute("PRAGMA foreign_keys=ON")
    with immediate(db):
        migrations.apply(db)
    for name in LISTS:
        _make(db, name)
    for person in PEOPLE:
        Roster(db).add(f"{person}@one.example", lists=["daily"], confirmed=True, now=NOW)
    return db


def _make(db: Database, name: str) -> None:
    Lists(db).create(name, now=NOW, opt_in=OptIn.DOUBLE if name == "daily" else OptIn.SINGLE)


class World:
    """Readers who come, go and move, files that say this and that, and what must hold after each step."""

    def __init__(self) -> None:
        self.db = Database(memory=True)
        empty().conn.backup(self.db.conn)
        self.db.execute("PRAGMA foreign_keys=ON")
        self.roster, self.lists = Roster(self.db), Lists(self.db)
        self.now = NOW
        self.address = {person: f"{person}@one.example" for person in PEOPLE}
        self.former: defaultdict[str, set[str]] = defaultdict(set)
        self.left: set[tuple[str, str]] = set()
        self.left_all: set[str] = set()
        self.complained: set[str] = set()
        self.said_by: defaultdict[tuple[str, str], set[int]] = defaultdict(set)  # files that say so
        self.all_said_by: defaultdict[str, set[int]] = defaultdict(set)  # files that say they left everything
        self.moved_by = 0  # the import that brought all here; taken back, it would take away all that is known

    def _tick(self) -> datetime:
        self.now += timedelta(hours=1)
        return self.now

    def _record(self, person: str) -> Record | None:
        try:
            return self.roster.show(self.address[person])
        except UnknownSubscriber:
            return None

    def _confirmed(self, person: str, name: str) -> None:
        self.left.discard((person, name))
        self.left_all.discard(person)
        self.said_by.pop((person, name), None)
        self.all_said_by.pop(person, None)

    def fills_in_the_form(self, person: str, name: str) -> None:
        """Or a stranger does, with their address."""
        self.roster.add(self.address[person], lists=[name], via=Via.WEB, now=self._tick())

    def confirms(self, person: str, name: str) -> None:
        record = self._record(person)
        states = {one.list: one.state for one in record.subscriptions} if record else {}
        if states.get(name) is State.UNCONFIRMED:
            self.roster.confirm(self.address[person], name, via=Via.WEB, now=self._tick())
            self._confirmed(person, name)

    def is_added_by_an_operator(self, person: str, name: str, confirmed: bool) -> None:
        self.roster.add(self.address[person], lists=[name], confirmed=confirmed, now=self._tick())
        if confirmed:
            self._confirmed(person, name)

    def is_confirmed_by_an_operator(self, person: str, name: str) -> None:
        with suppress(UnknownSubscriber, NotSubscribed):
            self.roster.confirm(self.address[person], name, now=self._tick())

    def complains(self, person: str) -> None:
        Suppressions(self.db).add(self.address[person], Reason.COMPLAINT, now=self._tick())
        self.complained.add(person)

    def leaves_a_list(self, person: str, name: str, via: Via) -> None:
        try:
            self.roster.unsubscribe(self.address[person], name, via=via, now=self._tick())
        except (UnknownSubscriber, NotSubscribed):
            return
        self.left.add((person, name))

    def leaves_everything(self, person: str, via: Via) -> None:
        try:
            change = self.roster.unsubscribe(self.address[person], via=via, now=self._tick())
        except UnknownSubscriber:
            return
        self.left_all.add(person)
        self.left |= {(person, one.list) for one in change.lists}

    def takes_back_that_they_left(self, person: str, name: str) -> None:
        if self._record(person):
            number, (terms,) = find(self.db, self.address[person]), self.lists.terms([name])
            since, now = self.now - timedelta(hours=3), self._tick()
            for one in come_back(self.db, number, [terms.id], since=since, now=now, wording=""):
                self._confirmed(person, one.name)

    def a_file_comes(self, rows: list[tuple[str, str]], lists: set[str], confirmed: bool) -> None:
        lines = [f"{self.address[person]},{status},2020-01-01\n" for person, status in rows]
        wish = Wish(lists=tuple(lists), confirmed=confirmed)
        number = self._bring("".join(["email,status,joined_at\n", *lines]), wish)
        for person in {person for person, status in rows if status == "unsubscribed"}:
            for name in lists:
                self.said_by[person, name].add(number)

    def _bring(self, text: str, wish: Wish) -> int:
        stream = io.BytesIO(text.encode())
        with opened("-", stdin=stream) as found, importing(self.db, found, wish=wish, now=self._tick()) as it:
            return it.import_id or 0

    def a_file_says_they_left_everything(self, person: str, lists: str) -> None:
        number = self._bring(f"address,lists,left_all_at\n{self.address[person]},{lists},2020-01-01\n", Wish())
        self.all_said_by[person].add(number)

    def the_newsroom_moves_to_another_database(self, form: Format) -> None:
        """By an export, so that what can be taken back is known no more, and neither are former addresses."""
        out = io.StringIO(newline="")
        export(self.db, out, form=form)
        names = self.lists.names()
        self.db = Database(memory=True)
        self.db.execute("PRAGMA foreign_keys=ON")
        with immediate(self.db):
            migrations.apply(self.db)
        self.roster, self.lists = Roster(self.db), Lists(self.db)
        for name in names:
            _make(self.db, name)
        self.moved_by = self._bring(out.getvalue(), Wish())
        for person in self.complained:
            Suppressions(self.db).add(self.address[person], Reason.COMPLAINT, now=self._tick())
        self.former.clear()
        self.left |= {key for key, said in self.said_by.items() if said}
        self.left_all |= {person for person, said in self.all_said_by.items() if said}
        self.said_by.clear()
        self.all_said_by.clear()

    def an_import_is_taken_back(self, back: int) -> None:
        if (number := self.db.table("imports").count - back) <= self.moved_by:
            return
        with taking_back(self.db, number, now=self._tick()):
            pass
        for said in (*self.said_by.values(), *self.all_said_by.values()):
            said.discard(number)

    def moves(self, person: str) -> None:
        """To another address, which may be an earlier one."""
        if self._record(person):
            before = self.address[person]
            new = before.replace("one", "two") if "one" in before else before.replace("two", "one")
            with suppress(AlreadyThere):  # the form was filled in with it
                self.roster.edit(before, new_address=new, now=self._tick())
                self.address[person] = new
                self.former[person].add(before)

    def a_file_names_a_former_address(self, person: str) -> None:
        present = self.address[person]
        for address in self.former[person] - {present}:
            self.address[person] = address
            self.a_file_comes([(person, "confirmed")], {"daily"}, True)
        self.address[person] = present

    def a_list_is_removed_and_made_anew(self, name: str) -> None:
        self.lists.remove(name, now=self._tick(), force=True)
        _make(self.db, name)

    def a_list_is_renamed_for_a_while(self, name: str) -> None:
        self.lists.rename(name, "other", now=self._tick())
        self.lists.rename("other", name, now=self._tick())

    def another_list_takes_the_name_of_one_removed(self, name: str, person: str) -> None:
        """And a file had put the reader on it."""
        self.lists.remove(name, now=self._tick(), force=True)
        _make(self.db, "other")
        self.a_file_comes([(person, "confirmed")], {"other"}, True)
        self.lists.rename("other", name, now=self._tick())

    def a_list_is_renamed_and_made_anew(self, name: str) -> None:
        self.lists.rename(name, f"old-{self.now:%d%H}", now=self._tick())
        _make(self.db, name)

    def a_list_is_renamed_then_removed_and_made_anew(self, name: str) -> None:
        self.lists.rename(name, "old", now=self._tick())
        self.lists.remove("old", now=self._tick(), force=True)
        _make(self.db, name)

    def nobody_who_left_is_mailed(self) -> None:
        mailed = set(self.db.execute("SELECT address, list FROM mailable").fetchall())
        away = self.left | {key for key, said in self.said_by.items() if said}
        away |= {(person, name) for person in self.left_all for name in LISTS}
        away |= {(person, name) for person, said in self.all_said_by.items() if said for name in LISTS}
        for address, name in mailed:
            assert address.split("@")[0] not in self.complained, address
            assert (address.split("@")[0], name) not in away, address


# Leaving and files come often, since what matters happens between them.
LEAVES = st.one_of(
    st.tuples(st.just(World.leaves_a_list), PERSON, LIST, st.sampled_from([Via.SHELL, Via.WEB])),
    st.tuples(st.just(World.leaves_everything), PERSON, st.sampled_from([Via.SHELL, Via.MAIL])),
)
FILE = st.tuples(
    st.just(World.a_file_comes),
    st.lists(st.tuples(PERSON, STATUSES), min_size=1, max_size=2),
    SOME_LISTS,
    st.booleans(),
)
MOVES = st.tuples(st.sampled_from([World.moves, World.a_file_names_a_former_address]), PERSON)
UNDOES = st.tuples(st.just(World.an_import_is_taken_back), st.integers(0, 2))
COMES = st.one_of(
    st.tuples(
        st.sampled_from(
            [
                World.fills_in_the_form,
                World.confirms,
                World.is_confirmed_by_an_operator,
                World.takes_back_that_they_left,
            ]
        ),
        PERSON,
        LIST,
    ),
    st.tuples(st.just(World.is_added_by_an_operator), PERSON, LIST, st.booleans()),
)
LISTS_CHANGE = st.one_of(
    st.tuples(
        st.sampled_from(
            [
                World.a_list_is_removed_and_made_anew,
                World.a_list_is_renamed_for_a_while,
                World.a_list_is_renamed_and_made_anew,
                World.a_list_is_renamed_then_removed_and_made_anew,
            ]
        ),
        LIST,
    ),
    st.tuples(st.just(World.another_list_takes_the_name_of_one_removed), LIST, PERSON),
)
WHOLE = st.one_of(
    st.tuples(
        st.just(World.a_file_says_they_left_everything), PERSON, st.sampled_from(["", "daily", "sport unconfirmed"])
    ),
    st.tuples(st.just(World.the_newsroom_moves_to_another_database), st.sampled_from(Format)),
)
COMPLAINS = st.tuples(st.just(World.complains), PERSON)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(LEAVES, FILE, MOVES, UNDOES, COMES, LISTS_CHANGE, COMPLAINS, WHOLE), min_size=5, max_size=7))
def test_nobody_who_left_is_mailed_before_they_or_an_operator_say_so(steps) -> None:
    world = World()
    for act, *words in steps:
        act(world, *words)
        world.nobody_who_left_is_mailed()
