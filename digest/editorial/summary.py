"""Writes a story's standfirst out of whole sentences of its own: the source's summary, or how its text opens."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.editorial.boilerplate import is_boilerplate, without_asides
from digest.editorial.corrections import corrected
from digest.editorial.datelines import without_dateline
from digest.editorial.leaning import leans, points
from digest.editorial.sentences import UNSPACED_STOPS, ends_on_a_number, is_whole, paragraphs
from digest.editorial.sentences import sentences as split
from digest.editorial.telling import OPENING, QUESTIONS, telling, without_marks
from digest.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model.story import Story

FEWEST_WORDS = 8  # in a summary worth having
MOST_SENTENCES = 3
BEST_FIRST = 4  # so many sentences are looked at for one that does not lean on what went before
ENOUGH = 0.5  # of the limit; so much told, no further sentence is asked for
SAID_AGAIN = 0.6  # of the words of a sentence; so many told already make it say nothing new
TOLD_IN_FULL, FEWEST_IN_FULL = 0.75, 6  # of the words of a sentence, in a longer one; and words that are so compared
SHORTEST_TERM, LONGEST_STEM = 5, 6  # letters
TITLE_AGAIN = 0.5  # of what is told; so much from the title, in whatever form, asks for a further sentence, ...
TITLE_ALONE = 0.6  # ... and so much of a sentence lets the next one stand for it, where both do not fit
TITLE_TOLD, TITLE_MISSED = 0.5, 0.2  # of the title: by a first sentence that is too long, and by those that fit
SHORTEST_CLAUSE = 0.6  # of the limit: a cut at a clause boundary keeps at least so much

_CLOSING = "\"'”’»“«›‹)）」』 \u00a0\u202f"
_CLOSES = {'"': '"', "“": "”", "„": "“", "«": "»", "« ": " »", "»": "«"}
_LEFT_OPEN = re.compile(r"(?:^|[\s(\[])(?P<mark>« |[\"“„«»])(?=\w)[^\"“”„«»]*$")
_QUOTED = re.compile(r"[\"“„«»「『][^\"“”„«»「」『』]*[\"”“«»」』][.。]?")  # and whose words they are is not said
_CLAUSE_END = re.compile(r"[,;:،؛](?=\s)|\s[—–-](?=\s)|[，、；：]")


def standfirst(story: Story, *, sentences: int, limit: int) -> str:
    """Return so many sentences, and more of them where they are short, in at most `limit` characters.

    The source's own summary is used when it is good, and continued from the body when it is too short; else the
    opening of the story's own body. Sentences stand whole; only where neither has one that fits, the first is cut at a
    clause or a word, with an ellipsis. Empty when the story has nothing to say beside its title.
    """
    own = _telling(story.own_body, story, limit=limit)
    given = _given(story, own, limit=limit)
    tried = (_told(found, more, story, sentences=sentences, limit=limit) for found, more in ((given, own), (own, ())))
    told = _first_that_asks_nothing(filter(None, tried))
    first = next(iter([*given, *own, *(() if told else _lines(story))]), "")
    if told and (len(first) <= limit or _stands_for(told, first, story.title)):
        return _closed(_joined(told), limit=limit)
    return _cut(first, limit=limit)


def _stands_for(told: Sequence[str], first: str, title: str) -> bool:
    """Tell whether what is told does for a first sentence too long: it says enough, and that is no list."""
    about = _beginnings(title) if ";" in first else set()
    by_first, by_told = (len(about & _beginnings(said)) for said in (first, " ".join(told)))
    if by_first >= TITLE_TOLD * len(about) > 0 and by_told <= TITLE_MISSED * len(about):
        return False
    return len(words(" ".join(told))) >= FEWEST_WORDS


def _telling(text: str, story: Story, *, limit: int) -> list[str]:
    return corrected(telling(text, title=story.title, language=story.language), title=story.title, limit=limit)


def _told(found: Sequence[str], more: Sequence[str], story: Story, *, sentences: int, limit: int) -> list[str]:
    """Return what is told of the sentences found, and of `more` where these are too few or end on a question."""
    openings = _openings(found, story, limit=limit)
    told = _first_that_asks_nothing(_filled([], one, sentences=sentences, limit=limit) for one in openings)
    unsaid = _going_on(told, more, language=story.language) if told else []
    again = bool(told) and _from_title(" ".join(told), story.title) >= TITLE_AGAIN
    if unsaid and (len(told) < sentences or _asks(told) or again):
        return _filled(told, unsaid, sentences=sentences, limit=limit)
    return told


def _first_that_asks_nothing(tried: Iterable[list[str]]) -> list[str]:
    """Return the first that does not end on a question, or else the first of all."""
    first: list[str] = []
    for told in tried:
        if not _asks(told):
            return told
        first = first or told
    return first


def _asks(told: Sequence[str]) -> bool:
    return bool(told) and told[-1].rstrip(_CLOSING).endswith(QUESTIONS)


def _given(story: Story, own: Sequence[str], *, limit: int) -> list[str]:
    """Return the sentences of the source's summary, the last one made whole from the body; none when it is no good.

    It is no good when it says next to nothing, or nothing that the story is about, as the motto of a site.
    """
    given = _telling(story.summary, story, limit=limit)
    beginning = _last_words(story.summary, language=story.language)
    if whole := next((sentence for sentence in own if beginning and sentence.startswith(beginning)), ""):
        given = [sentence for sentence in given if not sentence.startswith(beginning)] + [whole]
    said = words(" ".join(given))
    about = _stems(words(f"{story.title} {story.own_body[:OPENING]}")) if story.body else _stems(said)
    return given if len(said) >= FEWEST_WORDS and (_stems(said) & about or not _stems(said)) else []


def _last_words(summary: str, *, language: str) -> str:
    """Return how a summary's last sentence begins, where it may be cut off; nothing when it ends as sentences do."""
    *_, last = split(summary, language=language) or [""]
    if ends_on_a_number(last):
        return last
    return "" if is_whole(last) else last.rstrip(" .…[]()")


