"""Brings readers in from files, takes that back, and writes them to files."""

from __future__ import annotations

import io
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from digest.errors import UsageError
from digest.pipeline.roster.topics import topics_there
from subscribers import suppression_files
from subscribers.files.exporting import Format, export
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened
from subscribers.files.records.told import columns_told, standing_told
from subscribers.files.text.whole import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from digest.pipeline.newsroom import Newsroom
    from subscribers.files.intake.importing import Report

    Advance = Callable[[int, int | None], None]


@contextmanager
def import_readers(
    newsroom: Newsroom,
    place: str,
    *,
    stdin: BinaryIO,
    advance: Advance,
    lists: Sequence[str] = (),
    maps: Sequence[str] = (),
    everyone: str = "",
    confirmed: bool = False,
    ask: bool = False,
    dry_run: bool = False,
    encoding: str = "",
) -> Iterator[Report]:
    """Import a file, a ZIP of several, or `-` for standard input, and yield what came of it.

    `maps` are the operator's words on columns, each COLUMN=FIELD; `everyone` is how all in the file stand. With
    `ask`, whoever has not confirmed is asked.

    Raises:
        RosterError: the file cannot be read at all, or what is wished cannot be.
    """
    wish = Wish(
        lists=tuple(lists),
        told=columns_told(maps),
        everyone=standing_told(everyone),
        confirmed=confirmed,
        ask=ask,
        dry_run=dry_run,
        encoding=encoding,
        topics_there=topics_there(newsroom),
    )
    with (
        opened(place, stdin=stdin) as found,
        importing(newsroom.db, found, wish=wish, now=newsroom.now(), advance=advance) as report,
    ):
        yield report


def export_readers(
    newsroom: Newsroom, *, out: str, stdout: BinaryIO, list_name: str | None, form: str, advance: Advance
) -> int:
    """Write readers to a file, or to standard output where `out` is empty, and return how many.

    A file takes its place only when it is whole, and only its owner can read it.

    Raises:
        UsageError: there is no such format, or the newsroom's own files stand there.
        UnknownList: there is no such list.
        OSError: the file cannot be written.
    """
    shape = _format(form)
    newsroom.spare_own_files(out)
    with _written(out, stdout) as file:
        return export(newsroom.db, file, form=shape, list_name=list_name, advance=advance)


def export_suppressions(newsroom: Newsroom, *, out: str, stdout: BinaryIO, form: str) -> int:
    """Write what is suppressed, likewise, and return how much.

    Raises:
        UsageError: there is no such format, or the newsroom's own files stand there.
        OSError: the file cannot be written.
    """
    shape = _format(form)
    newsroom.spare_own_files(out)
    with _written(out, stdout) as file:
        return suppression_files.export(newsroom.db, file, form=shape)


def _format(form: str) -> Format:
    if form not in list(Format):
        raise UsageError(f"--format {form!r} is not one of {', '.join(Format)}")
    return Format(form)


@contextmanager
def _written(out: str, stdout: BinaryIO) -> Iterator[TextIO]:
    if out:
        with whole_file(Path(out)) as file:
            yield file
        return
    text = io.TextIOWrapper(stdout, encoding="utf-8", newline="", write_through=False)
    try:
        yield text
    finally:
        text.flush()
        text.detach()
