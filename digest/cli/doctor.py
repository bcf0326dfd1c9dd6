"""`digest doctor`: what is wrong, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, aside, print_json, say_marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from digest.model.health import Examined

_COLOURS = {"good": "green", "doubtful": "yellow", "wrong": "red", "not checked": "blue"}


def doctor(
    ctx: typer.Context,
    delivered: Annotated[
        str, typer.Option("--delivered", metavar="FILE.eml", help="Read a mail as it arrived, and that alone.")
    ] = "",
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody beyond this machine.")] = False,
    name_server: Annotated[
        str, typer.Option("--name-server", metavar="IP[:PORT]", help="Ask this one in place of the machine's own.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Look for what goes wrong in real life, and say what helps: a line each. Sends nothing, changes nothing.

    Exit code 1 when something is wrong; what is doubtful, or could not be checked, is told and fails nothing.

    Example: digest doctor

    Example: digest doctor --delivered monday.eml
    """
    found: list[Examined] = []
    for one in _delivered(delivered) if delivered else _examined(ctx, offline=offline, name_server=name_server):
        found.append(one)
        if not as_json:
            _print(one, quiet=session(ctx).quiet)
    if as_json:
        print_json([one.as_dict() for one in found])
    if any(one.health == "wrong" for one in found):
        raise typer.Exit(1)


def _examined(ctx: typer.Context, *, offline: bool, name_server: str) -> Iterator[Examined]:
    import os

    from digest import clock
    from digest.errors import ConfigError
    from digest.model.health import wrong
    from digest.pipeline.operations.examining import examine

    try:
        settings = session(ctx).settings()
    except ConfigError as error:
        yield from (wrong("configuration", problem, "mend that line") for problem in error.problems)
        return
    yield from examine(
        settings, clock=lambda: clock.now(os.environ), environ=os.environ, offline=offline, name_server=name_server
    )


def _delivered(file: str) -> Iterable[Examined]:
    from pathlib import Path

    from digest.doctor.delivered import check_delivered

    return check_delivered(Path(file).read_bytes())


def _print(one: Examined, *, quiet: bool) -> None:
    if quiet and one.health == "good":
        return
    say_marked(f"{one.health:<11}", _COLOURS[one.health], f"{one.check}: {one.words}")
    if one.remedy:
        aside(f"             {one.remedy}")
