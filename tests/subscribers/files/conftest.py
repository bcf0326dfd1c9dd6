"""Brings files of readers into a real database, from bytes or text."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from subscribers.files.exporting import Format, export
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Brought:
    """What an import came to; rows kept out and refused as pairs of number and reason."""

    import_id: int | None
    format: str
    encoding: str
    counts: tuple[int, int, int]  # added, updated, unchanged
    asked: int
    kept_out: list[tuple[int, str]]
    refused: list[tuple[int, str]]
    unread: tuple[str, ...]
    passed_over: tuple[tuple[str, str], ...]
    lines: list[dict[str, Any]]
    moved: list[dict[str, Any]]


@pytest.fixture
def bring(db, lists, now) -> Callable[..., Brought]:
    """Import a file into `weekly` (single opt-in) unless another wish is given."""

    def run(data: str | bytes, *, by_row: bool = False, at=now, **wish: Any) -> Brought:
        stream = io.BytesIO(data.encode() if isinstance(data, str) else data)
        wish.setdefault("lists", () if by_row else ("weekly",))
        with (
            opened("-", stdin=stream) as found,
            importing(db, found, wish=Wish(**wish), now=at) as report,
        ):
            kept_out, refused = list(report.rows_kept_out()), list(report.rows_refused())
            assert (len(kept_out), len(refused)) == (report.kept_out, report.refused)
            return Brought(
                report.import_id,
                report.format,
                report.encoding,
                (report.added, report.updated, report.unchanged),
                report.asked,
                [(one.row, one.reason) for one in kept_out],
                [(one.row, one.reason) for one in refused],
                report.unread,
                report.passed_over,
                [one.as_dict() for one in (*kept_out, *refused)],
                [one.as_dict() for one in report.rows_moved()],
            )

    return run


@pytest.fixture
def exported(db) -> Callable[..., str]:
    """Export everybody, or a list, as text."""

    def run(form: str = "csv", list_name: str | None = None) -> str:
        out = io.StringIO(newline="")
        export(db, out, form=Format(form), list_name=list_name)
        return out.getvalue()

    return run


@pytest.fixture
def states(db) -> Callable[[], dict[str, str]]:
    """Tell how everybody stands with the list `weekly`, by address."""

    def of(name: str = "weekly") -> dict[str, str]:
        sql = """SELECT address, state FROM subscribers JOIN subscriptions ON subscriber_id = subscribers.id
        JOIN lists ON lists.id = list_id WHERE lists.name = ? ORDER BY address_key"""
        return dict(db.execute(sql, [name]).fetchall())

    return of