def _stems(said: Iterable[str]) -> set[str]:
    """Return the beginnings of the words that are long enough to carry meaning."""
    return {word[:LONGEST_STEM] for word in said if len(word) >= SHORTEST_TERM}


def _openings(found: Sequence[str], story: Story, *, limit: int) -> list[Sequence[str]]:
    """Return the sentences from the first one that fits, if possible one that leans on none before it, and so on.

    The first of them is the best. The others stand by in case that it ends on a question, and answer none themselves.
    """
    fits = [index for index, sentence in enumerate(found) if len(sentence) <= limit]
    free = [index for index in fits if not _hangs(found[index], index, language=story.language)]
    best, *others = [index for index in free if index < BEST_FIRST] or fits or [0]
    alone = others[:1] == [best + 1] and len(_joined(found[best : best + 2])) > limit
    if alone and _from_title(found[best], story.title) >= TITLE_ALONE:
        best, *others = *others, best
    return [found[index:] for index in (best, *others) if index == best or not _asks(found[:index])] if fits else []


def _from_title(said: str, title: str) -> float:
    """Return how much of what is said is in the title, in whatever form, from 0 to 1."""
    beginnings = _beginnings(said)
    return len(beginnings & _beginnings(title)) / len(beginnings) if beginnings else 0


def _beginnings(text: str) -> set[str]:
    """Return what the longer words of a text begin with."""
    return {word[:SHORTEST_TERM] for word in words(text) if len(word) >= SHORTEST_TERM}


def _hangs(sentence: str, index: int, *, language: str) -> bool:
    return leans(sentence, language=language) or (
        index > 0 and (points(sentence) or _QUOTED.fullmatch(sentence) is not None)
    )


