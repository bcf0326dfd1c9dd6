"""Finds the two lines a reader sees before opening: the subject and the preheader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.render.escape import clean
from digest.render.plaintext import shorten, width
from digest.render.words import words_of

if TYPE_CHECKING:
    from digest.model.issue import Issue

SUBJECT_COLUMNS = 70  # what a desktop's list of mails shows
PREHEADER_COLUMNS = 90


def subject(issue: Issue) -> str:
    """Return the lead's title, and how many more stories there are if that fits; one line, never empty.

    Where an issue shortly before had the same subject, this one's ends with its day.
    """
    said = _subject(issue)
    if said not in issue.recent_subjects:
        return said
    day = _day(issue)
    return shorten(clean(issue.lead.title) or clean(issue.title), SUBJECT_COLUMNS - width(day)) + day


def _day(issue: Issue) -> str:
    words = words_of(issue.publication)
    return words.phrases.comma + words.long_date(words.day(issue.slot))


def _subject(issue: Issue) -> str:
    words = words_of(issue.publication)
    title = clean(issue.lead.title)
    if not title:
        return (clean(issue.title) or clean(issue.publication.name)) + _day(issue)
    headline = shorten(title, SUBJECT_COLUMNS)
    whole = headline + words.phrases.comma + words.and_more(len(issue.briefs))
    tail_reads_well = issue.briefs and title[-1] not in "?!.…:;؟。！？۔"
    return whole if tail_reads_well and width(whole) <= SUBJECT_COLUMNS else headline


def preheader(issue: Issue) -> str:
    """Return what continues the subject: the titles of the first briefs, else the lead's standfirst; about a line."""
    titles = [title for brief in issue.briefs[:4] if (title := clean(brief.title))]
    return shorten(" · ".join(titles) or clean(issue.lead.summary) or clean(issue.title), PREHEADER_COLUMNS)
