"""`digest suppressions`: addresses and domains that must not be mailed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, note, nothing_came_in, print_json, say, table
from digest.cli.usage import Group

if TYPE_CHECKING:
    from typing import BinaryIO

    from digest.pipeline.newsroom import Newsroom
    from subscribers.changes import Tally
    from subscribers.model import Suppression

group = Group("List, add, remove, import and export addresses that must not be mailed.")

Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="An address, or @domain: all of it, no subdomain.")]


@group.command("list")
def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """List what is suppressed and why; of who was erased there is a keyed hash alone.

    Example: digest suppressions list --json
    """
    from subscribers.suppressions import Suppressions

    with session(ctx).newsroom() as newsroom:
        found = Suppressions(newsroom.db).list()
    if as_json:
        print_json([one.as_dict() for one in found])
        return
    lines = [(_shown(one), one.reason, one.source, f"{one.at:%Y-%m-%d}") for one in found]
    table(("address", "reason", "source", "since"), lines, empty="nothing is suppressed")


@group.command("add")
def add(
    ctx: typer.Context,
    address: Address,
    reason: Annotated[str, typer.Option(metavar="R", help="Why, for whoever asks later.")],
    as_json: Json = False,
) -> None:
    """Suppress an address or a domain; stronger than any list.

    Example: digest suppressions add @spamtrap.example --reason "a trap"
    """
    from subscribers.suppressions import Suppressions

    with session(ctx).newsroom() as newsroom:
        made, new = Suppressions(newsroom.db).add(address, reason, now=newsroom.now())
    if as_json:
        print_json(made.as_dict())
    else:
        say(f"{_shown(made)} is {'now' if new else 'already'} suppressed: {made.reason}")


@group.command("remove")
def remove(ctx: typer.Context, address: Address, as_json: Json = False) -> None:
    """Let an address or a domain be mailed again, if it is on a list; one that was erased may then be added again.

    Example: digest suppressions remove ana@reader.example
    """
    from digest.errors import UsageError
    from subscribers.suppressions import Suppressions

    with session(ctx).newsroom() as newsroom:
        found = Suppressions(newsroom.db).remove(address)
    if found is None:
        raise UsageError(f"{address} is not suppressed; see: digest suppressions list")
    if as_json:
        print_json(found.as_dict())
    else:
        say(f"{address} may be mailed again")


@group.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="Or - for standard input.")],
    reason: Annotated[str, typer.Option(metavar="R", help="Why, for those that bring no reason.")] = "manual",
    as_json: Json = False,
) -> None:
    """Suppress all of a file: an address or @domain a line, CSV with a header naming address, or JSON lines.

    Reason, source and at (since when) are read where a file has them, as an export has.

    Lines that hold no address are refused by number and stop nothing.

    Example: digest suppressions import do-not-mail.csv --reason "moved"
    """
    from pathlib import Path

    with session(ctx).newsroom() as newsroom:
        if file == "-":
            tally = _take_in(newsroom, sys.stdin.buffer, reason, source="import")
        else:
            with Path(file).open("rb") as stream:
                tally = _take_in(newsroom, stream, reason, source=f"import: {Path(file).name}")
    if as_json:
        print_json(tally.as_dict())
    else:
        for one in tally.refused:
            note(f"digest: {file}: row {one.row}: {one.address!r}: {one.reason}")
        if not session(ctx).quiet:
            kept = f", {len(tally.kept_out)} kept out since they were erased" if tally.kept_out else ""
            refused = counted(len(tally.refused), "row")
            say(f"{tally.added} suppressed, {tally.unchanged} were already{kept}, {refused} refused")
    if not (tally.added or tally.unchanged):
        why = (
            "no row of it holds an address that may be taken in"
            if tally.refused or tally.kept_out
            else "it has no rows"
        )
        raise nothing_came_in(why, place=file, quiet=session(ctx).quiet)


@group.command("export")
def export(
    ctx: typer.Context,
    form: Annotated[str, typer.Option("--format", metavar="csv|jsonl", help="How to write.")] = "csv",
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Where to (else, or as -, standard output).")] = "",
    as_json: Json = False,
) -> None:
    """Write every suppressed address and domain, with reason, source and date, for an import elsewhere.

    Of who was erased nothing is written. In CSV no cell is a formula.

    Example: digest suppressions export --out do-not-mail.csv
    """
    from digest.errors import UsageError
    from digest.pipeline.roster.reader_files import export_suppressions

    out = "" if out == "-" else out
    if as_json and not out:
        raise UsageError("--json reports on a file; name it with --out, or ask for --format jsonl")
    with session(ctx).newsroom() as newsroom:
        count = export_suppressions(newsroom, out=out, stdout=sys.stdout.buffer, form=form)
    if as_json:
        print_json({"file": out, "exported": count})
    elif out and not session(ctx).quiet:
        say(f"{counted(count, 'suppression')} written to {out}")


def _take_in(newsroom: Newsroom, stream: BinaryIO, reason: str, *, source: str) -> Tally:
    from subscribers.suppression_files import entries_in
    from subscribers.suppressions import Suppressions

    return Suppressions(newsroom.db).add_many(entries_in(stream), reason, now=newsroom.now(), source=source)


def _shown(found: Suppression) -> str:
    return "(erased)" if found.kind == "erased" else found.address
