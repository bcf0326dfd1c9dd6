"""`digest sources` and `digest fetch`: where stories come from, and getting them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, note, nothing_came_in, print_json, progress, say, table, times
from digest.cli.usage import Group
from digest.model.source import without_credentials

if TYPE_CHECKING:
    from digest.model.source import Fetched, Source
    from digest.model.story import TakenIn

group = Group("Add, list and remove the feeds, folders and pages stories come from.")


@group.command("add")
def add(
    ctx: typer.Context,
    location: Annotated[str, typer.Argument(metavar="URL|DIR")],
    name: Annotated[str, typer.Option(help="What to call it (else its own title).")] = "",
    tag: Annotated[list[str] | None, typer.Option("--tag", metavar="T", help="Given to each of its stories.")] = None,
    as_json: Json = False,
) -> None:
    """Add a feed, a page (its feed is found if it names one) or a folder of story files.

    Example: digest sources add https://wire.example/feed.xml --tag world
    """
    from digest.pipeline.stories.sourcing import add_source

    with session(ctx).newsroom() as newsroom:
        source = add_source(newsroom, location, name=name, tags=tag or ())
        if as_json:
            print_json(source_document(source))
        else:
            place = without_credentials(source.location)
            say(f"added {source.kind} {source.name!r} at {place}; get its stories with: digest fetch")


@group.command("list")
def list_(ctx: typer.Context, as_json: Json = False) -> None:
    """List sources and how each was when last fetched.

    Example: digest sources list
    """
    from digest.store.stories import sources

    with session(ctx).newsroom() as newsroom:
        found = sources.every(newsroom.db)
    if as_json:
        print_json([source_document(source) for source in found])
        return
    lines = [
        (one.name, one.kind, ", ".join(one.tags), _health(one), without_credentials(one.location)) for one in found
    ]
    table(
        ("name", "kind", "tags", "health", "location"), lines, empty="no sources; add one with: digest sources add URL"
    )


@group.command("remove")
def remove(ctx: typer.Context, name: Annotated[str, typer.Argument(metavar="NAME")], as_json: Json = False) -> None:
    """Remove a source; the stories it brought stay.

    Example: digest sources remove "Harbour Wire"
    """
    from digest.store.stories import sources

    with session(ctx).newsroom() as newsroom:
        gone = sources.remove(newsroom.db, name)
    if as_json:
        print_json(source_document(gone))
    else:
        say(f"removed {gone.name!r}; its stories stay")


@group.command("import")
def import_(
    ctx: typer.Context, file: Annotated[str, typer.Argument(metavar="FILE.opml")], as_json: Json = False
) -> None:
    """Add every feed of an OPML file; folders become tags.

    Example: digest sources import feeds.opml
    """
    from pathlib import Path

    from digest.errors import IngestError
    from digest.pipeline.stories.sourcing import import_opml

    with session(ctx).newsroom() as newsroom:
        try:
            imported = import_opml(newsroom, Path(file).read_bytes())
        except IngestError as error:
            raise IngestError(f"{file} {error}") from error
    added, refused = imported.added, imported.refused
    if as_json:
        refusals = [{"where": one.where, "reason": one.reason} for one in refused]
        print_json({"added": [source_document(one) for one in added], "refused": refusals})
    else:
        for one in refused:
            note(f"digest: {one.where}: {one.reason}")
        if not session(ctx).quiet:
            say(f"{counted(len(added), 'source')} added, {len(refused)} refused")
    if not added:
        why = "none of its feeds could be added" if refused else "it names no feed"
        raise nothing_came_in(why, place=file, quiet=session(ctx).quiet)


@group.command("export")
def export(ctx: typer.Context) -> None:
    """Write all feeds as OPML to stdout.

    Example: digest sources export > feeds.opml
    """
    from digest.pipeline.stories.sourcing import export_opml

    with session(ctx).newsroom() as newsroom:
        typer.echo(export_opml(newsroom))


def fetch(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Only these sources.")] = None,
    as_json: Json = False,
) -> None:
    """Fetch the sources side by side, asking each only for what changed.

    Example: digest fetch "Harbour Wire"
    """
    from digest.model.source import FetchOutcome
    from digest.pipeline.stories.intake import fetch_sources

    quiet = session(ctx).quiet
    with session(ctx).newsroom() as newsroom, progress("fetching") as advance:
        results = fetch_sources(newsroom, names or (), on_progress=advance)
    if as_json:
        print_json([_fetched_document(fetched, taken) for fetched, taken in results])
    for fetched, taken in results:
        for refusal in fetched.harvest.refused:
            note(f"digest: {fetched.source.name}: {refusal.where}: {refusal.reason}", quiet=quiet)
        if fetched.outcome is FetchOutcome.FAILED:
            note(f"digest: {fetched.source.name}: {fetched.error}")
        elif not as_json and not quiet:
            say(f"{fetched.source.name}: {_fetched_words(fetched, taken)}")
    if not any(fetched.outcome in (FetchOutcome.OK, FetchOutcome.UNCHANGED) for fetched, _ in results):
        if not results:
            note("no sources; add one with: digest sources add URL")
        raise typer.Exit(1)


def source_document(source: Source) -> dict[str, Any]:
    """Return a source as a JSON object; a password in its address is not shown."""
    texts: dict[str, Any] = {name: getattr(source, name) for name in ("name", "kind", "title", "error")}
    place = without_credentials(source.location)
    more = {"location": place, "tags": list(source.tags), "failures": source.failures}
    return texts | more | times(source, "fetched_at", "ok_at", "retry_at")


def _health(source: Source) -> str:
    if source.failures:
        return f"failed {counted(source.failures, 'time')}: {source.error}"
    return f"ok {source.ok_at:%Y-%m-%d %H:%M}Z" if source.ok_at else "not fetched yet"


def _fetched_words(fetched: Fetched, taken: TakenIn) -> str:
    if fetched.outcome == "ok":
        return f"{len(taken.added)} added, {len(taken.revised)} revised, {len(taken.unchanged)} unchanged"
    if fetched.outcome == "waiting":
        return f"left alone, as it asked, until {fetched.source.retry_at:%Y-%m-%d %H:%M}Z"
    return "nothing new"


def _fetched_document(fetched: Fetched, taken: TakenIn) -> dict[str, Any]:
    return {
        "source": fetched.source.name,
        "outcome": str(fetched.outcome),
        "added": list(taken.added),
        "revised": list(taken.revised),
        "unchanged": list(taken.unchanged),
        "refused": [{"where": one.where, "reason": one.reason} for one in fetched.harvest.refused],
        "error": fetched.error,
    }
