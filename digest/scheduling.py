"""Says what cron or systemd has to call, and when the next sends are due."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from digest.editorial.slots import next_slot

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.settings import Settings

SHOWN = 5

SERVICE = """\
# ~/.config/systemd/user/digest.service
[Unit]
Description=Send the digests of {publication} that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}

# ~/.config/systemd/user/digest.timer
[Unit]
Description=See every five minutes whether a digest of {publication} is due

[Timer]
OnCalendar=*:0/5
Persistent=true

[Install]
WantedBy=timers.target
"""


def crontab(settings: Settings) -> str:
    """Return the crontab line that keeps every edition of this configuration going.

    One line serves all schedules and all time zones: `run` knows what is due, so cron need not.
    """
    return "*/5 * * * * " + _for_cron(_command(settings))


def units(settings: Settings) -> str:
    """Return a systemd service and timer that do the same as the crontab line."""
    return SERVICE.format(
        command=_command(settings).replace("%", "%%"), publication=settings.publication.name.replace("%", "%%")
    ).rstrip()


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


def _command(settings: Settings) -> str:
    return f"{shlex.quote(_program())} --config {shlex.quote(str(settings.file))} run"


def _program() -> str:
    """The installed command beside this Python, else what the shell would find: cron's PATH is short."""
    beside = Path(sys.executable).with_name("digest")
    return str(beside) if beside.exists() else shutil.which("digest") or "digest"


def _for_cron(command: str) -> str:
    return command.replace("%", r"\%")  # an unescaped % ends the command (crontab(5))
