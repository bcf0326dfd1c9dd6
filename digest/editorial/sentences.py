"""Splits plain text into paragraphs and these into sentences, rather too few than one cut in two.

The sentences are those of sentencex, which knows the stops and abbreviations of some 300 languages. What it cuts in two
all the same is joined again: numbers that begin a list or are ordinals, abbreviations of a language other than the one
named (a story seldom says its language), and a quotation and the words that say whose it is.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from sentencex import segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LONGEST_WRAPPED_LINE = 100
SHORTEST_WRAPPED_LINE = 40
USUAL_LANGUAGE = "en"  # whose rules hold where a story names no language


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


OPENERS = "\"'“”‘«»„‚([{（「『【¿¡"
_STOP = re.compile(
    r"(?:[.!?…؟۔।॥።։]+(?:[\"'”“’‘»›)\]}]|«(?=\s|$)|[ \u00a0\u202f]»)*(?=\s|$))"  # the stop, what it closes, and space
    r"|(?:[。！？｡]+[”’」』）】]*)"  # in these scripts no space follows
)
_DOTTED = re.compile(r"(?:\w\.)+\w")  # U.S., p.m., z.B.
_STRANDED_OPENER = re.compile(r"(?<=\s)[\"“„«‘(\[{（「『【¿¡]+\s*$")  # at the end of a piece, so of the next one
_ORDINAL_LAST = re.compile(r"(?<![\d.,:])\d{1,2}\.$")
_BEFORE_NUMBER = re.compile(r"(?<=[。！？｡])(?=[0-9０-９])")  # where sentencex goes on
_ASIDE = re.compile(r"^\([^()]*\)\s+")
_CLOSERS = "”’」』）】"
UNSPACED_STOPS = "。！？｡"  # in these scripts no space follows
STOPS = dict.fromkeys(("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "HANGUL", "GEORGIAN", "TAMIL", "TELUGU"), ".")
STOPS |= dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA"), "。")
STOPS |= dict.fromkeys(("DEVANAGARI", "BENGALI", "GURMUKHI", "ORIYA"), "।") | {"ARMENIAN": "։", "ETHIOPIC": "።"}

# Words that a full stop shortens; a sentence never ends with one of these,
NEVER_LAST = _set(
    "mr mrs ms dr prof sen rep gov gen col lt sgt capt cmdr adm maj brig rev hon msgr messrs mme mlle st ste mt "
    "sr sra srta dña dn dra dres hr frl dipl ing bzw ca vgl inkl exkl evtl ggf sog geb gest zzgl abzgl bspw dott avv "
    "sig vs cf approx ave blvd dept univ assn mgr dhr mevr drs ir jhr arq av avda supt insp т г ул им проф акад"
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
# Months that such languages write with a capital; others write theirs small.
MONTHS = _set(
    "januar jänner februar feber märz april mai juni juli august september oktober november dezember "
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık"
)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, each on one line, without empty ones.

    A blank line parts paragraphs; so does a line end, unless the lines are evenly long, as in wrapped plain text, or
    the next line goes on in the middle of a sentence or of a date.
    """
    found: list[str] = []
    for block in re.split(r"\n\s*\n", text):
        lines = [" ".join(line.split()) for line in block.splitlines()]
        lines = [line for line in lines if line]
        found += [" ".join(lines)] if _wrapped(lines) else _run_on(lines)
    return _with_whole_dates(found)


def _with_whole_dates(lines: Iterable[str]) -> list[str]:
    """Return the lines, joined where one ends on a number with a full stop and the next begins with a month."""
    found: list[str] = []
    for line in lines:
        word = re.split(r"[\W\d]", line, maxsplit=1)[0]
        if found and (word.islower() or word.casefold() in MONTHS) and ends_on_a_number(found[-1]):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found


def _run_on(lines: list[str]) -> list[str]:
    """Return the lines, joined where one ends no sentence and the next begins with a small letter."""
    found: list[str] = []
    for line in lines:
        first_word = line.partition(" ")[0]
        goes_on = first_word[0].islower() and first_word == first_word.lower()  # "iPhone" begins a line of its own
        if found and goes_on and not is_whole(found[-1]):
            found[-1] += f" {line}"
        else:
            found.append(line)
    return found


