"""Says what the machine has to call, and when the next sends are due."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.editorial.slots import next_slot
from digest.errors import DigestError

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.settings import Settings

SHOWN = 5


def crontab_line(settings: Settings) -> str:
    """Return the crontab line that keeps every edition of this configuration going.

    One line serves all schedules and all time zones: `run` knows what is due, so cron need not.
    """
    return "*/5 * * * * " + _for_cron(command(settings))


def coming(settings: Settings, *, now: datetime) -> dict[str, list[datetime]]:
    """Return the next moments, in UTC, at which each edition is due."""
    zone = ZoneInfo(settings.publication.timezone)
    found: dict[str, list[datetime]] = {}
    for edition in settings.editions.values():
        moment, found[edition.name] = now, []
        for _ in range(SHOWN):
            moment = next_slot(edition, after=moment, zone=zone).at
            found[edition.name].append(moment)
    return found


def unseen(settings: Settings) -> str:
    """Return the variable that the transport's secret is in where no file holds it: cron and systemd do not know it."""
    mail = settings.mail
    if mail.transport == "smtp" and mail.smtp.username and not mail.smtp.password_file:
        return mail.smtp.password_env
    if mail.transport == "sendgrid" and not mail.sendgrid.api_key_file:
        return mail.sendgrid.api_key_env
    return ""


def command(settings: Settings) -> str:
    """Return the shell command that sees to every edition of this configuration.

    Raises:
        DigestError: the configuration's path cannot stand in one line.
    """
    if not str(settings.file).isprintable():
        raise DigestError(
            f"{str(settings.file)!r} cannot stand in a crontab or unit; move the newsroom to a plain path"
        )
    return f"{shlex.quote(_program())} --config {shlex.quote(str(settings.file))} run"


def _program() -> str:
    """The installed command beside this Python, else what the shell would find: cron's PATH is short."""
    beside = Path(sys.executable).with_name("digest")
    return str(beside) if beside.exists() else shutil.which("digest") or "digest"


def _for_cron(words: str) -> str:
    return words.replace("%", r"\%")  # an unescaped % ends the command (crontab(5))
