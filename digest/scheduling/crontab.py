"""Reads and writes the user's crontab through the system's own program, and sees that it says what it should.

`python-crontab` was tried for this and gathers the lines that set variables at the top, rewrites other jobs' spaces
and drops what it does not know; the lines of others are to stay as they are.
"""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from digest.errors import DigestError
from digest.scheduling.block import has_block, line_outside, with_block, without_block
from digest.scheduling.calling import crontab_line

if TYPE_CHECKING:
    from digest.model.settings import Settings

_SECONDS = 20  # a crontab is a small file; whatever takes longer hangs
_NONE_YET = ("no crontab for", "no such file")  # Vixie's cron, cronie and dcron; busybox


def read() -> str:
    """Return the user's crontab; empty where there is none yet.

    Raises:
        DigestError: there is no cron here, or this user may not use it.
    """
    try:
        return _call("-l")
    except DigestError as error:
        if any(words in str(error).lower() for words in _NONE_YET):
            return ""
        raise


def installed(settings: Settings) -> bool:
    """Tell whether the crontab calls for this configuration, by its block or by a line put there by hand.

    Raises:
        DigestError: there is no cron here, or this user may not use it.
    """
    crontab, name = read(), str(settings.file)
    return has_block(crontab, name) or line_outside(crontab, name, crontab_line(settings)) is not None


def install(settings: Settings) -> bool:
    """Put the block of this configuration into the crontab; False when it stood there already, word for word.

    Raises:
        DigestError: the same line stands there outside the block, the block is broken, or there is no cron to be had.
    """
    before, name, line = read(), str(settings.file), crontab_line(settings)
    if number := line_outside(before, name, line):
        raise DigestError(
            f"line {number} of the crontab calls it already, outside a block of ours; take that line out with "
            "crontab -e, then install again, or leave all as it is"
        )
    return _change(before, with_block(before, name, [line]))


def remove(settings: Settings) -> bool:
    """Take the block of this configuration out of the crontab, and the crontab itself where it was all of it.

    False when there was none.
    """
    before = read()
    return _change(before, without_block(before, str(settings.file)))


def _change(before: str, after: str) -> bool:
    if before == after:
        return False
    _refuse_changed_on_the_way(before)
    if after:
        _call("-", text=after)
    else:
        _call("-r")
    if read() != after:
        raise DigestError("the crontab does not say what was written to it; look at it with: crontab -l")
    return True


def _refuse_changed_on_the_way(crontab: str) -> None:
    """Pass unless a line ends in what Debian's `crontab -l` shows a carriage return as: written back, it would be that.

    Elsewhere in a line a backslash and an r are what they seem, as in a command that calls tr(1).
    """
    for number, line in enumerate(crontab.split("\n"), start=1):
        if line.endswith(r"\r"):
            raise DigestError(
                f"line {number} of the crontab ends in a carriage return, or in \\r, which crontab -l shows alike, and "
                "would be changed; take that off with crontab -e, then do the same again"
            )


def _call(argument: str, *, text: str | None = None) -> str:
    """Run crontab(1); its bytes need not be UTF-8, and come back as they were."""
    given = None if text is None else text.encode("utf-8", "surrogateescape")
    try:
        done = subprocess.run(  # noqa: S603  a fixed word
            ["crontab", argument],  # noqa: S607  the user's own PATH says which cron it is
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise DigestError(
            "there is no cron on this machine; install it, or write systemd units with: digest cron install --systemd"
        ) from None
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DigestError(f"crontab {argument} failed: {error}") from error
    if done.returncode:
        words = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise DigestError(f"crontab {argument} failed: {words or f'exit {done.returncode}'}")
    return done.stdout.decode("utf-8", "surrogateescape")
