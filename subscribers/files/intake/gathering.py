"""Reads the files of one import to their ends, into its staging; what holds no readers is passed over among others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from subscribers.errors import BadFile, BadValue, Untold
from subscribers.files.intake.opening import DAMAGE
from subscribers.files.records.reading import read_sheet
from subscribers.files.records.told import no_column
from subscribers.files.text.encoding import text_of
from subscribers.files.vocabulary.leaving import left_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from subscribers.files.intake.opening import Opened, Part
    from subscribers.files.intake.staging import Staging
    from subscribers.files.records.listening import Heard
    from subscribers.files.records.sheets import Sheet
    from subscribers.files.records.told import Told
    from subscribers.files.text.encoding import Text

Advance = Callable[[int, int | None], None]  # is told how many rows are done, and of how many where that is known

_MARK = r"[,;\t|\"'<>{}\[\]]"
# An address that is all of a cell, or of a line of few words; in a sentence it is no reader's.
_ADDRESS = re.compile(
    rf"(?:^|{_MARK})\s*[^\s@,;|\"'<>]+@[^\s@,;|\"'<>]+\.[^\W\d]{{2,}}\s*(?:$|{_MARK})"
    r"|^\s*(?:\S+\s+){1,2}\S+@\S+\.\w+\s*$"
)
_LONGEST = 10_000  # characters of a line that are looked at, at once
_NO_READERS = "no addresses stand in it"


class Gathering:
    """What was read: formats and encodings, each once, what was not, and what that says of leaving."""

    def __init__(
        self, staging: Staging, *, told: Told, lists: Sequence[str], encoding: str, now: datetime, advance: Advance
    ) -> None:
        self._staging, self._told, self._lists = staging, told, lists
        self._encoding, self._now, self._advance = encoding, now, advance
        self._formats: dict[str, None] = {}
        self._names: dict[str, None] = {}
        self._met: set[str] = set()
        self.encodings: dict[str, None] = {}
        self.unread: dict[str, None] = {}
        self.heard: Heard = {}
        self.passed_over: list[tuple[str, str]] = []

    @property
    def made_by(self) -> str:
        """What made the files."""
        return "; ".join(self._formats)

    def take(self, found: Opened) -> None:
        """Read all files that were opened.

        Raises:
            BadFile: one cannot be read, though it seems to hold readers, or none of them holds any.
            BadValue: what the operator says of them cannot be.
        """
        self.passed_over += found.passed_over
        alone = len(found.parts) == 1
        if self._told.everyone and not alone:
            raise BadValue(f"--as says how all in one file stand; unpack {found.name}, and import its files one by one")
        self._told = replace(self._told, everywhere=alone)
        for file, part in enumerate(found.parts):
            self._take(file, part, alone=alone)
        if not self._formats:
            raise BadFile(f"{found.name}: no file in it holds addresses; unpack it, and look what there is")
        for column in self._told.columns:
            if column not in self._met:
                raise no_column(column, tuple(self._names))

    def _take(self, file: int, part: Part, *, alone: bool) -> None:
        self._staging.files.append(part.name)
        try:
            with part.open() as stream, text_of(stream, encoding=self._encoding) as text:
                if sheet := self._begun(text, part, alone=alone):
                    self._look_at(sheet, part, alone=alone)
                    self._formats[sheet.format] = self.encodings[text.encoding_name] = None
                    for meaning, records in sheet.groups:
                        self._staging.take(meaning, records, file=file)
                        self._advance(self._staging.arrived, None)
                    self._see_who_left(sheet, part, file=file, alone=alone)
                    self.unread |= dict.fromkeys(sheet.unread)
                    self._met.update(sheet.met)
                    for name, (rows, word) in sheet.heard.items():
                        before, first = self.heard.get(name, (0, word))
                        self.heard[name] = before + rows, first
        except BadFile as error:
            raise BadFile(f"{part.name}: {error}") from None
        except DAMAGE as error:
            raise BadFile(f"{part.name} is damaged: {error}; get it anew") from error

    def _begun(self, text: Text, part: Part, *, alone: bool) -> Sheet | None:
        try:
            return read_sheet(text, now=self._now, told=self._told)
        except BadFile as error:
            if alone or _holds_addresses(text):
                if isinstance(error, Untold) and not error.settled:
                    self._refuse_by_name(part, "so may its columns", alone=alone, columns=str(error))
                raise
        self.passed_over.append((part.name, _NO_READERS))
        return None

    def _look_at(self, sheet: Sheet, part: Part, *, alone: bool) -> None:
        """See that what a file says, by its columns or its name, goes together with what is wished."""
        by_row = sheet.columns.by_row
        if not self._formats:
            self._staging.by_row = by_row
        if by_row and self._lists:
            raise BadValue(f"{part.name} says which lists each reader is on; leave --list out")
        self._names |= dict.fromkeys(sheet.columns.names)
        if not sheet.columns.tell_standings:
            self._refuse_by_name(part, "no column says how they stand", alone=alone)

    def _see_who_left(self, sheet: Sheet, part: Part, *, file: int, alone: bool) -> None:
        """See that each row of a file whose name says that they left says how they stand."""
        if not sheet.columns.by_row and left_by(part.called) and (row := self._staging.first_untold(file)):
            self._refuse_by_name(part, f"row {row} does not say how they stand", alone=alone)

    def _refuse_by_name(self, part: Part, why: str, *, alone: bool, columns: str = "") -> None:
        """Refuse a file whose name says that they left, with what is to be said of its columns if they did not."""
        left = left_by(part.called)
        if left and not self._told.everyone:
            raise BadFile(
                f"its name says that these people are not to be mailed, and {why}; "
                f"{'import' if alone else 'unpack it, and import'} it with --as {left}, or, if they are readers: "
                "--as subscribed" + (f", and of its columns: {columns}" if columns else "")
            )


def _holds_addresses(text: Text) -> bool:
    text.seek(0)
    return any(map(_ADDRESS.search, _lines(text)))


def _lines(text: Text) -> Iterable[str]:
    while line := text.readline(_LONGEST):
        yield line
