"""Looks whether anything calls `digest run` by itself."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from digest.model.health import doubtful, good, not_checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from digest.model.health import Examined

CHECK = "cron"
REMEDY = "digest cron install"
SYSTEM = (Path("/etc/crontab"), Path("/etc/cron.d"))
PATIENCE = 10  # seconds


def check_timetable(config: Path, *, environ: Mapping[str, str], system: Iterable[Path] = SYSTEM) -> Examined:
    """Look through the account's crontab, the machine's, and the account's systemd units for a call of `run`."""
    places = [one for one in (*_system(system), *_units(environ)) if "digest" in one[1]]
    crontab = _crontab()
    if crontab is not None:
        places.append(("your crontab", crontab))
    for place, text in places:
        if any(_calls_run(line, config) for line in text.splitlines()):
            return good(CHECK, f"{place} calls digest run")
    if crontab is None and not places:
        return not_checked(
            CHECK, "this machine has neither crontab nor systemd units of ours; something else must call run"
        )
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


def _crontab() -> str | None:
    if (program := shutil.which("crontab")) is None:
        return None
    try:
        done = subprocess.run([program, "-l"], capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace")  # an account without one has an empty one


def _system(places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for place in places:
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        for file in files:
            try:
                yield str(file), file.read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue


def _units(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    home = environ.get("XDG_CONFIG_HOME") or (f"{environ['HOME']}/.config" if environ.get("HOME") else "")
    folder = Path(home, "systemd", "user") if home else None
    for file in sorted(folder.glob("*.service")) if folder and folder.is_dir() else ():
        yield str(file), file.read_text(encoding="utf-8", errors="replace").replace("ExecStart=", "")
