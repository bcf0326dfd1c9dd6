"""Writes a story's standfirst out of whole sentences of its own: the source's summary, or how its text opens."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from digest.editorial.boilerplate import is_boilerplate, without_dateline
from digest.editorial.sentences import is_cut, is_whole, paragraphs
from digest.editorial.sentences import sentences as split
from digest.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model.story import Story

OPENING = 6000  # characters of a text that can give its standfirst
FEWEST_WORDS = 8  # in a line without a full stop that counts as a sentence and not as a heading
LONGEST_NOTICE = 200  # characters of a paragraph that is boilerplate as a whole when it begins so
BEST_FIRST = 4  # so many sentences are looked at for one that does not lean on what went before
SHORTEST_CLAUSE = 0.6  # of the limit: a cut at a clause boundary keeps at least so much

_CLAUSE_END = re.compile(r"[,;:،؛](?=\s)|\s[—–-](?=\s)|[，、；：]")
_LEANING = re.compile(
    r"(?:but|and|however|meanwhile|moreover|furthermore|instead|nevertheless|therefore|he|she|they|his|her|their|"
    r"aber|und|doch|jedoch|mais|cependant|elle|elles|ils|pero|mas|porém)\b",
    re.IGNORECASE,
)


def standfirst(story: Story, *, sentences: int, limit: int) -> str:
    """Return so many sentences, and one more where they are short, in at most `limit` characters.

    The source's own summary is used when it says something of its own, else the opening of the story's own body.
    Sentences stand whole; only where neither has a first one that fits, it is cut at a clause or a word, with an
    ellipsis. Empty when the story has nothing to say beside its title.
    """
    found = [telling for telling in (_summary(story), _opening(story, story.own_body)) if telling]
    for telling in found:
        if len(telling[0]) <= limit:
            return _fitting(telling, sentences=sentences, limit=limit)
    return _cut(found[0][0], limit=limit) if found else ""


def _summary(story: Story) -> Sequence[str]:
    """Return the sentences of the source's summary; none when it is but how the body opens."""
    summary = " ".join(story.summary.split()).rstrip(" .…[]")
    opening = " ".join(story.own_body[:OPENING].split())
    return () if opening.startswith(summary) else _opening(story, story.summary)


def _opening(story: Story, text: str) -> Sequence[str]:
    """Return the telling sentences a text opens with, the whole ones if there are any."""
    found = list(_telling(story, text[:OPENING]))
    whole = [sentence for sentence in found if is_whole(sentence)]
    best = whole or [sentence for sentence in found if not is_cut(sentence)] or found
    start = next((i for i, sentence in enumerate(best[:BEST_FIRST]) if not _LEANING.match(sentence)), 0)
    return best[start:]


def _telling(story: Story, text: str) -> Iterator[str]:
    """Yield the sentences of a text that tell news, leaving out those that only say the title again."""
    title = set(words(story.title))
    for paragraph in paragraphs(text):
        if len(paragraph) <= LONGEST_NOTICE and is_boilerplate(paragraph):
            continue
        for sentence in split(without_dateline(paragraph), language=story.language):
            said = words(sentence)
            if is_boilerplate(sentence) or title.issuperset(said):
                continue
            if is_whole(sentence) or len(said) >= FEWEST_WORDS:
                yield sentence


def _fitting(found: Sequence[str], *, sentences: int, limit: int) -> str:
    """Join the first sentences that fit: as many as asked, and one more while half of the limit is free."""
    text = found[0]
    for count, sentence in enumerate(found[1 : sentences + 1], start=1):
        longer = text + ("" if _unspaced(text) else " ") + sentence
        enough = count == sentences and len(text) * 2 > limit
        if enough or len(longer) > limit or sentence.endswith(":"):
            break
        text = longer
    return text


def _unspaced(text: str) -> bool:
    """Tell whether a text ends in a script that puts no space after a full stop."""
    return text.rstrip("”’」』）】")[-1:] in ("。", "！", "？", "｡")


def _cut(sentence: str, *, limit: int) -> str:
    """Return as much of a sentence as fits with an ellipsis, up to a clause boundary or at least a whole word."""
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
