"""Answers with public pages, and with the headers that go with them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import HTMLResponse

from digest.render.sheet import Sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from digest.model.letter import Halted
    from digest.model.settings import Settings
    from digest.render.interface import Interface
    from digest.render.words import Words

_POLICY = (
    "default-src 'none'; style-src {style}; img-src {pictures}; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
ANY_PICTURES = "https: http: data:"  # those of stories are wherever they are
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


class Press:
    """Prints pages in the colours of the publication and in its language, or a reader's."""

    def __init__(self, settings: Settings, *, now: Callable[[], datetime]) -> None:
        """Take the look of the first edition's theme; raises RenderError and UnknownName where it cannot be read."""
        self._now, self.sheets = now, Sheets(settings)
        self.base = self.sheets.base

    def interface(self, language: str = "") -> Interface:
        """Return the words of pages in a reader's language, or the publication's."""
        return self.sheets.interface(language)

    def words(self, language: str = "") -> Words:
        """Return how dates and lists are said on pages in a language."""
        return self.sheets.words(language)

    def halted(self, halted: Halted | None, *, language: str) -> str:
        """Return what to say to whoever is on a list of which nothing comes for now; empty where something does."""
        if halted is None:
            return ""
        say, words = self.interface(language).say, self.words(language)
        if halted.until is None:
            return say("confirmed_off")
        return say("confirmed_paused", date=words.long_date(words.day(halted.until)))

    def page(
        self,
        template: str,
        *,
        language: str = "",
        status: int = 200,
        headers: Mapping[str, str] = PRIVATE,
        **values: Any,  # noqa: ANN401  as many as a template takes
    ) -> HTMLResponse:
        """Return the answer that shows a page of today."""
        words = self.words(language)
        values |= {"today": words.full_date(words.day(self._now())), "index": "x-robots-tag" not in headers}
        return self.answer(self.sheets.html(template, language=language, **values), status=status, headers=headers)

    def answer(
        self, html: str, *, status: int = 200, headers: Mapping[str, str] = PRIVATE, pictures: str = "data:"
    ) -> HTMLResponse:
        """Return the answer that shows a page that is printed already; `pictures` says where its pictures are from."""
        policy = {"content-security-policy": _POLICY.format(style=self.sheets.style_source, pictures=pictures)}
        return HTMLResponse(html, status, headers={**policy, **_ALL, **headers})

    def message(self, message: Message, *, language: str = "", status: int = 200, problem: str = "") -> HTMLResponse:
        """Return the answer that says one thing, for nobody else to see; with a `problem`, by its name, it is 422."""
        status = 422 if problem else status
        return self.page("message.html.j2", language=language, status=status, message=message, problem=problem)
