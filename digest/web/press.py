"""Prints the public pages: templates, one small stylesheet, and the headers that go with them."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from digest.render.interface import interface, spoken
from digest.render.theme import load_theme
from digest.render.theme_file import templates_dir
from digest.render.words import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from digest.model.settings import Settings
    from digest.render.interface import Interface
    from digest.render.words import Words

_POLICY = (
    "default-src 'none'; style-src '{style}'; img-src data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
# A page that a token opens is for nobody's cache and nobody's index, and tells its address to no other site: if it told
# nobody at all, we could not see either that a form comes from it.
PRIVATE = {"cache-control": "no-store", "referrer-policy": "same-origin", "x-robots-tag": "noindex"}
_ALL = {"x-frame-options": "DENY", "cross-origin-opener-policy": "same-origin"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A button that leads on: where it posts to, what it says, and the hidden fields it sends along."""

    action: str
    button: str
    fields: tuple[tuple[str, str], ...] = ()
    plain: bool = False  # not what one comes here for


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A page that says one thing: a title, a text, what it is about, a button at most, and where else to go.

    `items` pair a title with a quiet word beside it, and `below` is a quiet line under them; `links` pair words with an
    address.
    """

    title: str
    text: str = ""
    items: tuple[tuple[str, str], ...] = ()
    below: str = ""
    step: Step | None = None
    hint: str = ""
    links: tuple[tuple[str, str], ...] = ()
    problem: str = ""


class Press:
    """Prints pages in the colours of the publication and in its language, or a reader's."""

    def __init__(self, settings: Settings, *, now: Callable[[], datetime]) -> None:
        """Take the look of the first edition's theme; raises RenderError and UnknownName where it cannot be read."""
        self._settings, self._now = settings, now
        theme = next(iter(settings.editions.values())).theme
        self._design = load_theme(theme, brand=settings.brand).design
        self.base = urlsplit(settings.publication.url).path
        self._templates = Environment(
            loader=FileSystemLoader(templates_dir() / "web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def interface(self, language: str = "") -> Interface:
        """Return the words of pages in a reader's language, or the publication's."""
        return interface("page", spoken(language, home=self._settings.publication.language))

    def words(self, language: str = "") -> Words:
        """Return how dates and lists are said on pages in a language."""
        return words_of(replace(self._settings.publication, language=self.interface(language).language))

    def page(
        self,
        template: str,
        *,
        language: str = "",
        status: int = 200,
        headers: Mapping[str, str] = PRIVATE,
        **values: Any,  # noqa: ANN401  as many as a template takes
    ) -> HTMLResponse:
        """Return the answer that shows a page."""
        said, words = self.interface(language), self.words(language)
        html = self._templates.get_template(template).render(
            values,
            base=self.base,
            style=self._style,
            say=said.say,
            language=said.language,
            direction=said.direction,
            publication=self._settings.publication,
            today=words.full_date(words.day(self._now())),
            pages=self._settings.pages,
            index="x-robots-tag" not in headers,
        )
        policy = {"content-security-policy": _POLICY.format(style=self._style_hash)}
        return HTMLResponse(html, status, headers={**policy, **_ALL, **headers})

    def message(self, message: Message, *, language: str = "", status: int = 200) -> HTMLResponse:
        """Return the answer that says one thing, for nobody else to see."""
        return self.page("message.html.j2", language=language, status=status, message=message)

    @cached_property
    def _style(self) -> str:
        text = self._templates.get_template("pages.css.j2").render(design=self._design)
        return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()

    @cached_property
    def _style_hash(self) -> str:
        return f"sha256-{b64encode(sha256(self._style.encode()).digest()).decode()}"
