"""`digest db`: the one database file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, counted, note, print_json, progress, say, say_marked
from digest.cli.usage import Group

if TYPE_CHECKING:
    from digest.pipeline.operations.adopting import Adopted
    from digest.pipeline.operations.pruning import Pruned

group = Group("Make the database, bring it up to date, check it, back it up, take a copy over, keep it small.")


@group.command("migrate")
def migrate(ctx: typer.Context, as_json: Json = False) -> None:
    """Bring the database up to date; makes it if there is none.

    Example: digest db migrate
    """
    from digest.store import database

    path = session(ctx).settings().database
    applied = database.migrate(path)
    if as_json:
        print_json({"database": str(path), "applied": applied})
        return
    for name in applied:
        say(f"applied {name}")
    say(f"{path} is up to date")


@group.command("check")
def check(ctx: typer.Context, as_json: Json = False) -> None:
    """Look the whole database through: its file, references, schema, sums, home, and the room around it.

    Exit code 1 when something is wrong.

    Example: digest db check
    """
    from digest.pipeline.operations.database_checking import check_database

    path = session(ctx).settings().database
    found = check_database(path)
    if as_json:
        print_json({"database": str(path), "checks": [one.as_dict() for one in found]})
    else:
        for one in found:
            say_marked("wrong" if one.problems else "good ", "red" if one.problems else "green", one.check)
            for problem in one.problems:
                say(f"       {problem}")
            if one.problems:
                say(f"       remedy: {one.remedy}")
    if any(one.problems for one in found):
        raise typer.Exit(1)


@group.command("backup")
def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE")],
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: Json = False,
) -> None:
    """Write a proved backup of the database to one file, also while it sends.

    The backup is checked through and counted before it gets its name. Whoever restores it has to say `digest db adopt`
    before it sends anything. With digest.toml and your own themes it is all that a newsroom is made of.

    Example: digest db backup /backups/herald-monday.db
    """
    from pathlib import Path

    from digest import clock
    from digest.store.upkeep.backup import back_up

    quiet = as_json or session(ctx).quiet
    with session(ctx).newsroom() as newsroom, progress("backing up", wanted=not quiet) as tell:
        newsroom.spare_own_files(file)
        now = clock.iso(newsroom.now())
        made = back_up(
            newsroom.db,
            Path(file),
            why=f"it is a backup of {newsroom.settings.database}, made {now}",
            overwrite=force,
            tell=tell,
        )
    if as_json:
        print_json({"file": str(made.path), "bytes": made.size, "rows": made.rows, "made_at": now})
    elif not quiet:
        total = counted(sum(made.rows.values()), "row")
        say(f"{made.path}: {total} in {counted(len(made.rows), 'table')}, {made.size / 1e6:,.1f} MB, proved")


@group.command("prune")
def prune(
    ctx: typer.Context,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say how much it would be, and take nothing out.")] = False,
    as_json: Json = False,
) -> None:
    """Take out what was kept long enough, by [keep] in digest.toml, and let the file shrink; also while it sends.

    Issues stay, with their stories, their counts and what was rendered of them; who got which goes.

    Example: 40 3 * * 0 digest --config /srv/herald/digest.toml -q db prune
    """
    from digest.pipeline.operations.pruning import prune as prune_database

    with session(ctx).newsroom() as newsroom:
        done = prune_database(newsroom, dry=dry_run)
    if as_json:
        print_json({"dry_run": dry_run, **done.as_dict()})
    elif not session(ctx).quiet:
        _print_pruned(done, dry=dry_run)
    if done.waits and not as_json:
        note(f"the file did not shrink: {done.waits}")


@group.command("adopt")
def adopt(
    ctx: typer.Context,
    rolled_back: Annotated[
        bool, typer.Option("--rolled-back", help="Also if it looks at home: the whole machine was put back.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Let a copied or restored database send again. First make sure that no other copy of it does.

    Mails that were under way become unknown, and the issues of slots up to now are cancelled, since another copy may
    have sent them. What comes later is sent from here.

    Example: digest db adopt
    """
    from digest.pipeline.operations.adopting import adopt as adopt_database

    with session(ctx).newsroom() as newsroom:
        done = adopt_database(newsroom, rolled_back=rolled_back)
        path = newsroom.settings.database
    if as_json:
        print_json({"database": str(path), "adopted": bool(done.why), **done.as_dict()})
    elif not done.why:
        say(f"{path} is at home; there is nothing to adopt")
    elif not session(ctx).quiet:
        say(f"{path} is at home here now; it was held: {done.why}")
        _print_adopted(done)


def _print_adopted(done: Adopted) -> None:
    for name, mails in done.issues.items():
        say(f"{name}: {counted(mails, 'mail')} may have gone out from another copy: digest issues resolve {name} -h")
    if done.letters:
        say(f"{counted(done.letters, 'letter')} to readers may have gone out from another copy, and will not from here")
    for name in done.slots:
        say(f"{name}: cancelled, since another copy may have sent it; its news goes into the next issue")


def _print_pruned(done: Pruned, *, dry: bool) -> None:
    parts = (
        f"{counted(done.deliveries, 'delivery', many='deliveries')} of {counted(done.issues, 'issue')}",
        counted(done.events, "event"),
        counted(done.letters, "letter"),
        counted(done.runs, "run"),
        counted(done.stories, "story", many="stories"),
        f"the texts of {counted(done.texts, 'story', many='stories')}",
    )
    say(f"{'would take out' if dry else 'took out'} {', '.join(parts)}")
    if not dry:
        say(f"{done.bytes_before / 1e6:,.1f} MB before, {done.bytes_after / 1e6:,.1f} MB now")
