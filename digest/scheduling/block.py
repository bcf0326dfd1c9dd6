"""Puts a marked block of lines into a crontab's text and takes it out again; every other byte stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Sequence

_BEGIN, _END = "# BEGIN digest ", "# END digest "
_OURS = 3  # lines of a block: two marks, and what they hold


def with_block(crontab: str, name: str, lines: Sequence[str]) -> str:
    """Return the crontab with the block of that name saying `lines`: in its place, or at the end where there is none.

    Raises:
        DigestError: somebody's editing left half a block, or put lines of their own into it.
    """
    block = "".join(f"{line}\n" for line in (f"{_BEGIN}{name}", *lines, f"{_END}{name}"))
    if place := _place(crontab, name):
        start, end = place
        return crontab[:start] + block + crontab[end:]
    return crontab + block if crontab.endswith("\n") or not crontab else f"{crontab}\n{block}"


def without_block(crontab: str, name: str) -> str:
    """Return the crontab without the block of that name.

    Raises:
        DigestError: somebody's editing left half a block, or put lines of their own into it.
    """
    start, end = _place(crontab, name) or (0, 0)
    return crontab[:start] + crontab[end:]


def has_block(crontab: str, name: str) -> bool:
    """Tell whether there is a whole block of that name."""
    return _place(crontab, name) is not None


def line_outside(crontab: str, name: str, line: str) -> int | None:
    """Return the number of the line that says the same outside the block, if there is one; spaces do not matter."""
    place = _place(crontab, name)
    at = 0
    for number, found in enumerate(crontab.splitlines(keepends=True), start=1):
        inside = place is not None and place[0] <= at < place[1]
        if not inside and found.split() == line.split():
            return number
        at += len(found)
    return None


def _place(crontab: str, name: str) -> tuple[int, int] | None:
    """Return where the block begins and ends, both its marks within."""
    begins = _lines_that_say(crontab, _BEGIN + name)
    ends = _lines_that_say(crontab, _END + name)
    if not begins and not ends:
        return None
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise DigestError(
            f"the crontab's block of {name} is not whole: there should be one line '{_BEGIN.strip()} ...' and after it "
            "one '# END digest ...'; mend it or take it out with: crontab -e"
        )
    if crontab.count("\n", begins[0], ends[0]) >= _OURS:
        raise DigestError(
            f"the crontab's block of {name} holds lines that we did not write; move them out from between its marks "
            "with: crontab -e"
        )
    return begins[0], crontab.index("\n", ends[0]) + 1 if "\n" in crontab[ends[0] :] else len(crontab)


def _lines_that_say(crontab: str, words: str) -> list[int]:
    """Return where the lines start that say just this."""
    found, at = [], 0
    for line in crontab.splitlines(keepends=True):
        if line.rstrip() == words:
            found.append(at)
        at += len(line)
    return found
