"""`digest cron`: the line that makes the sends happen every day."""

from __future__ import annotations

from typing import Annotated

import typer

from digest.cli.context import session
from digest.cli.output import Json, note, print_json, say

group = typer.Typer(
    help="Print what makes the sends happen every day.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@group.callback()
def _group() -> None:
    """Keep `cron` a group though it has one command."""


@group.command("show")
def show(
    ctx: typer.Context,
    systemd: Annotated[bool, typer.Option("--systemd", help="Units in place of a crontab line.")] = False,
    as_json: Json = False,
) -> None:
    """Print the right line for this configuration, and when it will send next.

    Example: (crontab -l; digest cron show) | crontab -
    """
    import os
    from zoneinfo import ZoneInfo

    from digest import clock
    from digest.scheduling import coming, crontab, units

    settings = session(ctx).settings()
    text = units(settings) if systemd else crontab(settings)
    slots = coming(settings, now=clock.now(os.environ))
    if as_json:
        print_json(
            {"text": text, "next": {name: [clock.iso(moment) for moment in found] for name, found in slots.items()}}
        )
        return
    say(text)
    zone = settings.publication.timezone
    for name, found in slots.items():
        local = [f"{moment.astimezone(ZoneInfo(zone)):%a %d %b %H:%M}" for moment in found]
        note(f"# {name}: {', '.join(local)} ({zone})", verbosity=session(ctx).verbosity)
