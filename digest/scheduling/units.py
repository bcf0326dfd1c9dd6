"""Writes systemd user units that call `digest run`, and takes its own away again."""

from __future__ import annotations

import os
import re
import subprocess
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.scheduling.calling import command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.model.settings import Settings

_SECONDS = 20
_OURS = "# Written by `digest cron install --systemd`; taken away by `digest cron remove --systemd`.\n"
_SERVICE = """\
[Unit]
Description=Send the digests of {publication} that are due
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}
"""
_TIMER = """\
[Unit]
Description=See every five minutes whether a digest of {publication} is due

[Timer]
OnCalendar=*:0/5
Persistent=true

[Install]
WantedBy=timers.target
"""


def units(settings: Settings) -> dict[str, str]:
    """Return the service and the timer by their file names, which differ from one configuration to the next."""
    publication = " ".join(settings.publication.name.split()).replace("%", "%%")
    called = command(settings).replace("%", "%%").replace("$", "$$")  # systemd.unit(5), systemd.service(5)
    name = _name(settings.file)
    return {
        f"{name}.service": _SERVICE.format(publication=publication, command=called),
        f"{name}.timer": _TIMER.format(publication=publication),
    }


def installed(settings: Settings, environ: Mapping[str, str]) -> bool:
    """Tell whether the units of this configuration are there."""
    return all((_folder(environ) / name).exists() for name in units(settings))


def install(settings: Settings, environ: Mapping[str, str]) -> bool:
    """Write the units and start the timer; False when they stood there already, word for word.

    Raises:
        DigestError: a unit of that name is somebody else's, or systemd would not have the timer.
    """
    folder, texts = _folder(environ), {name: _OURS + text for name, text in units(settings).items()}
    for name in texts:
        _ours_or_none(folder / name)
    before = {name: _text(folder / name) for name in texts}
    changed = [name for name, text in texts.items() if before[name] != text]
    made = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for name in changed:
        (folder / name).write_text(texts[name], encoding="utf-8")
    try:
        if changed:
            _systemctl("daemon-reload")
        _systemctl("enable", "--now", f"{_name(settings.file)}.timer")
    except DigestError:
        for name in changed:
            if before[name] is None:  # a unit that calls nobody would pass for one that does
                (folder / name).unlink()
        for one in made:
            with suppress(OSError):  # systemd put something there
                one.rmdir()
        raise
    return bool(changed)


def remove(settings: Settings, environ: Mapping[str, str]) -> bool:
    """Stop the timer and take the units away; False when there were none.

    Raises:
        DigestError: a unit of that name is somebody else's, or systemd cannot be asked.
    """
    found = [path for name in units(settings) if _ours_or_none(path := _folder(environ) / name)]
    if not found:
        return False
    try:
        _systemctl("disable", "--now", f"{_name(settings.file)}.timer")
    finally:
        for path in found:
            path.unlink()
    _systemctl("daemon-reload")
    return True


def services(environ: Mapping[str, str]) -> Iterator[tuple[Path, str]]:
    """Yield the services of this user, whoever wrote them, with what they say."""
    for file in sorted(_folder(environ).glob("*.service")):
        with suppress(OSError):
            yield file, file.read_text(encoding="utf-8", errors="replace")


def _folder(environ: Mapping[str, str]) -> Path:
    home = environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "systemd" / "user"


def _name(file: Path) -> str:
    """Return a name for the units that a person knows again, and that no other configuration has."""
    place = re.sub(r"[^a-z0-9]+", "-", file.parent.name.lower()).strip("-")
    return f"digest-{place or 'newsroom'}-{sha256(os.fsencode(file)).hexdigest()[:6]}"


def _text(path: Path) -> str | None:
    return path.read_text(encoding="utf-8", errors="replace") if path.exists() else None


def _ours_or_none(path: Path) -> bool:
    """Tell whether the unit is there; one that we did not write is not to be touched."""
    text = _text(path)
    if text is not None and not text.startswith(_OURS):
        raise DigestError(f"{path} was not written by digest cron install; move it away, then try again")
    return text is not None


def _systemctl(*arguments: str) -> None:
    words = " ".join(("systemctl", "--user", *arguments))
    try:
        done = subprocess.run(  # noqa: S603  words of our own
            words.split(), capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except FileNotFoundError:
        raise DigestError(f"there is no systemd here: {words}") from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DigestError(f"{words} failed: {error}") from error
    if done.returncode:
        raise DigestError(f"{words} failed: {' '.join(done.stderr.split()) or f'exit {done.returncode}'}")
