"""Prints what commands report: JSON, tables, and short lines; colour and bars only on a terminal."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from rich.progress import Progress, Task

LEAST_FOLDED = 20  # letters of a column: in fewer, words fall apart

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout, nothing else there.")]


def print_json(document: object) -> None:
    """Print one JSON document on stdout, readable and with every script as it is."""
    typer.echo(json.dumps(document, ensure_ascii=_lacks_letters(), indent=2))


def print_json_lists(document: dict[str, object], lists: dict[str, Iterable[object]]) -> None:
    """Print one JSON document with lists at its end that may be longer than memory, an element a line."""
    in_ascii = _lacks_letters()
    head = json.dumps(document, ensure_ascii=in_ascii, indent=2)
    typer.echo(head.removesuffix("\n}"), nl=False)
    for name, elements in lists.items():
        typer.echo(f",\n  {json.dumps(name)}: [", nl=False)
        between = "\n"
        for element in elements:
            typer.echo(f"{between}    {json.dumps(element, ensure_ascii=in_ascii)}", nl=False)
            between = ",\n"
        typer.echo("]" if between == "\n" else "\n  ]", nl=False)
    typer.echo("\n}")


def _lacks_letters() -> bool:
    """Tell whether stdout is in an encoding that cannot show every letter, and would lose some."""
    return (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"


def say(text: str) -> None:
    """Print a line of the command's result on stdout."""
    typer.echo(printable(text))


def say_written(files: Iterable[Path], *, as_json: bool) -> None:
    """Print which files were written, a line each, or as `files` in JSON."""
    if as_json:
        print_json({"files": [str(file) for file in files]})
        return
    for file in files:
        say(str(file))


def note(text: str, *, quiet: bool = False) -> None:
    """Print a line beside the result on stderr, unless asked to be quiet."""
    if not quiet:
        typer.echo(printable(text), err=True)


def named(place: str) -> str:
    """Return what words call a place to read from, as an argument names it."""
    return "standard input" if place == "-" else place


def nothing_came_in(why: str, *, quiet: bool, place: str = "") -> typer.Exit:
    """Say why an import brought nothing, `place` being what it read, and return what ends it as failed."""
    what = f"{named(place)}: {why}" if place else why
    note(f"digest: nothing came in: {what}", quiet=quiet)
    return typer.Exit(1)


def times(found: object, *names: str) -> dict[str, str | None]:
    """Return these moments of something as JSON has them, None for those that have not come."""
    from digest.clock import iso

    return {name: iso(moment) if (moment := getattr(found, name)) else None for name in names}


def counted(count: int, one: str, *, many: str = "") -> str:
    """Return a count with its noun: "1 recipient", "1,204 recipients"."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {many or f'{one}s'}"


def asks(*, yes: bool) -> bool:
    """Tell whether there is a person to ask before something that cannot be undone; `yes` answers for them."""
    return sys.stdin.isatty() and sys.stderr.isatty() and not yes


def heading(text: str) -> None:
    """Print a heading, bold on a terminal."""
    typer.echo(typer.style(printable(text), bold=True) if coloured() else printable(text))


def in_colour(text: str, name: str) -> str:
    """Return a word in a colour, on a terminal; foreign text is made printable."""
    return typer.style(printable(text), fg=name) if coloured() else printable(text)


def say_marked(mark: str, colour: str, text: str) -> None:
    """Print a line of the result behind a word that tells by its colour how it stands."""
    typer.echo(f"{in_colour(mark, colour)}  {printable(text)}")


def aside(text: str) -> None:
    """Print a line of lesser weight: on a terminal faint, and folded under its own beginning."""
    text = printable(text)
    if sys.stdout.isatty():
        indent = " " * (len(text) - len(text.lstrip()))
        text = textwrap.fill(text, shutil.get_terminal_size().columns, subsequent_indent=indent) or text
    typer.echo(typer.style(text, dim=True) if coloured() else text)


def printable(text: str) -> str:
    """Return foreign text with nothing in it that could command a terminal; line ends and tabs stay."""
    return "".join(one if one.isprintable() or one in "\n\t\u200c\u200d" else " " for one in text)


def coloured() -> bool:
    """Tell whether stdout is a terminal that wants colour (NO_COLOR is honoured, and a terminal that is dumb)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def table(columns: Sequence[str], lines: Iterable[Sequence[object]], *, empty: str) -> None:
    """Print rows under headings; `empty` says what it means that there are none.

    On a terminal with room for it the last column is folded. Else columns are aligned, and nothing is cut or ruled.
    """
    cells = [[printable("" if cell is None else str(cell)) for cell in line] for line in lines]
    if not cells:
        note(empty)
    elif not (sys.stdout.isatty() and _grid(columns, cells)):
        widths = [max(len(row[place]) for row in (columns, *cells)) for place in range(len(columns) - 1)]
        for row in (columns, *cells):
            padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            typer.echo("  ".join([*padded, row[-1]]).rstrip())


def _grid(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> bool:
    """Print rows ruled and folded; returns False, and prints nothing, where that would cut or squeeze them."""
    from rich import box
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(no_color=not coloured(), highlight=False)
    *widths, last = (max(map(cell_len, column)) for column in zip(columns, *cells, strict=True))
    if console.width < sum(widths) + len(widths) * len(" │ ") + min(last, LEAST_FOLDED):
        return False
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold" if coloured() else "")
    for name in columns[:-1]:
        grid.add_column(name, no_wrap=True)
    grid.add_column(columns[-1], overflow="fold")
    for line in cells:
        grid.add_row(*[Text(cell) for cell in line])
    console.print(grid)
    return True


@contextmanager
def progress(title: str, *, total: int | None = None, wanted: bool = True) -> Iterator[Any]:
    """Show a bar on stderr while the block runs, if that is a terminal and it is wanted; yields `advance(done, total)`.

    The bar tells how far it is, how fast it goes and how long it will take.
    """
    if not (wanted and sys.stderr.isatty()):
        yield lambda *_: None
        return
    with _bar() as bar:
        task = bar.add_task(title, total=total)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Pace(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed or 0.0
            return Text(f"{speed:,.0f}/s" if speed >= 1 else f"{speed * 60:,.0f}/min")

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(separator=" of "),
        Pace(),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    return Progress(
        *columns, console=Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")) or None), transient=True
    )
