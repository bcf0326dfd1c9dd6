"""Reads yes and no in the languages of newsrooms, and what stands for either, such as a time."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from subscribers.errors import BadCell, BadFile, quoted
from subscribers.files.vocabulary.fields import Verdict
from subscribers.files.vocabulary.headings import heading
from subscribers.files.vocabulary.leaving import says, spoken
from subscribers.files.vocabulary.moments import plain_stamp
from subscribers.files.vocabulary.words import GENERAL

_ONE_OR_ZERO = frozenset({"1.0", "0.0"})  # as some programs write yes and no
_SAY_YES = (
    "✓ ✔ ☑ ✅ yes y true t 1 1.0 on x ja j oui o si s sim da tak wahr vrai verdadero verdadeiro "
    "agree i-agree checked ticked да так ano áno はい evet igen kyllä ναι 是 예 네 نعم हाँ"
)
_SAY_NO = (
    "✗ ✘ ☐ ❌ - – — no n not false f 0 0.0 off nein non nao nee nej nie none null nil never falsch faux falso "
    "nothing nichts rien nada niente niets nic inget intet kein keine keiner keines aucun aucune ninguno ninguna "
    "ningún nenhum nenhuma nessuno nessuna geen żaden żadna ingen "
    "disagree i-disagree i-do-not-agree i-don't-agree unchecked unticked not-checked "
    "нет ні hayır いいえ ne όχι 否 아니요 아니오 لا नहीं keine nem nu ei"
)
_NOTHING = frozenset({"n/a", "#n/a", "na", r"\n", "[]"})  # the last as databases write that there is none
_ADDRESS = re.compile(r"\S+@\S+\.\S+")
_NUMERAL = re.compile(r"\d")
_NO_TIME = re.compile(  # how databases write that there is none
    r"(?:000[01]-0[01]-0[01]|1970-01-01|1900-01-01)(?:[T ].*)?", re.ASCII
)
_CROSSES = frozenset("✗✘❌")  # a no beside a tick, and in a list where crosses are made a yes
_WORDS = re.compile(r"[^\W_][\w\s.,/!'’-]*")
_PERSON = re.compile("(?:subscriber|member|patron|user|reader|contact|customer|abonnent|mitglied|leser|kunde|membre)$")
# What is said beside a yes or no out of courtesy, as in forms: yes, please.
_POLITE = re.compile(
    "(?:please|thanks|thankyou|verymuch|bitte|danke|gerne?|merci|svp|silvousplait|silteplait|volontiers|porfavor|gracias"
    "|obrigad[oa]|perfavore|grazie|graag|dankje|dankuwel|bedankt|prosze|dziekuje|tack|tak|takk|prosim|dekuji|спасибо)+$"
)
_BEGUN = re.compile(r"(?:[,;!–—，、]| -) ?(?=[^\W\d]|…|\.\.\.)")  # what follows an answer, as in: No, I get too many
# Who agrees, or does not, in the first person: what follows is what to.
_AGREES = re.compile(
    "(?:j['’]accepte|j['’]y consens|je consens|acconsento|accetto|acepto|consiento|aceito|concordo|ich stimme zu|"
    "ich willige ein|ik ga akkoord|ik stem toe|wyrażam zgodę|zgadzam się|i agree|i accept|i consent|i do consent)\\b"
)
_REFUSES = re.compile(
    "(?:je refuse|je n['’]accepte pas|je ne consens pas|non acconsento|non accetto|rifiuto|no acepto|no consiento|"
    "rechazo|não aceito|não concordo|recuso|ich stimme nicht zu|ich willige nicht ein|ich lehne ab|ik ga niet akkoord|"
    "ik weiger|nie wyrażam zgody|nie zgadzam się|i do(?: not|n['’]t) (?:agree|accept|consent)|i decline|i refuse)\\b"
)
_BUT_LEAVING = 6  # words that may turn a yes before them round; in more they are of what can be done later
_ALIKE = "\ufe0f"  # asks for the coloured form of the sign before it
_YES, _NO = (
    frozenset(word if word in _ONE_OR_ZERO else heading(word) or word for word in said.split())
    for said in (_SAY_YES, _SAY_NO)
)
# With what a longer answer may begin: one letter, or on as in on hold, may be something else.
_NO_BEGINNING = frozenset({"on", "null", "nil", "none"})
_BEGINNING = frozenset(word for word in _YES | _NO if len(word) > 1 or not word.isascii()) - _NO_BEGINNING
_NEGATIONS = frozenset({"not", "no", "ne", "pas", "non", "não", "nicht", "keine", "keinen", "niet", "geen", "nie"})
LETTERS = frozenset("sox")  # where a word for a standing is asked for they may begin one, or cross somebody out
_UNKNOWN = frozenset({"none", "null", "nil"})  # a no to a question, and of a standing maybe that it is not known
# What says yes or no all the same where a word for a standing is asked for.
PLAIN_ANSWERS = {
    word: verdict
    for words, verdict in ((_YES - LETTERS, Verdict.SUBSCRIBED), (_NO - _UNKNOWN, Verdict.UNSUBSCRIBED))
    for word in words
}
# What tells of somebody not to be mailed where nothing is known of its column too; a bare no may be one to anything.
MAILABLE = frozenset({Verdict.SUBSCRIBED, Verdict.CONFIRMED})
_OF_ANYTHING = frozenset({"regular", "express", "explicit", "granted", "enabled", "alta"})
_TELLING = frozenset(word for word, verdict in GENERAL.items() if verdict not in MAILABLE) - _NO
_GONE = frozenset(word for word in _TELLING if GENERAL[word] is not Verdict.UNCONFIRMED)


@lru_cache(maxsize=4096)
def said_in(cell: str) -> str | None:
    """Return the words of a cell as `heading` has them, or the one sign that is all of it, or nothing if that is there.

    Whom a word is said of, as a patron, is left out, and what is said beside a yes or no out of courtesy. It is None
    where signs stand beside words: they may turn them round.

    >>> said_in(" Opted-in"), said_in("Active patron"), said_in("Ja, gerne!"), said_in(" "), said_in("!active")
    ('optedin', 'active', 'ja', '', None)
    """
    text = unlisted(cell.strip())
    if not text or text in _ONE_OR_ZERO:
        return text
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if unicodedata.category(one)[0] not in "MC")
    word = ""
    if _WORDS.fullmatch(bare):
        word = heading(bare)
        if word in GENERAL or word in _YES or word in _NO:
            return word
        plain = _POLITE.sub("", word)
        if plain in _YES or plain in _NO:
            return plain
    if begun := _begun(text):
        return begun
    if word:
        return _PERSON.sub("", word) or word
    sign = text.removesuffix(_ALIKE)
    return sign if len(sign) == 1 else None


def _begun(text: str) -> str | None:
    """Return the yes or no that a text begins with, None where it does with neither, or what follows is against it."""
    small = unicodedata.normalize("NFC", text.casefold())
    if found := _AGREES.match(small) or _REFUSES.match(small):
        begun, rest = "yes" if found.re is _AGREES else "no", small[found.end() :]
        against = not _NEGATIONS.isdisjoint(rest.split())
    else:
        first, _, rest = _BEGUN.sub("\0", small, count=1).partition("\0")
        begun = _POLITE.sub("", heading(first)) if rest and first[:1].isalpha() else ""
        against = heading(rest) in _YES | _NO
    if begun not in _BEGINNING or against:
        return None
    leaving = len(rest.split()) <= _BUT_LEAVING and (says(rest, of_people=False) or spoken(rest))
    return None if begun in _YES and leaving else begun


def is_of_a_reader(cell: str) -> bool:
    """Tell whether a cell is a word for somebody who is mailed, such as active, that is hardly used of other things."""
    word = said_in(cell) or ""
    return GENERAL.get(word) in MAILABLE and word not in _YES | _OF_ANYTHING


def unlisted(text: str) -> str:
    """Return what stands in a list of one, or of none, as programs write it, and any other text as it is.

    >>> unlisted("['HARD_BOUNCE']"), unlisted("[]"), unlisted("[Ann]")
    ('HARD_BOUNCE', '', 'Ann')
    """
    return text[1:-1].strip(" '\"") if text[:1] == "[" and text[-1:] == "]" else text


@lru_cache(maxsize=1024)
def answer(cell: str) -> bool | None:
    """Return whether a cell says yes or no, None for what is neither, such as nothing.

    >>> answer(" Ja"), answer("0.0"), answer("\N{CHECK MARK}"), answer("perhaps")
    (True, False, True, None)
    """
    word = said_in(cell)
    if word in _YES:
        return True
    return False if word in _NO else None


def is_told(cell: str, *, name: str, in_words: bool = False) -> bool:
    """Tell whether a cell that holds a time, or yes or no, says yes, as a time in any spelling does, or a count.

    Where it may be said `in_words`, as by a reason, any that are no "no" say it too.

    Raises:
        BadCell: it says neither.
        BadFile: it is an address, as where those who left stand beside the readers.
    """
    text = cell.strip()
    if not text or text.casefold() in _NOTHING or _NO_TIME.fullmatch(text):
        return False
    if plain_stamp(text):
        return True
    more = len(text.split()) > 1 and (spoken(text) or _NUMERAL.search(text))  # as in: no, left on 3 May
    if not more and (said := answer(text)) is not None and text[0] not in _CROSSES:
        return said
    if not in_words and _ADDRESS.fullmatch(text):
        raise BadFile(f"below {quoted(name)} are addresses, such as {quoted(text)}; give those a file of their own")
    if in_words or _NUMERAL.search(text) or tells(text):
        return True
    raise BadCell(f"{quoted(name)} is {quoted(cell)}; put yes, no or a date there")


@lru_cache(maxsize=4096)
def tells(text: str) -> bool:
    """Tell whether a text is a word for somebody not to be mailed, other than a bare no."""
    return heading(text) in _TELLING


def is_of_leaving(text: str) -> bool:
    """Tell whether a text is a word for somebody who left, or whose mails came back, other than a bare no."""
    return heading(text) in _GONE