def _wrapped(lines: list[str]) -> bool:
    return bool(lines) and all(SHORTEST_WRAPPED_LINE <= len(line) <= LONGEST_WRAPPED_LINE for line in lines[:-1])


def sentences(paragraph: str, *, language: str = "") -> list[str]:
    """Return the sentences of one paragraph; what follows the last full stop counts as one too.

    `language` is a BCP 47 tag, or empty.
    """
    found: list[str] = []
    pieces = segment(language.partition("-")[0].casefold() or USUAL_LANGUAGE, " ".join(paragraph.split()))
    for piece in _opened(part for whole in pieces for part in _BEFORE_NUMBER.split(whole)):
        if found and _cut_in_two(found[-1], piece, language=language):
            found[-1] += piece
        else:
            found.append(piece)
    return [sentence.strip() for sentence in found if sentence.strip()]


def _opened(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the pieces, the mark that opens a quotation at the head of its own one and not at the end of another."""
    mark = ""
    for piece in pieces:
        whole = mark + piece
        stranded = _STRANDED_OPENER.search(whole)
        mark = stranded[0] if stranded else ""
        yield whole.removesuffix(mark)
    yield mark


def is_whole(sentence: str) -> bool:
    """Tell whether a sentence ends as one, with a stop, and not with dots of omission."""
    return any(stop.end() == len(sentence) for stop in _STOP.finditer(sentence)) and not is_cut(sentence)


def ends_on_a_number(sentence: str) -> bool:
    """Tell whether a sentence ends with a number and a full stop, as one does that was cut before the name of a month.

    >>> ends_on_a_number("Zwischen dem 6. und dem 10."), ends_on_a_number("Im Jahr 2026.")
    (True, False)
    """
    return _ORDINAL_LAST.search(sentence) is not None


def is_cut(text: str) -> bool:
    """Tell whether a text ends with dots of omission, as the teasers of feeds do."""
    return re.search(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\s\"'”’»)\]]*$", text) is not None


def stopped(line: str) -> str:
    """Return a line with the full stop of its script at its end; as it is where the script has none.

    >>> stopped("Ferries are back")
    'Ferries are back.'
    """
    last = next((character for character in reversed(line) if character.isalpha()), " ")
    stop = STOPS.get(unicodedata.name(last, "").partition(" ")[0], "")
    return line.rstrip(" ,;–—-") + stop if stop else line


def _cut_in_two(before: str, after: str, *, language: str) -> bool:
    """Tell whether what was cut here is one sentence."""
    first = after.lstrip(OPENERS)
    last = before.rstrip()
    going_on = _ASIDE.sub("", after).lstrip(OPENERS)
    if going_on[:1].islower() and going_on.split()[0].islower():  # and no iPhone
        return True
    if last == before and last[-1:] == "." and first[:1].isalnum():  # Pier.net
        return True
    if last[-1:] in _CLOSERS and last == before and last[-2:-1] in UNSPACED_STOPS and after[:1] not in OPENERS:
        return True
    return last.endswith(".") and _shortened(last[:-1], first, language=language)


def _shortened(before: str, following: str, *, language: str) -> bool:
    """Tell whether the full stop after `before` shortens a word (or makes an ordinal) and ends no sentence."""
    word = "".join(before.rsplit(maxsplit=1)[-1:]).lstrip(OPENERS).casefold().rpartition("-")[2]
    next_word = re.split(r"[\s,;:'’]", following, maxsplit=1)[0].casefold()
    if word.isdecimal():
        return word == before.strip() or (len(word) <= 2 and _may_be_ordinal(next_word, language=language))
    if (word in BEFORE_NUMBER or word.endswith("str")) and following[:1].isdecimal():  # Hafenstr. 3
        return True
    if _DOTTED.fullmatch(word) or word in SELDOM_LAST:
        return next_word not in FIRST_WORDS
    return word in NEVER_LAST or (len(word) == 1 and word.isalpha())


def _may_be_ordinal(next_word: str, *, language: str) -> bool:
    """Tell whether a number with a full stop may be an ordinal before this word; in no known language, rather yes."""
    return language.partition("-")[0].casefold() in ORDINAL_STOP or (not language and next_word not in FIRST_WORDS)
