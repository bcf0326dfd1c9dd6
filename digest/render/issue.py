"""Renders an issue: subject, preheader, HTML and plain text, the same bytes for the same issue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.model.issue import Rendering
from digest.render.fit import fit
from digest.render.page import lay_out

if TYPE_CHECKING:
    from digest.model.issue import Issue, Marks
    from digest.render.page import Page
    from digest.render.theme import Theme


def render(issue: Issue, *, theme: Theme, marks: Marks, longest_reason: int = 0) -> Rendering:
    """Return the issue through a theme, at most 95,000 bytes of HTML once a reader's own words stand in it.

    `longest_reason` is how many bytes of HTML it takes to say why a reader gets it, at most.

    Raises:
        RenderError: a template of the theme is wrong, or the lead alone is too long.
    """
    longer = max(0, longest_reason - len(marks.reason))

    def printed(content: Issue) -> tuple[Page, str]:
        page = lay_out(replace(content, on_the_web=()), marks)
        return page, theme.html(page)

    def size_of(printed: tuple[Page, str]) -> int:
        html = printed[1]
        return len(html.encode()) + (longer * html.count(marks.reason) if longer else 0)

    fitted = fit(issue, printed, size_of=size_of, theme=theme.name)
    page, html = fitted.printed
    return Rendering(
        subject=page.subject,
        preheader=page.preheader,
        html=html,
        text=theme.text(page),
        language=page.language,
        shortened=fitted.shortened,
        dropped=fitted.dropped,
        full_size=fitted.full_size,
    )
