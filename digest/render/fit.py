"""Makes an issue fit the size that mail programs show whole, by saying less, then by leaving stories to the web."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from markupsafe import escape

from digest.errors import RenderError
from digest.render.plaintext import shorten, width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.model.issue import Issue, Item

LIMIT = 95_000  # bytes of HTML; Gmail clips a little above
RESERVE = 1_000  # bytes of it that stay free: for what transports add, and for days with longer names

# A full stop ends a sentence after four letters at least: rather too few sentences than one cut after "Dr."
_SENTENCE_END = re.compile("(?:(?<=[!?…؟۔।॥።։])|(?<=\\w{4}\\.))[\"'”’»)\\]]*\\s+|(?<=[。！？｡])[”’」』）】]*")

T = TypeVar("T")

_NAME, _TITLE = 60, 140  # columns of a name, and of the title, in a lead that fits in no other way


@dataclass(frozen=True, slots=True)
class Fitted(Generic[T]):
    """An issue that fits, as it is printed, and what it cost: briefs shortened among those left, briefs left out.

    `full_size` is the bytes of HTML that all of it would take, 0 where that is what fits.
    """

    issue: Issue
    printed: T
    shortened: int
    dropped: int
    full_size: int = 0


def _size(text: str) -> int:
    return len(text.encode())


def fit(issue: Issue, print_issue: Callable[[Issue], T], *, size_of: Callable[[T], int], theme: str) -> Fitted[T]:
    """Return the issue as it fits; all of it, if it does. `size_of` says how many bytes of HTML a reader gets.

    `theme` is the name of what prints it.

    Briefs lose closing sentences, the longest first and none its only one; then briefs go from the end and count
    as stories that did not fit; at the very last the lead is cut: its standfirst, names, picture, title and link.

    Raises:
        RenderError: not even that fits, because of the theme or of the publication's own words.
    """

    def excess(printed: T) -> int:
        return size_of(printed) - LIMIT + RESERVE

    printed = print_issue(issue)
    if excess(printed) <= 0:
        return Fitted(issue, printed, 0, 0)
    full_size = size_of(printed)
    kept, printed = _with_shorter_briefs(issue, printed, print_issue, excess)
    if excess(printed) > 0:
        kept = _dropped(kept, lambda content: excess(print_issue(content)) <= 0)
        printed = print_issue(kept)
    if excess(printed) > 0:
        fitting = next(_with_shorter_leads(kept, print_issue, excess), None)
        if fitting is None:
            raise RenderError(_too_large(issue, size_of(printed), theme))
        kept, printed = fitting
    pairs = zip(kept.briefs, issue.briefs, strict=False)
    shortened = sum(len(brief.summary) < len(whole.summary.rstrip()) for brief, whole in pairs)
    return Fitted(kept, printed, shortened, len(issue.briefs) - len(kept.briefs), full_size)


def _with_shorter_briefs(
    issue: Issue, printed: T, print_issue: Callable[[Issue], T], excess: Callable[[T], int]
) -> tuple[Issue, T]:
    """Shorten summaries until the issue fits, or no more can be taken; what it takes in HTML is seen afterwards."""
    while (over := excess(printed)) > 0 and (shorter := _shortened(issue, over)) != issue:
        issue, printed = shorter, print_issue(shorter)
    return issue, printed


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


def _dropped(issue: Issue, fits: Callable[[Issue], bool]) -> Issue:
    """Leave out as few briefs as need be, found by halving."""
    fitting, failing = 0, len(issue.briefs)
    while failing - fitting > 1:
        count = (fitting + failing) // 2
        if fits(_first(issue, count)):
            fitting = count
        else:
            failing = count
    return _first(issue, fitting)


def _first(issue: Issue, count: int) -> Issue:
    return replace(issue, briefs=issue.briefs[:count], more=issue.more + len(issue.briefs) - count)


def _with_shorter_leads(
    issue: Issue, print_issue: Callable[[Issue], T], excess: Callable[[T], int]
) -> Iterator[tuple[Issue, T]]:
    """Yield the issue with each lead that makes it fit, the longest first."""
    for lead in _shorter_leads(issue.lead):
        cut = replace(issue, lead=lead)
        printed = print_issue(cut)
        if excess(printed) <= 0:
            yield cut, printed


def _too_large(issue: Issue, least: int, theme: str) -> str:
    return (
        f"issue {issue.name} does not fit in {LIMIT:,} bytes of HTML: with its lead alone it takes {least:,}; make the "
        f"templates of theme {theme} smaller, or the publication's own words (name, title, postal address)"
    )


def _shorter_leads(lead: Item) -> Iterator[Item]:
    """Yield the lead with less and less: what a reader misses least goes first."""
    columns = width(lead.summary)
    while columns > 1:
        columns //= 2
        lead = replace(lead, summary=shorten(lead.summary, columns))
        yield lead
    lead = replace(lead, also_covered_by=(), source=shorten(lead.source, _NAME), kicker=shorten(lead.kicker, _NAME))
    yield lead
    lead = replace(lead, image="", image_alt="")
    yield lead
    lead = replace(lead, title=shorten(lead.title, _TITLE))
    yield lead
    yield replace(lead, url="")
