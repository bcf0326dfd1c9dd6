"""Lets an issue speak a reader's language: its fixed words and dates, never its stories."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.render.interface import spoken
from digest.render.words import primary, same_language

if TYPE_CHECKING:
    from digest.model.issue import Issue, Item


def tongue(language: str, *, home: str) -> str:
    """Return the language that an issue speaks to a reader who gave this one (BCP 47, or nothing).

    It is theirs if there are words for it, else the publication's (`home`), which it also is for all who speak that,
    wherever they live; regions are left out, so that there are no more variants than there are catalogues.

    >>> tongue("pt-BR", home="en"), tongue("en-US", home="en-GB"), tongue("tlh", home="en"), tongue("", home="en")
    ('pt', 'en-GB', 'en', 'en')
    """
    if not language or same_language(language, home):
        return home
    return primary(language) if spoken(language, home="") else home


def speaking(issue: Issue, language: str) -> Issue:
    """Return the issue in that language; stories that name none are in the publication's, and say so now."""
    home = issue.publication.language
    if language == home:
        return issue

    def told(item: Item) -> Item:
        return replace(item, language=item.language or home)

    return replace(
        issue,
        publication=replace(issue.publication, language=language),
        lead=told(issue.lead),
        briefs=tuple(told(brief) for brief in issue.briefs),
    )
