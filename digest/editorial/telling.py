"""Finds the sentences of a text that tell its news and could stand in a standfirst."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from digest.editorial.boilerplate import is_boilerplate, without_asides
from digest.editorial.datelines import without_dateline
from digest.editorial.sentences import is_cut, is_whole, paragraphs, stopped
from digest.editorial.sentences import sentences as split
from digest.editorial.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

OPENING = 6000  # characters of a text that can give its standfirst
FEWEST_WORDS = 8  # in a line without a full stop that is a standfirst and not a heading
LONGEST_NOTICE = 200  # characters of a paragraph that is boilerplate as a whole when it begins so
QUESTIONS = ("?", "？", "؟")
MOSTLY_TITLE = 0.6  # of the words of a line; so many from the title make it another wording of the title

_MARK = r"^[-–—•·*▪►|]\s"
_LISTED = re.compile(rf"{_MARK}|\|.*\|")
_STEPS = re.compile(r"1[.)]\s.*\s2[.)]\s|.*[^\s|] \| ")  # of a recipe; or labels
_NUMBER = re.compile(r"(?:#(\d{1,2})[.:)]?|(\d{1,2})[.)])\s")
_TIME = re.compile(
    r"(?:^|(?<=[.!?:]\s))([01]?\d|2[0-3])[:.h]([0-5]\d)(?:\s?Uhr|\s?[ap]\.?m\.?)?:?\s+(?=[\"“„«¿¡]?[^\W\d_a-zß-ÿ])",
    re.MULTILINE,
)
_LIVE = r"(?:live|en direct|en (?:directo|vivo)|ao vivo|em direto|in diretta)"
_TICKER = re.compile(
    rf"^{_LIVE}\s?[:|!–—-]|[:|–—-]\s?{_LIVE}$|\bas it happened\b|\blive[- ]?(?:blog|ticker|updates?|coverage)\b|"
    r"\b(?:news)?ticker\b|\bnewsblog\b|\bminuto a minuto\b|\bminute par minute\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"(?:Q|P|D|F|V|Frage|Question|Pregunta|Pergunta|Domanda)[.:]\s")
_REPLY = re.compile(r"(?:A|R|Antwort|Answer|Respuesta|Resposta|Risposta)[.:]\s")
_NAME = r"[^\W\d_a-zß-ÿ][\w.’-]*"
_ADDRESSED = re.compile(rf"{_NAME}(?: {_NAME}){{0,3}}, (?:you|Sie|du|vous|tu|usted|você|lei|u|je)\b")
_SPEAKER = re.compile(r"([^\W\d_a-zß-ÿ][\w’-]+(?: [^\W\d_a-zß-ÿ][\w’-]+){0,2}):\s")
_LIST_MARK = re.compile(_MARK)
_ADDRESS = re.compile(r"(?:https?://|\bwww\.)\S+|\S+@\S+")
_NOTE = re.compile(r"\s?\[(?:\d{1,3}|[a-z])\]")


def telling(text: str, *, title: str, language: str) -> list[str]:
    """Return the whole sentences that a text opens with, without those that tell no news or only say the title again.

    A line without a full stop counts above the first sentence that has one: there it is a standfirst, and is given
    the stop that standfirsts are so often set without. Below, where it says too much for a heading, something is
    missing from the text, and no sentence after it is taken.
    """
    in_title, opening = frozenset(words(title)), _without_times(text[:OPENING], title)
    return _told(_without_exchanges(_prose(opening, language=language), opening), in_title) or _told(
        _prose(opening, language=language, whole=False), in_title
    )


def _told(sentences: Iterable[str], in_title: frozenset[str]) -> list[str]:
    found: list[str] = []
    told = {in_title}
    for sentence in sentences:
        said = words(sentence)
        if in_title.issuperset(said) or frozenset(said) in told:
            if found and found[-1].endswith(QUESTIONS) and is_whole(sentence):
                break  # it answers the question, and what follows only goes on
            continue
        if is_whole(sentence):
            found.append(sentence)
        elif not found and _is_standfirst(sentence, in_title):
            found.append(stopped(sentence))
        elif found and len(said) >= FEWEST_WORDS:
            break
        told.add(frozenset(said))
    return found


def _without_times(text: str, title: str) -> str:
    """Return the text of a live ticker, titled so or with times that run backwards, without them; others as is."""
    times = [(int(hour), int(minute)) for hour, minute in _TIME.findall(text)]
    ticks = _TICKER.search(title) is not None or any(later > earlier for later, earlier in pairwise(times))
    return _TIME.sub("", text) if ticks else text


def _without_exchanges(sentences: Iterable[str], text: str) -> Iterator[str]:
    """Leave out of an interview each question, and the answer given under the name of whoever was asked."""
    question = ""
    for sentence in sentences:
        answered = _SPEAKER.match(sentence) if question else None
        if question and not (answered and (answered[1] in question or text.count(f"{answered[1]}: ") > 1)):
            yield question
            answered = None
        question = sentence if not answered and sentence.endswith(QUESTIONS) else ""
        if not question and not answered:
            yield sentence
    if question:
        yield question


def without_marks(line: str) -> str:
    """Return a line without what lists, footnotes and addresses put around its words."""
    return " ".join(_ADDRESS.sub("", _NOTE.sub("", _LIST_MARK.sub("", line))).split())


def _prose(text: str, *, language: str, whole: bool = True) -> Iterator[str]:
    """Yield the sentences of paragraphs that are no lists; and no steps, answers or notices, which go as a `whole`."""
    found = paragraphs(text)
    passed = _numbered(found) | _replied(found)
    interview = _interviewed(found)
    for place, paragraph in enumerate(map(_without_labels, found)):
        if place in interview or _LISTED.match(paragraph) or (whole and (place in passed or _is_notice(paragraph))):
            continue
        told = without_dateline(without_asides(_NOTE.sub("", paragraph)))
        for sentence in split(told, language=language):
            if not is_boilerplate(sentence) and not _ADDRESS.search(sentence):
                yield sentence


def _numbered(found: Sequence[str]) -> set[int]:
    """Return the places of paragraphs that begin with a number and stand beside one with the number before or after."""
    numbers = [int(match[1] or match[2]) if (match := _NUMBER.match(one)) else None for one in found]
    beside = [place for place, (one, other) in enumerate(pairwise(numbers)) if one and other and other - one in (1, -1)]
    return {place + step for place in beside for step in (0, 1)}


def _replied(found: Sequence[str]) -> set[int]:
    """Return the places of paragraphs that are questions and answers, where both are marked as such."""
    asked = {place for place, one in enumerate(found) if _ASKED.match(one) and one.endswith(QUESTIONS)}
    replies = {place for place, one in enumerate(found) if _REPLY.match(one)} if asked else set()
    return asked | replies if replies else set()


def _interviewed(found: Sequence[str]) -> set[int]:
    """Return the places of questions and of what follows each, where one of them addresses whoever is asked by name."""
    asked = {place for place, one in enumerate(found) if one.endswith(QUESTIONS)}
    by_name = any(_ADDRESSED.match(found[place]) for place in asked)
    return {place + step for place in asked for step in (0, 1)} if by_name else set()


def _without_labels(paragraph: str) -> str:
    """Return a paragraph without the byline and the time of day that a feed puts before it with bars."""
    label, bar, rest = paragraph.partition(" | ")
    while bar and is_boilerplate(label):
        paragraph = rest
        label, bar, rest = paragraph.partition(" | ")
    return paragraph


def _is_notice(paragraph: str) -> bool:
    return _STEPS.match(paragraph) is not None or (len(paragraph) <= LONGEST_NOTICE and is_boilerplate(paragraph))


def _is_standfirst(line: str, in_title: frozenset[str]) -> bool:
    """Tell whether a line without a full stop says something of its own, and is no heading, label or announcement."""
    said = words(line)
    again = sum(word in in_title for word in said)
    return (
        len(said) >= FEWEST_WORDS and again < MOSTLY_TITLE * len(said) and not line.endswith(":") and not is_cut(line)
    )
