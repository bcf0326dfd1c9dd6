"""Makes an issue fit the size that mail programs show whole, by saying less, then by leaving stories to the web."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import escape

from digest.errors import RenderError
from digest.render.plaintext import shorten, width

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.model.issue import Issue

LIMIT = 95_000  # bytes of HTML; Gmail clips a little above
RESERVE = 1_000  # bytes of it for a reader's own words, which are longer than the marks they replace

# A full stop ends a sentence after four letters at least: rather too few sentences than one cut after "Dr."
_SENTENCE_END = re.compile("(?:(?<=[!?…؟۔])|(?<=\\w{4}\\.))[\"'”’»)\\]]*\\s+|(?<=[。！？])[”’」』）】]*")


@dataclass(frozen=True, slots=True)
class Fitted:
    """An issue that fits, its HTML, and what it cost: briefs shortened among those left, briefs left out.

    `full_size` is the bytes of HTML that all of it would take, 0 where that is what fits.
    """

    issue: Issue
    html: str
    shortened: int
    dropped: int
    full_size: int = 0


def fit(issue: Issue, html_of: Callable[[Issue], str]) -> Fitted:
    """Return the issue as it fits; all of it, if it does.

    Briefs lose closing sentences, the longest first and none its only one; then briefs go from the end and count
    as stories that did not fit; at the very last the lead's standfirst is cut.

    Raises:
        RenderError: not even the lead alone fits.
    """
    html = html_of(issue)
    if _fits(html):
        return Fitted(issue, html, 0, 0)
    full_size = _size(html)
    kept = _shortened(issue, full_size - LIMIT + RESERVE)
    html = html_of(kept)
    if not _fits(html):
        kept = _dropped(kept, html_of)
        html = html_of(kept)
    if not _fits(html):
        kept, html = _lead_cut(kept, html_of)
    pairs = zip(kept.briefs, issue.briefs, strict=False)
    shortened = sum(len(brief.summary) < len(whole.summary.rstrip()) for brief, whole in pairs)
    return Fitted(kept, html, shortened, len(issue.briefs) - len(kept.briefs), full_size)


def _shortened(issue: Issue, excess: int) -> Issue:
    """Take closing sentences from the longest summaries until `excess` bytes are gone, or one sentence each is left."""
    told = [_sentences(brief.summary) for brief in issue.briefs]
    sizes = [_size(str(escape(brief.summary))) for brief in issue.briefs]
    while excess > 0 and (longer := [at for at, sentences in enumerate(told) if len(sentences) > 1]):
        longest = max(longer, key=lambda at: sizes[at])
        saved = _size(str(escape(told[longest].pop())))
        sizes[longest] -= saved
        excess -= saved
    pairs = zip(issue.briefs, told, strict=True)
    return replace(issue, briefs=tuple(replace(brief, summary="".join(kept).rstrip()) for brief, kept in pairs))


def _sentences(text: str) -> list[str]:
    """Cut a text after its sentences; joined, they are the text again."""
    stops = [found.end() for found in _SENTENCE_END.finditer(text)]
    ends = [end for end in stops if end < len(text) and not text[end].islower()]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def _dropped(issue: Issue, html_of: Callable[[Issue], str]) -> Issue:
    """Leave out as few briefs as need be, found by halving."""
    fitting, failing = 0, len(issue.briefs)
    while failing - fitting > 1:
        count = (fitting + failing) // 2
        if _fits(html_of(_first(issue, count))):
            fitting = count
        else:
            failing = count
    return _first(issue, fitting)


def _first(issue: Issue, count: int) -> Issue:
    return replace(issue, briefs=issue.briefs[:count], more=issue.more + len(issue.briefs) - count)


def _lead_cut(issue: Issue, html_of: Callable[[Issue], str]) -> tuple[Issue, str]:
    """Halve the lead's standfirst until it fits."""
    columns = width(issue.lead.summary)
    while columns > 1:
        columns //= 2
        cut = replace(issue, lead=replace(issue.lead, summary=shorten(issue.lead.summary, columns)))
        html = html_of(cut)
        if _fits(html):
            return cut, html
    raise RenderError(f"issue {issue.name} does not fit in {LIMIT:,} bytes of HTML, even with its lead alone")


def _fits(html: str) -> bool:
    return _size(html) <= LIMIT - RESERVE


def _size(text: str) -> int:
    return len(text.encode())
