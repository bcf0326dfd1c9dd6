"""Tells whether a story goes on with one of the day before, however few words they share.

One sentence of its opening then names the day of the week that the earlier story opens with, and what its headline
told, by a name and another word: "the explosion that killed three people at a bakery in Wexcombe on Tuesday". The
other word does not stand beside the name in the headline, as somebody's office does.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.editorial.prints import NOUNS_IN_CAPITALS, OPENING
from digest.editorial.sentences import sentences
from digest.editorial.terms import STEM
from digest.editorial.words import words

if TYPE_CHECKING:
    from digest.editorial.prints import Print
    from digest.editorial.weights import Weights

LATER = timedelta(hours=12)  # sooner than that, the day is named by whatever happened on it
WITHIN = timedelta(hours=48)

_NAMES = (
    "monday montag lundi lunes lunedì segunda maandag mandag måndag poniedziałek",
    "tuesday dienstag mardi martes martedì terça dinsdag tirsdag tisdag wtorek",
    "wednesday mittwoch mercredi miércoles mercoledì quarta woensdag onsdag środę",
    "thursday donnerstag jeudi jueves giovedì quinta donderdag torsdag czwartek",
    "friday freitag vendredi viernes venerdì sexta vrijdag fredag piątek",
    "saturday samstag sonnabend samedi sábado sabato zaterdag lørdag lördag sobotę",
    "sunday sonntag dimanche domingo domenica zondag søndag söndag niedzielę",
)
_TIMES = ("", "morgen", "vormittag", "mittag", "nachmittag", "abend", "nacht", "früh")  # "Montagabend"
DAY_OF = {
    name + time: day
    for day, names in enumerate(_NAMES)
    for name in names.split()
    for time in (_TIMES if name.endswith(("tag", "woch", "abend")) else ("",))
}


def follows(later: Print, first: Print, weights: Weights) -> bool:
    """Tell whether one story goes on with an earlier one, of the same language."""
    if not LATER <= later.story.published_at - first.story.published_at <= WITHIN:
        return False
    days = days_of(first.opening)
    if not days & days_of(later.opening) or first.headline.isdisjoint(later.opening):
        return False
    told = sentences(later.text[:OPENING], language=later.language)
    return any(days & days_of(said) and _tells_of(first, said, weights) for said in map(frozenset, map(words, told)))


def days_of(said: frozenset[str]) -> set[int]:
    """Return the days of the week that are named among words, 0 for Monday."""
    return {DAY_OF[name] for name in said.intersection(DAY_OF)}


def _tells_of(first: Print, said: frozenset[str], weights: Weights) -> bool:
    """Tell whether a sentence has a name of a headline and another word that stands apart from it, both rare."""
    stems = {word[:STEM] for word in said}
    headline = first.headline.difference(DAY_OF)
    told = frozenset(word for word in headline if word[:STEM] in stems and weights.is_rare(word))
    names = [word for word in told & first.names & said if not word.isdecimal()]
    others = told if first.language in NOUNS_IN_CAPITALS else told - first.names
    return any(_stands_apart(first, name, others) for name in names)


def _stands_apart(first: Print, name: str, others: frozenset[str]) -> bool:
    """Tell whether some of the words stand in a headline apart from a name, all of which stands side by side."""
    title = first.title
    start = end = title.index(name)
    while start and title[start - 1] in first.names:
        start -= 1
    while end + 1 < len(title) and title[end + 1] in first.names:
        end += 1
    return any(not start - 1 <= title.index(word) <= end + 1 for word in others)
