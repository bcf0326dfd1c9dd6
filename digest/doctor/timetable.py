"""Looks whether anything calls `digest run` by itself."""

from __future__ import annotations

import shlex
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.model.health import doubtful, good, not_checked, wrong
from digest.scheduling.crontab import read
from digest.scheduling.units import services

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from digest.model.health import Examined

CHECK = "cron"
REMEDY = "digest cron install"
DAEMONS = frozenset({"cron", "crond", "fcron", "busybox", "anacron", "supercronic"})
PROCESSES = Path("/proc")
SYSTEM = (Path("/etc/crontab"), Path("/etc/cron.d"))


def check_timetable(
    config: Path, *, environ: Mapping[str, str], system: Iterable[Path] = SYSTEM, processes: Path = PROCESSES
) -> Examined:
    """Look through the account's crontab, the machine's, and the account's systemd units for a call of `run`."""
    units = ((str(file), text.replace("ExecStart=", "")) for file, text in services(environ))
    unread = ""
    try:
        crontab = read()
    except DigestError as error:
        crontab, unread = "", str(error)
    for place, text in (("your crontab", crontab), *_system(system), *units):
        for line in text.splitlines():
            if _calls_run(line, config):
                idle = not place.endswith(".service") and _no_daemon(processes)
                return _judged(place, line, idle=idle)
    if unread:
        return not_checked(CHECK, unread)
    return doubtful(CHECK, f"nothing here calls digest run for {config}", REMEDY)


def _judged(place: str, line: str, *, idle: bool) -> Examined:
    """Judge a call that stands somewhere: what it calls must be there, and somebody at work who reads it."""
    program = next((word for word in _words(line) if Path(word).name == "digest" and Path(word).is_absolute()), "")
    if program and not Path(program).exists():
        return wrong(CHECK, f"{place} calls {program}, which is not there", REMEDY)
    if idle:
        return doubtful(
            CHECK, f"{place} calls digest run, but no cron daemon is running", "start it: service cron start"
        )
    return good(CHECK, f"{place} calls digest run")


def _no_daemon(processes: Path) -> bool:
    """Tell whether no cron is running; not where that cannot be seen: no /proc, or others' processes are hidden."""
    names: list[str] = []
    for comm in processes.glob("[0-9]*/comm"):
        with suppress(OSError):
            names.append(comm.read_text(encoding="utf-8", errors="replace").strip())
    return (processes / "1" / "comm").exists() and not any(name in DAEMONS for name in names)


def _calls_run(line: str, config: Path) -> bool:
    """Tell whether a line calls `digest ... run` with this configuration, or with one that it does not name."""
    if line.lstrip().startswith("#") or "digest" not in line:
        return False
    words = _words(line)
    if "run" not in words:
        return False
    named = [words[place + 1] for place, word in enumerate(words[:-1]) if word == "--config"]
    return not named or Path(named[0]).resolve() == config.resolve()


def _words(line: str) -> list[str]:
    text = line.replace(r"\%", "%")
    with suppress(ValueError):  # not for a shell
        return shlex.split(text)
    return text.split()


def _system(places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for place in places:
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        for file in files:
            try:
                yield str(file), file.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