def _filled(told: Sequence[str], more: Iterable[str], *, sentences: int, limit: int) -> list[str]:
    """Add sentences as long as they fit: as many as asked, and more while half of the limit is free or one asks.

    One that says in full what the last one says stands in its place, and is passed over where it does not fit there.
    """
    filled = list(told)
    for sentence in more:
        enough = len(filled) >= sentences and len(_joined(filled)) >= limit * ENOUGH and not _asks(filled)
        again = bool(filled) and _in_full(filled[-1], sentence)
        longer = [*(filled[:-1] if again else filled), sentence]
        fits = len(_joined(longer)) <= limit
        if enough or len(filled) == MOST_SENTENCES or not (fits or again):
            break
        filled = longer if fits else filled
    return _without_question(filled)


def _in_full(sentence: str, longer: str) -> bool:
    """Tell whether a sentence says what another one says, and more."""
    said, known = words(sentence), set(words(longer))
    return len(said) >= FEWEST_IN_FULL and sum(word in known for word in said) >= TOLD_IN_FULL * len(said)


def _without_question(told: list[str]) -> list[str]:
    """Leave out a question at the end, where enough is said before it."""
    before = told
    while _asks(before):
        before = before[:-1]
    return before if len(words(" ".join(before))) >= FEWEST_WORDS else told


def _going_on(told: Sequence[str], own: Sequence[str], *, language: str) -> list[str]:
    """Return the sentences that say something new beside what is told, from the first that can stand behind it."""
    known = set(words(" ".join(told)))
    behind = own[own.index(told[-1]) + 1 :][:1] if told[-1] in own else ()
    unsaid = [one for one in own if sum(word in known for word in words(one)) < SAID_AGAIN * len(words(one))]
    stands = (at for at, one in enumerate(unsaid) if one in behind or not _hangs(one, 1, language=language))
    return unsaid[next(stands, len(unsaid)) :]


def _joined(told: Sequence[str]) -> str:
    """Join sentences with a space, but for those of scripts that put none after a full stop."""
    text = told[0]
    for before, sentence in pairwise(told):
        text += ("" if before.rstrip("”’」』）】")[-1:] in UNSPACED_STOPS else " ") + sentence
    return text


def _closed(text: str, *, limit: int) -> str:
    """Return a text with the mark that ends its last quotation, where the sentence that has it was left out."""
    opened = _LEFT_OPEN.search(text)
    closed = text + _CLOSES[opened["mark"]] if opened else text
    return closed if len(closed) <= limit else text


def _lines(story: Story) -> list[str]:
    """Return the lines of a story without whole sentences, which say something beside its title."""
    lines = [
        without_dateline(without_asides(without_marks(line)))
        for text in (story.summary, story.own_body[:OPENING])
        for line in paragraphs(text)
    ]
    title = set(words(story.title))
    told = (
        _joined([one for one in split(line, language=story.language) if not is_boilerplate(one)] or [""])
        for line in lines
        if not is_boilerplate(line)
    )
    return [line for line in told if not title.issuperset(words(line))]


def _cut(sentence: str, *, limit: int) -> str:
    """Return as much of a sentence as fits with an ellipsis, up to a clause boundary or at least a whole word."""
    if len(sentence) <= limit:
        return sentence
    room = sentence[: limit - 1]
    clauses = [match.start() for match in _CLAUSE_END.finditer(room) if match.start() >= limit * SHORTEST_CLAUSE]
    end = clauses[-1] if clauses else room.rfind(" ")
    if end <= 0:
        end = _before_marks(sentence, len(room))
    return room[:end].rstrip(" ,;:—–-，、；：") + "…"


def _before_marks(text: str, end: int) -> int:
    """Move an end back so that it parts no letter from its combining marks, and no joined emoji."""
    while end > 1 and (unicodedata.combining(text[end]) or "\u200d" in text[end - 1 : end + 1]):
        end -= 1
    return end
