"""Looks whether anything calls `digest run` by itself."""

from __future__ import annotations

import shlex
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.model.health import doubtful, good, not_checked
from digest.scheduling.crontab import read
from digest.scheduling.units import services

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from digest.model.health import Examined

CHECK = "cron"
REMEDY = "digest cron install"
SYSTEM = (Path("/etc/crontab"), Path("/etc/cron.d"))


def check_timetable(config: Path, *, environ: Mapping[str, str], system: Iterable[Path] = SYSTEM) -> Examined:
    """Look through the account's crontab, the machine's, and the account's systemd units for a call of `run`."""
    units = ((str(file), text.replace("ExecStart=", "")) for file, text in services(environ))
    unread = ""
    try:
        crontab = read()
    except DigestError as error:
        crontab, unread = "", str(error)
    for place, text in (("your crontab", crontab), *_system(system), *units):
        if any(_calls_run(line, config) for line in text.splitlines()):
            return good(CHECK, f"{place} calls digest run")
    if unread:
        return not_checked(CHECK, unread)
    return doubtful(CHECK, f"nothing here calls digest run for {config}", REMEDY)


def _calls_run(line: str, config: Path) -> bool:
    """Tell whether a line calls `digest ... run` with this configuration, or with one that it does not name."""
    if line.lstrip().startswith("#") or "digest" not in line:
        return False
    words = line.replace(r"\%", "%").split()
    with suppress(ValueError):  # not for a shell
        words = shlex.split(line.replace(r"\%", "%"))
    if "run" not in words:
        return False
    named = [words[place + 1] for place, word in enumerate(words[:-1]) if word == "--config"]
    return not named or Path(named[0]).resolve() == config.resolve()


def _system(places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for place in places:
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        for file in files:
            try:
                yield str(file), file.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
