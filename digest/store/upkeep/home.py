"""Knows whether a database is at home: a copy, a restored backup and an older state put back send nothing.

Two databases of one newsroom would each send the same issue. Beside `digest.db` stands `digest.db.home`, a file that
repeats a token of the database and counts its sends. The database is held where that file

* is missing: the database was copied, or restored, alone;
* has another token: the database of another home was put here;
* was made by copying: the whole folder was (see digest.store.upkeep.birth);
* has counted further than the database: an older state of the database was put back.

A backup made by `digest db backup` says of itself that it is one. What neither moves nor copies the file alarms nobody:
a reboot, a container started anew over its volume, a volume mounted elsewhere, a folder renamed, other owners. No name
of the machine is looked at, since a container has a new one each day and its machine-id is that of its image. What
cannot be seen from inside is a disk copied or rolled back block by block (snapshots, clones of a machine).
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from digest.errors import Held
from digest.store.rows import Row, row
from digest.store.upkeep.birth import Birth, birth_of
from subscribers.database import immediate

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

HOME = "SELECT token, inode, born, turns, held FROM home"

SETTLE = """
INSERT INTO home (id, token, inode, born) VALUES (1, :token, :inode, :born)
ON CONFLICT (id) DO UPDATE SET token = :token, inode = :inode, born = :born, turns = 0, held = ''
"""

TURN = "UPDATE home SET turns = turns + 1 RETURNING token, turns"

HOLD = "UPDATE home SET held = :why"

_EXPLAINED = "\nBeside {name}: shows that it is at home and no copy. Leave it there; see: digest db adopt --help\n"
_DIGITS = 19  # of a count, always, so that it can be overwritten where it stands


def settle(db: Database, path: Path) -> None:
    """Let the database be at home where it is; in the caller's transaction, if there is one."""
    with immediate(db):
        token = secrets.token_hex(16)
        place = _place(path)
        _write_anew(place, f"{token} {0:0{_DIGITS}}{_EXPLAINED.format(name=path.name)}", mode=path.stat().st_mode)
        db.conn.execute(SETTLE, {"token": token, **birth_of(place)._asdict()})


def settle_if_new(db: Database, path: Path) -> None:
    """Let a database be at home where it is, if it never was anywhere."""
    with immediate(db):
        if row(db, HOME) is None:
            settle(db, path)


def stood_here(path: Path) -> Path | None:
    """Return the file that shows that a database was at home at `path`; None where none ever was."""
    place = _place(path)
    return place if _read(place) else None


def hold(db: Database, why: str) -> None:
    """Let a copy say of itself that it is one."""
    with immediate(db):
        db.conn.execute(HOLD, {"why": why})


def why_held(db: Database, path: Path) -> str:
    """Return why the database sends nothing; empty where it is at home."""
    beside = _read(_place(path))  # before the database, which is never behind it
    known = row(db, HOME)
    if known is None:
        return ""
    return str(known["held"]) or _judged(known, beside, _place(path))


def must_be_home(db: Database, path: Path) -> None:
    """Pass for a database that may send.

    Raises:
        Held: it is a copy, or was restored.
    """
    if why := why_held(db, path):
        raise Held(
            f"{path} is held and sends nothing: {why}; if no other copy of it sends, take it over with: digest db adopt"
        )


def count_turn(db: Database, path: Path) -> None:
    """Count, durably, that something is about to be sent or was: whatever state is older is known by that."""
    with immediate(db):
        found = db.conn.execute(TURN).fetchone()
    if found:
        with suppress(FileNotFoundError), _place(path).open("r+b") as file:  # without it, the next send is held
            file.write(f"{found[0]} {found[1]:0{_DIGITS}}".encode())


def _judged(known: Row, beside: tuple[str, int] | None, place: Path) -> str:
    if beside is None:
        return f"it was copied or restored without its {place.name}"
    token, turns = beside
    if token != known["token"]:
        return f"{place.name} beside it belongs to another database"
    if not birth_of(place).is_same_file(Birth(known["inode"], known["born"])):
        return "it was copied or restored together with its folder"
    if turns > known["turns"]:
        return "an older state of it was put back, from before the last send"
    return ""


def _place(path: Path) -> Path:
    real = path.resolve()  # a database known by two names has one home
    return real.with_name(f"{real.name}.home")


def _read(place: Path) -> tuple[str, int] | None:
    """Return token and count; None where there is no file, or one that is not ours."""
    try:
        token, turns = place.read_bytes().splitlines()[0].decode("ascii").split()  # the name below is of any letters
        return token, int(turns)
    except (FileNotFoundError, ValueError, IndexError):
        return None


def _write_anew(place: Path, text: str, *, mode: int) -> None:
    """Write a file that is surely new, and durable when this returns."""
    draft = place.with_name(f"{place.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode & 0o666), "wb") as file:
        file.write(text.encode(errors="surrogateescape"))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
