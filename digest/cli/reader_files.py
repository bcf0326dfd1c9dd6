"""`digest subscribers import`, `undo-import`, `imports` and `export`: readers from files and to files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, note, nothing_came_in, print_json, print_json_lists, progress, say, table

if TYPE_CHECKING:
    from subscribers.files.intake.imports import Import
    from subscribers.files.intake.taking_back import Undone

_SHOWN = 10  # rows of a kind that are shown; --json lists them all

Lists = Annotated[
    list[str] | None, typer.Option("--list", metavar="L", help="Readers join this list (else the only one there is).")
]
Maps = Annotated[
    list[str] | None, typer.Option("--map", metavar="COLUMN=FIELD", help="What a column holds; see the documentation.")
]
As = Annotated[
    str, typer.Option("--as", metavar="STANDING", help="How all in the file stand, such as unsubscribed or bounced.")
]


def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV, JSON lines, a ZIP of them, or - for stdin.")],
    lists: Lists = None,
    maps: Maps = None,
    everyone: As = "",
    confirmed: Annotated[bool, typer.Option("--confirmed", help="All of them consented elsewhere; record it.")] = False,
    ask: Annotated[bool, typer.Option("--ask", help="Ask by mail whoever has not confirmed; else nobody is.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
    encoding: Annotated[str, typer.Option(metavar="NAME", help="The file's encoding, where it cannot be told.")] = "",
    as_json: Json = False,
) -> None:
    """Take readers in from a file.

    Exports of the usual services are known by their columns. Whoever left, is suppressed or was erased is kept out.
    Into a double opt-in list readers come unconfirmed, unless the file says that they confirmed. A bad row is refused
    and stops nothing. Exit 1: nothing came in, be it that all is known already.

    Example: digest subscribers import members.csv --list daily --dry-run

    Example: digest subscribers import people.csv --map "Courriel=address"
    """
    from digest.cli.imported import tell_imported
    from digest.pipeline.roster.reader_files import import_readers

    with session(ctx).newsroom() as newsroom, progress("importing") as advance:
        done = import_readers(
            newsroom,
            file,
            stdin=sys.stdin.buffer,
            advance=advance,
            lists=lists or (),
            maps=maps or (),
            everyone=everyone,
            confirmed=confirmed,
            ask=ask,
            dry_run=dry_run,
            encoding=encoding,
        )
        with done as report:
            tell_imported(report, as_json=as_json, quiet=session(ctx).quiet)
    if not (report.added or report.updated or report.asked):
        rows = report.unchanged + report.kept_out + report.refused
        why = "no row of it says anything new of anybody who may be taken in" if rows else "it has no rows"
        raise nothing_came_in(why, place=file, quiet=session(ctx).quiet)


def undo_import(
    ctx: typer.Context,
    import_id: Annotated[str, typer.Argument(metavar="ID", help="As import said, and imports lists it.")],
    as_json: Json = False,
) -> None:
    """Take back what an import did.

    Whoever did something since, or was changed by hand or by a later import, stays as they are.

    Example: digest subscribers undo-import 3
    """
    from subscribers.files.intake.imports import import_number
    from subscribers.files.intake.taking_back import taking_back

    number = import_number(import_id)
    with session(ctx).newsroom() as newsroom, taking_back(newsroom.db, number, now=newsroom.now()) as undone:
        _tell_undone(undone, as_json=as_json, quiet=session(ctx).quiet)


def imports(ctx: typer.Context, as_json: Json = False) -> None:
    """List every import: the file, when, and what came of it.

    Example: digest subscribers imports
    """
    from subscribers.files.intake.imports import imports as every_import

    with session(ctx).newsroom() as newsroom:
        found = every_import(newsroom.db)
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    columns = ("id", "when", "file", "lists", "added", "updated", "kept out", "refused", "state")
    lines = [
        (
            one.id,
            f"{one.at:%Y-%m-%d %H:%M}Z",
            one.file,
            ", ".join(one.lists) or "as the rows say",
            f"{one.added:,}",
            f"{one.updated:,}",
            f"{one.kept_out:,}",
            f"{one.refused:,}",
            _state(one),
        )
        for one in found
    ]
    table(columns, lines, empty="nothing was imported yet; see: digest subscribers import --help")


def export(
    ctx: typer.Context,
    list_name: Annotated[str | None, typer.Option("--list", metavar="L", help="Only who is or was on it.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="csv|jsonl", help="How to write.")] = "csv",
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Where to (else, or as -, standard output).")] = "",
    as_json: Json = False,
) -> None:
    """Write readers to a file or standard output.

    It holds all that an import can bring back, and nobody who was erased. In CSV no cell is a formula.

    Example: digest subscribers export --list daily --out daily.csv
    """
    from digest.errors import UsageError
    from digest.pipeline.roster.reader_files import export_readers

    out = "" if out == "-" else out
    if as_json and not out:
        raise UsageError("--json reports on a file; name it with --out, or ask for --format jsonl")
    seen = sys.stdout.isatty() and not out  # then the readers themselves run over the screen
    with session(ctx).newsroom() as newsroom, progress("exporting", wanted=not seen) as advance:
        count = export_readers(
            newsroom, out=out, stdout=sys.stdout.buffer, list_name=list_name, form=form, advance=advance
        )
    if as_json:
        print_json({"file": out, "exported": count})
    elif out and not session(ctx).quiet:
        say(f"{counted(count, 'reader')} written to {out}")


def _tell_undone(undone: Undone, *, as_json: bool, quiet: bool) -> None:
    counts = {"removed": undone.removed, "restored": undone.restored, "lifted": undone.lifted}
    if as_json:
        stayed = (one.as_dict() for one in undone.those_who_stayed())
        print_json_lists({"import_id": undone.before.id, **counts}, {"stayed": stayed})
        return
    if quiet:
        return
    for one in undone.those_who_stayed(most=_SHOWN):
        note(f"stays: {one.address}: {one.reason}")
    if undone.stayed > _SHOWN:
        note(f"stays: and {undone.stayed - _SHOWN:,} more; --json lists them all")
    again = f" (taken back before, on {undone.before.undone_at:%Y-%m-%d})" if undone.before.undone_at else ""
    say(
        f"import {undone.before.id}{again}: {undone.removed:,} removed, {undone.restored:,} as before, "
        f"{counted(undone.lifted, 'suppression')} lifted, {undone.stayed:,} stay"
    )


def _state(one: Import) -> str:
    if one.undone_at:
        return f"taken back {one.undone_at:%Y-%m-%d}"
    return "done" if one.ended_at else "not finished; import the file again"
