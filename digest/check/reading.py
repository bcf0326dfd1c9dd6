"""Judges whether the mail can be read aloud: its language and direction, its headings, and its tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.check.mail import Fault, Part, Place
from digest.render.words import direction as direction_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.mail import Mail

_TAG = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*", re.IGNORECASE)  # BCP 47, as far as it is written here
_NO_LANGUAGE = frozenset({"und", "zxx", "mul", "mis"})


def language(mail: Mail) -> Iterator[Fault]:
    """No `lang` on the page, or one that names no language: it is then read aloud in a wrong voice."""
    given = mail.document.root.get("lang") or ""
    if not _TAG.fullmatch(given) or given.casefold() in _NO_LANGUAGE:
        what = f'has lang="{given[:20]}"' if given else "has no lang"
        yield Fault(Place(Part.HTML, words="<html>"), f'{what}; write lang="{mail.sample.language}" on mjml')


def direction(mail: Mail) -> Iterator[Fault]:
    """A page whose `dir` is not that of its language, or which has none though it is written from the right."""
    wanted = direction_of(mail.sample.language)
    given = (mail.document.root.get("dir") or "ltr").casefold()
    if given != wanted:
        message = (
            f'has dir="{given[:20]}", but {mail.sample.language} is written {wanted}; write dir="{wanted}" on mjml'
        )
        yield Fault(Place(Part.HTML, words="<html>"), message)


def title(mail: Mail) -> Iterator[Fault]:
    """No title on the page, which names it where it is opened in a browser or read aloud."""
    if not any((one.text or "").strip() for one in mail.document.named("title")):
        yield Fault(Place(Part.HTML, words="<html>"), "has no title; write an mj-title with the subject")


def heading_order(mail: Mail) -> Iterator[Fault]:
    """Headings that begin below the first level, or leave a level out: readers who jump by them lose their way."""
    before = 0
    for heading in mail.document.named("h1", "h2", "h3", "h4", "h5", "h6"):
        if heading in mail.document.hidden:
            continue
        level = int(heading.tag[1])
        if level > before + 1:
            after = f"after h{before}" if before else "as the first heading"
            yield Fault(mail.place(heading), f"comes {after}; make it h{before + 1}, or put one before it")
        before = level


def table_role(mail: Mail) -> Iterator[Fault]:
    """Tables that only lay the page out and do not say so: each of their cells is then read aloud as one."""
    for table in mail.document.named("table"):
        tells = table.get("role") in ("presentation", "none") or next(table.iter("th", "caption"), None) is not None
        if not tells and table not in mail.document.hidden:
            yield Fault(mail.place(table), 'has no role; write role="presentation" on a table that only lays out')
