"""`digest demo`: the whole main job on a newsroom that comes with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.output import heading, say
from digest.cli.plan_text import print_plan
from digest.cli.send import print_standing

if TYPE_CHECKING:
    from pathlib import Path

    from digest.pipeline.demonstration import Demonstration


def demo(
    folder: Annotated[str, typer.Argument(metavar="DIR")] = "demo-newsroom",
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the preview in a browser.")] = False,
) -> None:
    """Make a newsroom of bundled stories and readers, and send its digest to an outbox. Needs no network.

    Example: digest demo demo-newsroom --no-open
    """
    import os
    from pathlib import Path

    from digest import clock
    from digest.pipeline.demonstration import demonstrate

    place = Path(folder)
    made = demonstrate(place, clock=lambda: clock.now(os.environ), environ=os.environ)
    _tell(place, made)
    if not no_open:
        _open(place, made)


def _tell(folder: Path, made: Demonstration) -> None:
    taken, refused = made.intake.taken, made.intake.refused
    say(f"{len(taken.added)} stories taken in, {len(taken.unchanged)} of them twice, {len(refused)} refused\n")
    print_plan(made.plan, made.zone)
    say("")
    print_standing(made.standing)
    say("")
    heading("the mails")
    for path in sorted(made.outbox.glob("*.eml")):
        say(f"  {path}")
    say(f"\nlook at it again with: cd {folder} && digest preview {made.standing.record.edition}")


def _open(folder: Path, made: Demonstration) -> None:
    from digest.cli.context import Session
    from digest.cli.plan import serve_preview

    with Session(config=str(folder / "digest.toml")).newsroom() as newsroom:
        serve_preview(newsroom, made.standing.record.name)
