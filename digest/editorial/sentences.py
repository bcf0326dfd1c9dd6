"""Splits plain text into paragraphs and these into sentences, rather too few than one cut in two."""

from __future__ import annotations

import re

LONGEST_WRAPPED_LINE = 100
SHORTEST_WRAPPED_LINE = 40


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


OPENERS = "\"'“”‘«»„‚([{（「『【¿¡"
_STOP = re.compile(
    r"(?:[.!?…؟۔।॥።։]+(?:[\"'”’»›)\]}]|«(?=\s|$)|[ \u00a0\u202f]»)*(?=\s|$))"  # the stop, what it closes, and space
    r"|(?:[。！？｡]+[”’」』）】]*)"  # in these scripts no space follows
)
_DOTTED = re.compile(r"(?:\w\.)+\w")  # U.S., p.m., z.B.
_QUOTE = re.compile(r"[\"“”]")

# Words that a full stop shortens; a sentence never ends with one of these,
NEVER_LAST = _set(
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj brig rev hon msgr messrs mme mlle st ste mt "
    "sr sra srta dra dres hr frl dipl ing bzw ca vgl inkl exkl evtl ggf sog geb gest zzgl abzgl bspw dott avv sig "
    "vs cf approx ave blvd dept univ assn mgr dhr mevr drs ir jhr arq av avda supt insp т г ул им проф акад"
)
# seldom with one of these (only where a common first word follows),
SELDOM_LAST = _set("inc ltd corp co cos bros jr etc usw plc llc cie ft ee uu al")
# and not with one of these before a number.
BEFORE_NUMBER = _set(
    "no nos nr nrs núm num n fig figs vol vols art arts abs bd ch sec p pp pg pág págs s str art lit rd "
    "jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc ene abr ago set dic dez okt"
)
FIRST_WORDS = _set(
    "a an the he she it they we i in on at but and his her its their this that these those there then when while "
    "after before as for with by if to from what who how why no not one two some many most more however "
    "der die das er sie es im am ein eine le la les il elle un une el los las o os as um uma de het een"
)
# Languages that write an ordinal as a number with a full stop.
ORDINAL_STOP = _set("de da no nb nn fi cs sk pl hu hr sl sr bs et lv tr is eu")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, each on one line, without empty ones.

    A blank line parts paragraphs; so does a line end, unless the lines are evenly long, as in wrapped plain text.
    """
    found = []
    for block in re.split(r"\n\s*\n", text):
        lines = [" ".join(line.split()) for line in block.splitlines()]
        lines = [line for line in lines if line]
        found += [" ".join(lines)] if _wrapped(lines) else lines
    return found


def _wrapped(lines: list[str]) -> bool:
    return bool(lines) and all(SHORTEST_WRAPPED_LINE <= len(line) <= LONGEST_WRAPPED_LINE for line in lines[:-1])


def sentences(paragraph: str, *, language: str = "") -> list[str]:
    """Return the sentences of one paragraph; what follows the last full stop counts as one too.

    `language` is a BCP 47 tag, or empty; it decides only whether "3." may be an ordinal.
    """
    found, start = [], 0
    for stop in _STOP.finditer(paragraph):
        if _ends(paragraph, start, stop, language=language):
            found.append(paragraph[start : stop.end()].strip())
            start = stop.end()
    found.append(paragraph[start:].strip())
    return [sentence for sentence in found if sentence]


def is_whole(sentence: str) -> bool:
    """Tell whether a sentence ends as one, with a stop, and not with dots of omission."""
    return any(stop.end() == len(sentence) for stop in _STOP.finditer(sentence)) and not is_cut(sentence)


def is_cut(text: str) -> bool:
    """Tell whether a text ends with dots of omission, as the teasers of feeds do."""
    return re.search(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\s\"'”’»)\]]*$", text) is not None


def _ends(paragraph: str, start: int, stop: re.Match[str], *, language: str) -> bool:
    """Tell whether a sentence that began at `start` ends with this stop."""
    following = paragraph[stop.end() :].lstrip()
    if not following:
        return True
    if stop[0][0] in "。！？｡":
        return stop[0][-1] in "。！？｡" or following != paragraph[stop.end() :]
    first = following.lstrip(OPENERS)
    if first[:1].islower() or _quote_open(paragraph, start, stop.end()):
        return False
    return stop[0] != "." or not _shortened(paragraph[start : stop.start()], first, language=language)


def _quote_open(paragraph: str, start: int, end: int) -> bool:
    """Tell whether a double quotation, closed later in the paragraph, is still open at `end`."""
    return len(_QUOTE.findall(paragraph, start, end)) % 2 == 1 and len(_QUOTE.findall(paragraph, end)) % 2 == 1


def _shortened(before: str, following: str, *, language: str) -> bool:
    """Tell whether the full stop after `before` shortens a word (or makes an ordinal) and ends no sentence."""
    word = "".join(before.rsplit(maxsplit=1)[-1:]).lstrip(OPENERS).casefold().rpartition("-")[2]
    next_word = re.split(r"[\s,;:'’]", following, maxsplit=1)[0].casefold()
    if word.isdecimal():
        return word == before.strip() or (len(word) <= 2 and _may_be_ordinal(next_word, language=language))
    if word in BEFORE_NUMBER and following[:1].isdecimal():
        return True
    if _DOTTED.fullmatch(word) or word in SELDOM_LAST:
        return next_word not in FIRST_WORDS
    return word in NEVER_LAST or (len(word) == 1 and word.isalpha())


def _may_be_ordinal(next_word: str, *, language: str) -> bool:
    """Tell whether a number with a full stop may be an ordinal before this word; in no known language, rather yes."""
    return language.partition("-")[0].casefold() in ORDINAL_STOP or (not language and next_word not in FIRST_WORDS)
