"""Tells by its headline what a house offers beside the news: puzzles, lottery numbers, weather, tomorrow's paper.

Its kinds are known by their names. Others are known by their mould: a house has the same headline for three days, but
for the day that it names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from digest.editorial.following import DAY_OF

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from digest.model.story import Story

DAYS_IN_ONE_MOULD = 3

_DAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_KINDS = (
    r"big|great|quick|easy|hard|daily|weekly|weekend|news|picture|cryptic|große|tägliche|grand|gran|grande|"
    rf"(?:{_DAY}|morning|evening)(?:[’']s)?"
)
_PUZZLES = (
    r"(?:\w+-?)?quizz?|(?:\w+-?)?rätsel|crossword|sudoku|word ?search|puzzles?|brain ?teasers?|"
    r"mots (?:croisés|fléchés|mêlés)|crucigramas?|sopa de letras|palavras cruzadas|cruciverba|parole crociate|"
    r"kruiswoordpuzzel|"
    r"horoscopes?|(?:\w+-?)?horoskop|horóscopos?|oroscopo|horoscoop"
)
_WHEN = (
    rf"of the (?:day|week)|for (?:today|tomorrow|the week\w*|{_DAY}|\w+ \d+|\d+ \w+)|no\.? ?[\d,.]+|#?[\d,.]+|"
    r"der woche|des tages|heute|am wochenende|(?:für|vom) .+|d[aeou] .+|del? .+|para .+|hoy|hoje"
)
# Behind a colon or a dash readers are spoken to, or a day or a number is named.
_BEHIND = (
    r"\s*[:–—|-]\s.*(?:[?\d]|\b(?:your?|sie|ihre?|dein|vous|votre|tu|tus|usted|você|seu|today|heute|hoy|hoje)\b).*"
)
_TOMORROW = (
    r"(?:coming up )?in tomorrow[’']s (?:paper|edition|issue|print)|tomorrow in (?:the|your|our) \w+|"
    r"lesen sie morgen.*|morgen in (?:der|ihrer|unserer|ihrem) \w*(?:zeitung|ausgabe|blatt)\w*|"
    r"demain dans (?:le|votre|notre) journal|à lire demain.*|mañana en (?:el|su|tu) (?:diario|periódico)|"
    r"en la edición de mañana|amanhã no (?:seu )?jornal|na edição de amanhã|domani in edicola|morgen in de krant"
)
_LOTTERY = (
    r"(?:winning )?lott(?:ery|o) (?:numbers|results)\b.*|winning numbers\b.*|(?:lotto|gewinn)zahlen\b.*|"
    r"(?:résultats?|tirage) (?:du|de l[’']) ?(?:loto|euromillions?|keno)\b.*|"
    r"(?:comprobar )?resultados? (?:de la|del?) (?:bonoloto|primitiva|euromillones|once)\b.*|"
    r"(?:bonoloto|la primitiva|euromillones)\b.*\b(?:resultados?|comprobar|combinación)\b.*|"
    r"(?:resultados?|números|chave) d[ao] (?:mega-sena|totoloto|euromilhões)\b.*|"
    r"(?:mega-sena|totoloto|euromilhões)\b.*\b(?:resultados?|números|chave)\b.*"
)
_NAMED = "|".join(name for name in DAY_OF if not name.endswith(("morgen", "mittag", "abend", "nacht", "früh")))
_MONTH = (
    r"(?:jan|f[eé][bv]|m[aä][ryig]|mei|mrt|maart|a[pvb]r|ju[nli]|giu|lug|aug|aoû|ago|se[pt]|o[cku]t|nov|d[eé][cz]|"
    r"dic|ene|gen)[^\W\d_]*\.?"
)
_DATED = (
    rf"\d{{1,2}}(?:st|nd|rd|th|\.|er|º)? (?:de |of )?{_MONTH}(?:,? (?:de )?\d{{4}})?|"
    rf"{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|"
    r"\d{1,2}[./]\d{1,2}[./]?(?:\d{2,4})?"
)
_SOON = (
    r"today|tonight|tomorrow|this (?:week(?:end)?|morning|afternoon|evening)|the week(?:end)?(?: ahead)?|heute|morgen|"
    r"(?:diese|die) woche|(?:das|dem) wochenende|aujourd[’']hui|demain|hoy|mañana|hoje|amanhã|oggi|domani|vandaag"
)
_ON = (
    r"(?:(?:,| for| on| of| in| für| am| vom| zum| an| du| pour| de| del| el| para| le| di| per| van| voor){0,2} "
    rf"(?:{_NAMED}|{_SOON}|{_DATED})(?:-feira)?){{1,2}}"
)
_CALM = (  # whatever else stands behind is news
    r"(?:(?:rain|rainy|showers?|drizzle|sun|sunny|sunshine|spells?|clouds?|cloudy|overcast|dry|wet|mild|cool|cold|warm|"
    r"winds?|windy|breezy|bright|fog|foggy|mist|misty|frosty?|light|patchy|"
    r"regen|schauer|sonne|sonnig|wolken|wolkig|bewölkt|trocken|nass|kühl|kalt|windig|nebel|neblig|heiter|trüb|"
    r"and|then|with|but|some|by|from|to|night|later|north|south|east|west|coast|und|dann|mit|bis|in|im|am|on|the|der|den|"
    r"an|norden|süden|osten|westen|küste|today|tomorrow|heute|morgen|\w+day|\w+tag|mittwoch)\b[ ,;–]*)+"
)
_PLACE = r"(?: (?:in|on|at|for|auf|an|à|en|em) (?:(?:the|der|dem|le|la|el) )?[\w’'-]+)?"
_REPORTS = (
    r"(?:weather|wetter|météo|el tiempo|o tempo|il meteo|het weer)(?: (?:forecast|report|outlook))?|"
    r"we(?:er|tter)bericht|previsão do tempo|previsioni meteo|"
    r"traffic(?: (?:news|report|updates?|and travel))?|roadworks(?: and closures)?|verkehrsmeldungen|info[- ]trafic|"
    r"(?:high )?tides?(?: (?:times?|tables?))?|gezeiten|marées|pollen (?:count|forecast)|"
    r"(?:what[’']s )?on (?:tv|television)|(?:tv|television)(?: (?:listings|guide|tips|highlights|programmes?))?|"
    r"(?:tv|fernseh)-?(?:programm|tipps?)|programme tv|programación (?:de )?tv|"
    r"(?:currency )?exchange rates|currency rates|wechselkurse|devisenkurse|taux de change|tipos? de cambio"
)
_THIS_DAY = (
    r"on this day(?: in history)?|today in history|was geschah am .+|kalenderblatt|ce jour-là|éphémérides?|efemérides|"
    r"tal día como hoy|accadde oggi"
)
_DAILY = (
    rf"(?:(?:{_REPORTS}){_PLACE}|(?P<this_day>{_THIS_DAY}))(?:{_ON})?"
    rf"(?:\s*[:–—|-]\s*(?:{_CALM}|(?(this_day).*|(?!))))?"
)
_SERVICE = re.compile(
    r"(?:(?:take|try|play) )?"
    r"(?:(?:the|our|your|this|today[’']s|das|unser|ihr|le|la|les|notre|votre|el|los|tu|o|as|os|seu) )?"
    rf"(?:(?:{_KINDS}) )*(?:(?:{_PUZZLES})(?: (?:{_WHEN}))?(?:{_BEHIND})?|{_DAILY})|"
    rf"(?:{_TOMORROW})(?:\s*[:–—|-]\s.*)?|{_LOTTERY}",
    re.IGNORECASE,
)
_DATE = re.compile(rf"\b(?:{_DATED}|{_NAMED})(?!\w)", re.IGNORECASE)
_DAYS_AND_FIGURES = frozenset([*DAY_OF, *"0123456789"])
_WORD = re.compile(r"[^\W\d_]+|\d")


def is_service(title: str) -> bool:
    """Tell whether a headline is of something that a house offers beside the news.

    >>> is_service("Weather for Tuesday"), is_service("Weather kills nine")
    (True, False)
    """
    return _SERVICE.fullmatch(title.strip()) is not None


def in_one_mould(stories: Iterable[Story]) -> frozenset[int]:
    """Return the stories whose headline their source had on other days too, but for the day that it names."""
    days: dict[tuple[str, str], set[date]] = defaultdict(set)
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for story in stories:
        title = story.title.casefold()
        if not _DAYS_AND_FIGURES.isdisjoint(_WORD.findall(title)) and (mould := _DATE.sub("", title)) != title:
            days[story.source, mould].add(story.published_at.date())
            found[story.source, mould].append(story.id)
    cast = (ids for kind, ids in found.items() if len(days[kind]) >= DAYS_IN_ONE_MOULD)
    return frozenset(one for ids in cast for one in ids)
