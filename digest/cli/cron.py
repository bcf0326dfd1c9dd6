"""`digest cron`: makes the machine call `digest run`, by the user's crontab or by systemd."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from digest.cli.context import session
from digest.cli.output import Json, note, print_json, say
from digest.cli.usage import Group

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.settings import Settings

group = Group("Make the sends happen every day, by cron or systemd.")

Systemd = Annotated[bool, typer.Option("--systemd", help="A systemd user timer in place of a crontab line.")]


@group.command("show")
def show(ctx: typer.Context, systemd: Systemd = False, as_json: Json = False) -> None:
    """Print the right line for this configuration, whether it is installed, and when it will send next.

    Example: digest cron show
    """
    from digest.errors import DigestError
    from digest.scheduling import crontab, units
    from digest.scheduling.calling import crontab_line

    settings = session(ctx).settings()
    text = _as_files(units.units(settings)) if systemd else crontab_line(settings)
    found: bool | None
    try:
        found = units.installed(settings, os.environ) if systemd else crontab.installed(settings)
        hint = f"not installed; put it there with: digest cron install{' --systemd' if systemd else ''}"
    except DigestError as error:
        found, hint = None, str(error)
    if as_json:
        print_json({"text": text, "installed": found} | _coming(settings))
        return
    say(text)
    note(f"# {'installed' if found else hint}", quiet=session(ctx).quiet)
    _note_coming(ctx, settings)


@group.command("install")
def install(ctx: typer.Context, systemd: Systemd = False, as_json: Json = False) -> None:
    """Have `digest run` called every five minutes; a marked block of your crontab, and no other line, is written.

    Running it again is harmless, and brings the line up to date. What is due when, `digest run` knows itself.

    Example: digest cron install
    """
    from digest.scheduling import crontab, units

    settings = session(ctx).settings()
    changed = units.install(settings, os.environ) if systemd else crontab.install(settings)
    if as_json:
        print_json({"changed": changed} | _coming(settings))
        return
    where = "systemd timer" if systemd else "crontab"
    say(f"{where}: {'calls' if changed else 'called already:'} digest run every five minutes")
    _note_coming(ctx, settings)
    _note_needs(ctx, settings, systemd=systemd)


@group.command("remove")
def remove(ctx: typer.Context, systemd: Systemd = False, as_json: Json = False) -> None:
    """Take away what `install` put there for this configuration, and nothing else.

    Example: digest cron remove
    """
    from digest.scheduling import crontab, units

    settings = session(ctx).settings()
    changed = units.remove(settings, os.environ) if systemd else crontab.remove(settings)
    if as_json:
        print_json({"changed": changed})
        return
    where = "systemd timer" if systemd else "crontab"
    say(f"{where}: digest run is not called any more" if changed else f"{where}: nothing of {settings.file} is there")
    if not systemd and crontab.installed(settings):
        note("digest: a line put there by hand still calls it; take it out with: crontab -e")


def _as_files(texts: dict[str, str]) -> str:
    return "\n".join(f"# ~/.config/systemd/user/{name}\n{text}" for name, text in texts.items()).rstrip()


def _slots(settings: Settings) -> dict[str, list[datetime]]:
    from digest import clock
    from digest.scheduling.calling import coming

    return coming(settings, now=clock.now(os.environ))


def _coming(settings: Settings) -> dict[str, Any]:
    from digest.clock import iso

    return {"next": {name: [iso(moment) for moment in found] for name, found in _slots(settings).items()}}


def _note_coming(ctx: typer.Context, settings: Settings) -> None:
    from zoneinfo import ZoneInfo

    from digest import clock

    name = settings.publication.timezone
    zone = ZoneInfo(name)
    this_year = clock.now(os.environ).astimezone(zone).year
    for edition, found in _slots(settings).items():
        local = [moment.astimezone(zone) for moment in found]
        words = [f"{one:%a %d %b %H:%M}" if one.year == this_year else f"{one:%a %d %b %Y %H:%M}" for one in local]
        note(f"# {edition}: {', '.join(words)} ({name})", quiet=session(ctx).quiet)


def _note_needs(ctx: typer.Context, settings: Settings, *, systemd: bool) -> None:
    """Tell what a newsroom finds out the morning after: what cron and systemd do not have that a shell has."""
    from digest.scheduling.calling import unseen

    if variable := unseen(settings):
        key = "[mail.smtp] password_file" if settings.mail.transport == "smtp" else "[mail.sendgrid] api_key_file"
        note(f"digest: {'systemd' if systemd else 'cron'} does not know ${variable}; name a file with it in {key}")
    if systemd:
        note("# so that it runs while nobody is logged in: loginctl enable-linger", quiet=session(ctx).quiet)
