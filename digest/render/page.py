"""Lays out an issue as its theme's templates get it: every text clean, every time and link written out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from digest.model.links import issue_url, preferences_url, unsubscribe_url, view_url
from digest.model.pictures import unseen
from digest.render.escape import clean, web_address
from digest.render.plaintext import width
from digest.render.subject import preheader, subject
from digest.render.words import direction, same_language, words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from digest.model.issue import Issue, Item, Marks, Publication
    from digest.render.words import Direction, Phrases

_MOST_NAMES = 4  # of others that cover a story
_STOPS = "?!.…:;؟。！？۔।"
_COLUMNS_A_MINUTE = 1300  # read: 230 words of English, or 650 characters of Chinese


class Entry(NamedTuple):
    """A story as it is printed; `language` and `direction` are empty when they are the publication's.

    `stop` is the full stop that the title lacks where a text goes on behind it; empty where it ends in a mark.
    `image_unseen` tells that classic Outlook cannot show the picture. `image_alt` are the words of a picture that
    stands alone, the title if it has none of its own; `picture_alt` are those of one beside the title, which is not
    said twice. `columns` is how much there is to read. A tuple, since it is made, and looked up by all its fields, for
    each story of each issue.
    """

    title: str
    stop: str
    url: str
    summary: str
    kicker: str
    image: str
    image_unseen: bool
    image_alt: str
    picture_alt: str
    language: str
    direction: Direction | Literal[""]
    source: str
    when: str
    reading: str
    also: str
    columns: int


@dataclass(frozen=True, slots=True)
class Section:
    """Briefs that stand together under a heading."""

    heading: str
    stories: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """All that a theme's templates are given, as `page`.

    `start` and `end` are the sides where a line begins and ends; `dot` is what stands between the parts of a line.
    `sections` are the briefs by their headings, `reading` is the time that the mail itself takes. `more` is empty when
    everything fitted, and `on_the_web` is what did not, for the page of the issue alone and not for a mail. `reason`
    stands for a sentence of each reader's own, links for their own.
    """

    language: str
    direction: Direction
    start: Literal["left", "right"]
    end: Literal["left", "right"]
    dot: str
    phrases: Phrases
    subject: str
    preheader: str
    publication: str
    postal_address: str
    title: str
    date: str
    number: str
    lead: Entry
    briefs: tuple[Entry, ...]
    sections: tuple[Section, ...]
    on_the_web: tuple[Entry, ...]
    reading: str
    more: str
    web_url: str
    reason: str
    preferences_url: str
    pause_url: str
    view_url: str
    unsubscribe_url: str

    @property
    def setting(self) -> tuple[str | Phrases, ...]:
        """What all variants of an issue share that are in one language: all but stories and what tells of them."""
        return (
            self.language,
            self.direction,
            self.start,
            self.end,
            self.dot,
            self.phrases,
            self.publication,
            self.postal_address,
            self.title,
            self.date,
            self.number,
            self.web_url,
            self.reason,
            self.preferences_url,
            self.pause_url,
            self.view_url,
            self.unsubscribe_url,
        )


def lay_out(issue: Issue, marks: Marks) -> Page:
    """Return the page of an issue, with the marks where a reader's own words go."""
    publication = issue.publication
    words, base = words_of(publication), publication.url
    from_the_left = direction(publication.language) == "ltr"
    told = _teller(issue.slot, publication)
    lead, *briefs = map(told, issue.items)
    return Page(
        language=publication.language,
        direction=direction(publication.language),
        start="left" if from_the_left else "right",
        end="right" if from_the_left else "left",
        dot=" ·\u00a0" if from_the_left else "\u200f ·\u00a0",  # the mark keeps a number from joining a Latin name
        phrases=words.phrases,
        subject=subject(issue),
        preheader=preheader(issue),
        publication=clean(publication.name),
        postal_address=clean(publication.postal_address),
        title=clean(issue.title),
        date=_date(issue.slot, publication),
        number=words.phrases.number.format(n=issue.number),
        lead=lead,
        briefs=tuple(briefs),
        sections=_sections(briefs, issue.sections, rest=words.phrases.also_in_the_news),
        on_the_web=tuple(map(told, issue.on_the_web)),
        reading=words.phrases.minutes.format(n=_minutes((lead, *briefs))),
        more=words.more(issue.more) if issue.more else "",
        web_url=issue_url(base, issue.name),
        reason=marks.reason,
        preferences_url=preferences_url(base, marks.token),
        pause_url=preferences_url(base, marks.token) + "#pause",
        view_url=view_url(base, marks.token),
        unsubscribe_url=unsubscribe_url(base, marks.token),
    )


def _sections(briefs: Sequence[Entry], kickers: Sequence[str], *, rest: str) -> tuple[Section, ...]:
    """Return the sections that have briefs, those of no section last; a heading stands in the place of the kickers."""
    headings = [clean(kicker) for kicker in kickers]
    headed = [
        Section(heading, tuple(brief._replace(kicker="") for brief in briefs if brief.kicker == heading))
        for heading in headings
    ]
    left = tuple(brief for brief in briefs if brief.kicker not in headings)
    return tuple(section for section in (*headed, Section(rest, left)) if section.stories)


def _minutes(entries: Iterable[Entry]) -> int:
    return max(1, round(sum(entry.columns for entry in entries) / _COLUMNS_A_MINUTE))


@lru_cache(maxsize=64)
def _date(slot: datetime, publication: Publication) -> str:
    words = words_of(publication)
    return words.full_date(words.day(slot))


@lru_cache(maxsize=64)
def _teller(slot: datetime, publication: Publication) -> Callable[[Item], Entry]:
    """Return what tells the stories of an issue, each once, as most variants tell the same."""
    words, home = words_of(publication), publication.language
    today, phrases = words.day(slot), words.phrases

    @lru_cache(maxsize=1024)
    def told(item: Item) -> Entry:
        foreign = item.language and not same_language(item.language, home)
        mirrored = foreign and direction(item.language) != direction(home)
        title = clean(item.title)
        alt = clean(item.image_alt)
        others = [clean(name) for name in item.also_covered_by]
        return Entry(
            title=title,
            stop="" if title[-1:] in _STOPS else phrases.stop,
            url=web_address(item.url),
            summary=clean(item.summary),
            kicker=clean(item.kicker),
            image=web_address(item.image),
            image_unseen=unseen(item.image),
            image_alt=alt or title,
            picture_alt=alt,
            language=item.language if foreign else "",
            direction=direction(item.language) if mirrored else "",
            source=clean(item.source),
            when=words.moment(item.published_at, today=today, day_only=item.day_only),
            reading=phrases.minutes.format(n=item.reading_minutes) if item.reading_minutes else "",
            also=phrases.also_covered_by.format(names=words.listed(others, most=_MOST_NAMES)) if others else "",
            columns=width(f"{item.title} {item.summary}"),
        )

    return told
