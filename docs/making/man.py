"""Writes docs/digest.1: the man page, in the macros of man(7)."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from docs.making.entries import ENVIRONMENT, EXIT_CODES, FILES, Entry, commands, root

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DATE = "2026-11-28"  # of the last change of what stands here
ABOUT = """\
digest takes in stories from feeds, folders, pages and files, picks the recent ones by tag, composes an issue with a
lead and briefs, renders a mail, and sends it to lists of readers: each mail once, whatever happens in between.
Everything is kept in one SQLite file."""
BEGINNING = """\
Begin with digest demo or digest init; digest cron install has digest run called every five minutes, which does the
rest."""
WIDTH = 78


def page() -> str:
    """Return the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield f'.TH DIGEST 1 {DATE} newsletter\\-digest "newsletter\\-digest"'
    yield from (".SH NAME", r"digest \- make a newsroom's daily digest and mail it, never twice")
    yield from (
        ".SH SYNOPSIS",
        r".B digest",
        r"[\fB\-\-config\fR \fIFILE\fR] [\fB\-v\fR | \fB\-q\fR]",
        r"\fICOMMAND\fR [\fIARGS\fR...]",
    )
    yield from (".SH DESCRIPTION", _text(ABOUT), ".PP", _text(BEGINNING))
    yield from (".SH OPTIONS", "These stand before the command.", *_words(root()))
    yield ".SH COMMANDS"
    for entry in commands():
        yield from _command(entry)
    yield from (
        ".SH EXIT STATUS",
        *_pairs(EXIT_CODES),
        ".SH ENVIRONMENT",
        *_pairs(ENVIRONMENT),
        ".SH FILES",
        *_pairs(FILES),
    )
    yield from (".SH SEE ALSO", r".BR crontab (5),", r".BR systemd.timer (5)")


def _command(entry: Entry) -> Iterator[str]:
    yield f'.SS "{_escaped(f"{entry.name} {entry.usage}".strip())}"'
    for place, part in enumerate(entry.says):
        yield from ([] if place == 0 else [".PP"])
        yield _text(part)
    yield from _words(entry)
    for example in entry.examples:
        yield from (".PP", r"Example:", rf"\fB{_escaped(example)}\fR")


def _words(entry: Entry) -> Iterator[str]:
    for word in (*entry.arguments, *entry.options):
        yield from (".TP", rf"\fB{_escaped(word.written)}\fR", _text(word.meaning or "Described above."))


def _pairs(found: Mapping[str, str]) -> Iterator[str]:
    for name, says in found.items():
        yield from (".TP", rf"\fB{_escaped(name)}\fR", _text(says))


def _text(text: str) -> str:
    """Fold a text, and escape what roff would take for its own: backslashes, minus signs, signs that begin a line."""
    lines = textwrap.wrap(" ".join(text.split()), WIDTH - 10, break_long_words=False, break_on_hyphens=False)
    return "\n".join(rf"\&{line}" if line[0] in ".'" else line for line in map(_escaped, lines))


def _escaped(line: str) -> str:
    escaped = line.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"(?<=[a-z])\\-(?=[a-z])", "-", escaped)
