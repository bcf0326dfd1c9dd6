"""Judges whether text can be read against what is behind it, in the light and in the dark (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.document import own_texts
from digest.check.mail import Fault
from digest.model.colour import contrast as ratio_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.cascade import Look
    from digest.check.document import Element
    from digest.check.mail import Mail

_ENOUGH, _ENOUGH_LARGE = 4.5, 3.0
_UNREADABLE = 2.0


def contrast(mail: Mail) -> Iterator[Fault]:
    """Text, alt text too, with a contrast below 4.5 to 1, or 3 to 1 where it is large."""
    yield from _faint(mail, dark=False)


def contrast_dark(mail: Mail) -> Iterator[Fault]:
    """The same where the mail program is dark, by the mail's own `prefers-color-scheme: dark`."""
    yield from _faint(mail, dark=True)


def text_unreadable(mail: Mail) -> Iterator[Fault]:
    """Text with a contrast below 2 to 1, in the light or in the dark: hardly anybody can read it."""
    for dark in (False, True):
        for element, look, ratio in _pairs(mail, dark=dark):
            if ratio < _UNREADABLE:
                yield Fault(mail.place(element), f"{_described(look, ratio, dark=dark)}; choose colours further apart")


def _faint(mail: Mail, *, dark: bool) -> Iterator[Fault]:
    for element, look, ratio in _pairs(mail, dark=dark):
        enough = _ENOUGH_LARGE if look.large else _ENOUGH
        if _UNREADABLE <= ratio < enough:
            described = _described(look, ratio, dark=dark)
            yield Fault(mail.place(element), f"{described} of {enough:g}; choose colours further apart")


def _pairs(mail: Mail, *, dark: bool) -> Iterator[tuple[Element, Look, float]]:
    """Yield the first element of each pair of colours that text stands in, and its contrast."""
    known: set[tuple[str, str, bool]] = set()
    found = (mail.dark if dark else mail.light) or {}
    for element in mail.document.seen() if found else ():
        look = found[element]
        if not _says(element) or not look.shown or look.colour is None or look.ground is None:
            continue
        colour = look.colour.over(look.ground)
        pair = (str(colour), str(look.ground), look.large)
        if pair not in known:
            known.add(pair)
            yield element, look, ratio_of(colour, look.ground)


def _says(element: Element) -> bool:
    """Tell whether there is text in an element, or in its place while pictures are off."""
    return bool(own_texts(element)) or (element.tag == "img" and bool((element.get("alt") or "").strip()))


def _described(look: Look, ratio: float, *, dark: bool) -> str:
    when = " in the dark" if dark else ""
    return f"is {look.colour} on {look.ground}{when}, a contrast of {ratio:.1f}"
