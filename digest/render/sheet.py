"""Prints web pages: templates and one small stylesheet, in the publication's colours and language, or a reader's."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.render.interface import interface, spoken
from digest.render.theme import load_theme
from digest.render.web_templates import web_templates
from digest.render.words import words_of

if TYPE_CHECKING:
    from digest.model.settings import Settings
    from digest.render.interface import Interface
    from digest.render.words import Words


class Sheets:
    """Prints pages; the same values give the same page."""

    def __init__(self, settings: Settings) -> None:
        """Take the look of the first edition's theme; raises RenderError and UnknownName where it cannot be read."""
        self._settings = settings
        theme = next(iter(settings.editions.values())).theme
        self._design = load_theme(theme, brand=settings.brand).design
        self.base = urlsplit(settings.publication.url).path
        self._templates = web_templates()

    def interface(self, language: str = "") -> Interface:
        """Return the words of pages in a reader's language, or the publication's."""
        return interface("page", spoken(language, home=self._settings.publication.language))

    def words(self, language: str = "") -> Words:
        """Return how dates and lists are said on pages in a language."""
        return words_of(replace(self._settings.publication, language=self.interface(language).language))

    def html(self, template: str, *, language: str = "", **values: Any) -> str:  # noqa: ANN401  as a template takes
        """Return a page; `index` says whether search engines may keep it."""
        said = self.interface(language)
        return self._templates.get_template(template).render(
            values,
            base=self.base,
            style=self._style,
            say=said.say,
            language=said.language,
            direction=said.direction,
            publication=self._settings.publication,
            pages=self._settings.pages,
        )

    @cached_property
    def style_source(self) -> str:
        """How a policy names the one style that pages have (CSP 3, 6.7.3)."""
        return f"'sha256-{b64encode(sha256(self._style.encode()).digest()).decode()}'"

    @cached_property
    def _style(self) -> str:
        text = self._templates.get_template("pages.css.j2").render(design=self._design)
        return re.sub(r"\s*\n\s*", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)).strip()
