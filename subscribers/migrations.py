"""Makes and changes the roster's tables, step by step; a step that was released is never altered.

An operator's database is brought up to date by `migrations.apply(db)`, inside `immediate(db)` so that two processes
cannot both begin.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from subscribers import departure_tables, former, preference_tables, roster_tables
from subscribers.askable import CREATE_ASKABLE
from subscribers.files.intake import import_tables
from subscribers.mailable import MAILABLE_BY_LOOK_UPS, MAILABLE_WITH_FEW_DOMAINS
from subscribers.respelling import respell

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("subscribers")

# Holds the few that were erased, so that whether there is any is known at once.
INDEX_ERASED = "CREATE INDEX suppressions_erased ON suppressions (key) WHERE kind = 'erased'"

# What was asked for on a page and is not acted on yet: a row lives for seconds. `lists` are names, `origin` is the
# network address that the request came from.
CREATE_SIGNUPS = """
CREATE TABLE signups (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    lists TEXT NOT NULL CHECK (json_valid(lists)),
    topics TEXT NOT NULL CHECK (json_valid(topics)),
    language TEXT NOT NULL,
    wording TEXT NOT NULL,
    origin TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT
"""


@migrations()
def create_roster(db: Database) -> None:
    """Make every table, the view `mailable`, and the first signing key."""
    for sql in roster_tables.STATEMENTS:
        db.execute(sql)
    db.execute(roster_tables.INSERT_SIGNING_KEY, {"key": secrets.token_bytes(32)})


@migrations()
def mark_the_erased(db: Database) -> None:
    """Tell by a look whether anybody was ever erased."""
    db.execute(INDEX_ERASED)


@migrations()
def keep_preferences(db: Database) -> None:
    """Keep which editions a reader does without, and from where a consent came."""
    for sql in preference_tables.STATEMENTS:
        db.execute(sql)


@migrations()
def remember_imports(db: Database) -> None:
    """Keep what each import did, so that it can be taken back."""
    for sql in import_tables.STATEMENTS:
        db.execute(sql)


@migrations()
def ask_readers(db: Database) -> None:
    """Make what double opt-in needs: the requests of pages, and the view `askable`."""
    for sql in (CREATE_SIGNUPS, CREATE_ASKABLE):
        db.execute(sql)


@migrations()
def keep_departures(db: Database) -> None:
    """Keep who left everything, and who had left a list that was removed."""
    for sql in departure_tables.STATEMENTS:
        db.execute(sql)


@migrations()
def keep_former_addresses(db: Database) -> None:
    """Keep whose address was whose."""
    for sql in (former.CREATE_FORMER_ADDRESSES, former.INDEX_FORMER_ADDRESSES):
        db.execute(sql)
    former.recall(db)


@migrations()
def let_complaints_prevail(db: Database) -> None:
    """Keep what each import says of an address, and what others had said before."""
    for sql in import_tables.PREVAILING:
        db.execute(sql)


@migrations()
def remember_names_of_removed_lists(db: Database) -> None:
    """Keep every name that a removed list had."""
    for sql in departure_tables.NAMES_OF_REMOVED_LISTS:
        db.execute(sql)


@migrations()
def tell_letters_apart(db: Database) -> None:
    """Let straße@ and strasse@ be two readers."""
    respell(db)


@migrations()
def look_suppressions_up(db: Database) -> None:
    """Let each look at who may be mailed take half as long."""
    for sql in MAILABLE_BY_LOOK_UPS:
        db.execute(sql)


@migrations()
def look_domains_up_where_any_is_suppressed(db: Database) -> None:
    """Let each look at who may be mailed cost less where no domain is suppressed."""
    for sql in MAILABLE_WITH_FEW_DOMAINS:
        db.execute(sql)
