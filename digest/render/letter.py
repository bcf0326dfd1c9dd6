"""Renders a letter: subject, preheader, HTML and plain text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from digest.model.issue import Rendering
from digest.model.letter import LetterKind
from digest.model.links import confirm_url, preferences_url
from digest.render.escape import clean
from digest.render.interface import interface, spoken
from digest.render.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.model.issue import Marks, Publication
    from digest.model.letter import Halted
    from digest.render.interface import Interface
    from digest.render.theme import Theme
    from digest.render.words import Direction, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPage:
    """All that a theme's templates of a letter are given, as `page`; `notes` are quiet lines below the button."""

    language: str
    direction: Direction
    start: Literal["left", "right"]
    end: Literal["left", "right"]
    comma: str
    colon: str
    subject: str
    preheader: str
    publication: str
    postal_address: str
    heading: str
    text: str
    button: str
    url: str
    notes: tuple[str, ...]


def render_letter(
    kind: LetterKind,
    lists: Sequence[str],
    *,
    publication: Publication,
    language: str,
    until: datetime,
    theme: Theme,
    marks: Marks,
    halted: Halted | None = None,
) -> Rendering:
    """Return a letter about the lists of these titles; its one link works `until` then, if it is a question.

    It says so where the reader has `halted` what goes there, and promises no issue.

    It speaks the reader's `language`, or the publication's where there are no words for that. The token's mark stands
    in the link.

    Raises:
        RenderError: a template of the theme is wrong.
    """
    words = interface("letter", spoken(language, home=publication.language))
    told = replace(publication, language=words.language)
    page = _lay_out(kind, lists, publication=told, words=words, until=until, marks=marks, halted=halted)
    return Rendering(
        subject=page.subject,
        preheader=page.preheader,
        html=theme.letter_html(page),
        text=theme.letter_text(page),
        language=page.language,
    )


def _lay_out(
    kind: LetterKind,
    lists: Sequence[str],
    *,
    publication: Publication,
    words: Interface,
    until: datetime,
    marks: Marks,
    halted: Halted | None,
) -> LetterPage:
    said = words_of(publication)
    name, comma = clean(publication.name), said.phrases.comma
    if kind is LetterKind.WELCOME:
        url, button = preferences_url(publication.url, marks.token), words.say("welcome_button")
        notes: tuple[str, ...] = (words.say("welcome_hint"),)
    else:
        url, button = confirm_url(publication.url, marks.token), words.say("ask_button")
        notes = (words.say("ask_until", date=said.long_date(said.day(until))), words.say("ask_ignore"))
    titles = said.enumerated([clean(title) for title in lists])
    text = _halted(kind, words, said, titles, halted) if halted else words.say(f"{kind}_text", lists=titles)
    return LetterPage(
        language=words.language,
        direction=words.direction,
        start="left" if words.direction == "ltr" else "right",
        end="right" if words.direction == "ltr" else "left",
        comma=comma,
        colon=said.phrases.colon,
        subject=words.say(f"{kind}_subject", publication=name),
        preheader=text,
        publication=name,
        postal_address=clean(publication.postal_address),
        heading=words.say(f"{kind}_heading"),
        text=text,
        button=button,
        url=url,
        notes=notes,
    )


def _halted(kind: LetterKind, words: Interface, said: Words, titles: str, halted: Halted) -> str:
    """Return what a letter says to whoever gets nothing for now; a reminder promises nothing as it is."""
    if kind is LetterKind.REMIND:
        return words.say("remind_text", lists=titles)
    if halted.until is None:
        return words.say(f"{kind}_off", lists=titles)
    return words.say(f"{kind}_paused", lists=titles, date=said.long_date(said.day(halted.until)))
