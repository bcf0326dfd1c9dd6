"""Counts and lists the words of a text in any script."""

from __future__ import annotations

import re
import string
import unicodedata

# Scripts written without spaces between words; each of their characters counts as a word.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# ASCII, Latin-1 and general punctuation, that of Arabic and Indic scripts, and the CJK and full-width forms.
PUNCTUATION = (
    r"!-/:-@\[-`{-~\u00a1-\u00bf\u060c\u061b\u061f\u06d4\u0964\u0965\u2010-\u205e"
    r"\u3000-\u303f\uff01-\uff0f\uff1a-\uff20"
)
_WORD = re.compile(rf"[{UNSPACED}]|[^\s{PUNCTUATION}{UNSPACED}]+")
_UNSPACED_CHARACTER = re.compile(rf"[{UNSPACED}]")
# The marks that English prose has outside ASCII; most of it has no others, and is then read in a fifth of the time.
_PROSE_MARKS = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a0"
# Of ASCII as bytes, which are translated in a fifth of the time that letters take.
_APART = bytes.maketrans(
    f"{string.ascii_uppercase}{string.punctuation}".encode(),
    string.ascii_lowercase.encode() + b" " * len(string.punctuation),
)

_FROM_TWO_ON = {
    "en": "two three four five six seven eight nine ten eleven twelve "
    "thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf "
    "dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce "
    "trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte",
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze "
    "treze catorze quinze dezesseis dezessete dezoito dezenove vinte",
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici "
    "tredici quattordici quindici sedici diciassette diciotto diciannove venti",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf "
    "dertien veertien vijftien zestien zeventien achttien negentien twintig",
}
_TENS_FROM_THIRTY = {
    "en": "thirty forty fifty sixty seventy eighty ninety",
    "de": "dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "trente quarante cinquante soixante",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig",
}
_SPELLINGS = {
    language: {
        spelling: frozenset((letters, str(number)))
        for number, letters in (
            *enumerate(said.split(), 2),
            *zip(range(30, 100, 10), _TENS_FROM_THIRTY[language].split(), strict=False),
        )
        for spelling in (letters, str(number))
    }
    for language, said in _FROM_TWO_ON.items()
}

WORDS_A_MINUTE = 230
CHARACTERS_A_MINUTE = 500
FEWEST_WORDS = 80  # a shorter text has no reading time worth telling


def words(text: str) -> list[str]:
    """Return the words as they are compared: normal form NFKC, casefolded, without punctuation.

    >>> words("Putin's 2nd visit")
    ['putin', 's', '2nd', 'visit']
    """
    plain = text if text.isascii() else _plain(text)
    if plain.isascii():
        return plain.encode().translate(_APART).decode().split()
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _plain(text: str) -> str:
    for mark in _PROSE_MARKS:
        text = text.replace(mark, " ")
    return text


def spellings(word: str, language: str) -> frozenset[str]:
    """Return how a number is written, in figures and in letters where one word says it; nothing of a word that is none.

    `language` is the first part of a BCP 47 tag; where it is empty, any may be meant.

    >>> sorted(spellings("zwölf", "de")), sorted(spellings("2026", "de")), sorted(spellings("twelfth", "en"))
    (['12', 'zwölf'], ['2026'], [])
    """
    among = [_SPELLINGS.get(language, {})] if language else _SPELLINGS.values()
    known = (spelled[word] for spelled in among if word in spelled)
    return next(known, frozenset([word] if word.isdecimal() else []))


def is_unspaced(word: str) -> bool:
    """Tell whether a word is a character of a script that puts no spaces between words."""
    return not word.isascii() and _UNSPACED_CHARACTER.match(word) is not None


def reading_words(text: str) -> float:
    """Return how many words take as long to read as a text: where no spaces are written, two characters are near one.

    >>> reading_words("Three little words"), reading_words("港で火災、")
    (3.0, 1.84)
    """
    everything = words(text)
    unspaced = sum(map(is_unspaced, everything))
    return len(everything) - unspaced + unspaced * WORDS_A_MINUTE / CHARACTERS_A_MINUTE


def reading_minutes(text: str) -> int:
    """Return the whole minutes it takes to read a text, at least one; 0 when it is too short to say."""
    length = reading_words(text)
    return max(1, round(length / WORDS_A_MINUTE)) if length >= FEWEST_WORDS else 0
