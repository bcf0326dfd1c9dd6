"""Writes a story's standfirst out of whole sentences of its own: the source's summary, or how its text opens."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.editorial.boilerplate import is_boilerplate, without_asides
from digest.editorial.datelines import without_dateline
from digest.editorial.leaning import leans, points
from digest.editorial.sentences import UNSPACED_STOPS, is_whole, paragraphs
from digest.editorial.sentences import sentences as split
from digest.editorial.telling import OPENING, telling, without_marks
from digest.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model.story import Story

FEWEST_WORDS = 8  # in a summary worth having
MOST_SENTENCES = 3
BEST_FIRST = 4  # so many sentences are looked at for one that does not lean on what went before
ENOUGH = 0.5  # of the limit; so much told, no further sentence is asked for
SAID_AGAIN = 0.6  # of the words of a sentence; so many told already make it say nothing new
SHORTEST_TERM, LONGEST_STEM = 5, 6  # letters
SHORTEST_CLAUSE = 0.6  # of the limit: a cut at a clause boundary keeps at least so much

_CLAUSE_END = re.compile(r"[,;:،؛](?=\s)|\s[—–-](?=\s)|[，、；：]")


def standfirst(story: Story, *, sentences: int, limit: int) -> str:
    """Return so many sentences, and more of them where they are short, in at most `limit` characters.

    The source's own summary is used when it is good, and continued from the body when it is too short; else the
    opening of the story's own body. Sentences stand whole; only where neither has one that fits, the first is cut at a
    clause or a word, with an ellipsis. Empty when the story has nothing to say beside its title.
    """
    own = telling(story.own_body, title=story.title, language=story.language)
    given = _given(story, own)
    for found in (given, own):
        if told := _filled([], _from_best(found, story, limit=limit), sentences=sentences, limit=limit):
            more = _unsaid(told, own) if found is given else []
            if len(told) < sentences and more and not _hangs(more[0], 1, language=story.language):
                told = _filled(told, more, sentences=sentences, limit=limit)
            return _joined(told)
    return _cut(next(iter([*given, *own, *_lines(story)]), ""), limit=limit)


def _given(story: Story, own: Sequence[str]) -> list[str]:
    """Return the sentences of the source's summary, the last one made whole from the body; none when it is no good.

    It is no good when it says next to nothing, or nothing that the story is about, as the motto of a site.
    """
    given = telling(story.summary, title=story.title, language=story.language)
    beginning = _last_words(story.summary, language=story.language)
    if whole := next((sentence for sentence in own if beginning and sentence.startswith(beginning)), ""):
        given = [sentence for sentence in given if not sentence.startswith(beginning)] + [whole]
    said = words(" ".join(given))
    about = _stems(words(f"{story.title} {story.own_body[:OPENING]}")) if story.body else _stems(said)
    return given if len(said) >= FEWEST_WORDS and (_stems(said) & about or not _stems(said)) else []


def _last_words(summary: str, *, language: str) -> str:
    """Return how a summary's last sentence begins, where it was cut off; nothing when it ends as sentences do."""
    *_, last = split(summary, language=language) or [""]
    return "" if is_whole(last) else last.rstrip(" .…[]()")


def _stems(said: Iterable[str]) -> set[str]:
    """Return the beginnings of the words that are long enough to carry meaning."""
    return {word[:LONGEST_STEM] for word in said if len(word) >= SHORTEST_TERM}


def _from_best(found: Sequence[str], story: Story, *, limit: int) -> Sequence[str]:
    """Return the sentences from the first one that fits, if possible one that leans on none before it."""
    fits = [index for index, sentence in enumerate(found) if len(sentence) <= limit]
    free = [index for index in fits if not _hangs(found[index], index, language=story.language)]
    best = [index for index in free if index < BEST_FIRST] or fits
    return found[best[0] :] if best else ()


def _hangs(sentence: str, index: int, *, language: str) -> bool:
    return leans(sentence, language=language) or (index > 0 and points(sentence))


def _filled(told: Sequence[str], more: Iterable[str], *, sentences: int, limit: int) -> list[str]:
    """Add sentences as long as they fit: as many as asked, and more while half of the limit is free."""
    filled = list(told)
    for sentence in more:
        enough = len(filled) >= sentences and len(_joined(filled)) >= limit * ENOUGH
        if enough or len(filled) == MOST_SENTENCES or len(_joined([*filled, sentence])) > limit:
            break
        filled.append(sentence)
    return filled


def _unsaid(told: Sequence[str], own: Sequence[str]) -> list[str]:
    """Return the sentences that say something new beside what is told."""
    known = set(words(" ".join(told)))
    return [one for one in own if sum(word in known for word in words(one)) < SAID_AGAIN * len(words(one))]


def _joined(told: Sequence[str]) -> str:
    """Join sentences with a space, but for those of scripts that put none after a full stop."""
    text = told[0]
    for before, sentence in pairwise(told):
        text += ("" if before.rstrip("”’」』）】")[-1:] in UNSPACED_STOPS else " ") + sentence
    return text


def _lines(story: Story) -> list[str]:
    """Return the lines of a story without whole sentences, which say something beside its title."""
    lines = [
        without_dateline(without_asides(without_marks(line)))
        for text in (story.summary, story.own_body[:OPENING])
        for line in paragraphs(text)
    ]
    title = set(words(story.title))
    return [line for line in lines if not is_boilerplate(line) and not title.issuperset(words(line))]


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
