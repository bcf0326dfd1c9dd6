"""Tells by its headline what a house offers beside the news: puzzles, weather, tomorrow's paper, round-ups, prizes.

Its kinds are known by their names. Others are known by their mould: a house has the same headline for three days, but
for the day that it names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
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
_SOLVED = (
    r"(?:[ -]|: (?:the |die |la |las |de )?)"
    r"(?:solutions?|answers?|lösung(?:en)?|soluci(?:ón|ones)|soluzioni|oplossing)"
)
_SOLUTION = (
    r"(?:(?:solutions?|answers?|soluci(?:ón|ones)|soluzion[ei]|lösung(?:en)?)"
    r"(?::| (?:du|des|de la|del?|della|der|zum|of|to|for)(?: (?:the|today[’']s|las?))?) )?"
)
_WHEN = (
    rf"of the (?:day|week)|for (?:today|tomorrow|the week\w*|{_DAY}(?:,? \w+ \d+)?|\w+ \d+|\d+ \w+)|"
    r"no\.? ?[\d,.]+|#?[\d,.]+|"
    r"der woche|des tages|heute|am wochenende|(?:für|vom) .+|d[aeou] .+|di oggi.*|del? .+|para .+|hoy|hoje"
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
    rf"(?:(?:[\w’'-]+ ){{0,3}}[\w’'-]+\s*[:–—|-] |\w+ )(?:(?:the|tonight[’']s|today[’']s|{_DAY}[’']s) )?winning numbers"
    r"(?: (?:for|of|from|on|in|and)\b.*)?|"
    r"[\w’' -]{3,40}[:–—|-] (?:die )?(?:lotto|gewinn)zahlen(?: (?:vom|am|von|für|und)\b.*)?|"
    r"(?:euro)?(?:loto|millions?)[\w ]{0,20}\s?: (?:les )?(?:résultats|numéros gagnants)(?: (?:du|de|des|et)\b.*)?|"
    r"(?:estrazioni? )?(?:lotto|superenalotto),? .{0,30}\b(?:estrazion[ei]|di oggi|numeri vincenti)\b.*|"
    r"(?:tonight[’']s |today[’']s )?(?:winning )?lott(?:ery|o) (?:numbers|results)\b.*|"
    r"winning numbers\b.*|(?:lotto|gewinn)zahlen\b.*|"
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
    r"and|then|with|but|some|by|from|to|night|later|north|south|east|west|coast|und|dann|mit|bis|in|im|am|on|the|der|"
    r"den|"
    r"an|norden|süden|osten|westen|küste|today|tomorrow|heute|morgen|\w+day|\w+tag|mittwoch)\b[ ,;–]*)+"
)
_PLACE = r"(?: (?:in|on|at|for|auf|an|à|en|em) (?:(?:the|der|dem|le|la|el) )?[\w’'-]+)?"
_REPORTS = (
    r"(?:weather|wetter|météo|el tiempo|o tempo|il meteo|het weer)(?: (?:forecast|report|outlook))?|"
    r"wetter in den (?:nächsten|kommenden) tagen|"
    r"(?:(?:three|five|seven|ten|\d+)[- ]day|weekend|long-range) (?:weather )?(?:forecast|outlook)|"
    r"(?:\w+|\d+)-?tage-?(?:wetter|vorhersage|prognose)|wettervorhersage|prévisions météo|météo à \w+ jours|"
    r"pronóstico del tiempo|weersverwachting|"
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
_THE = (
    r"(?:(?:the|our|your|this|today[’']s|das|der|die|unser|ihr|ihre|le|la|les|notre|votre|el|los|las|tu|lo|il|"
    r"o|a|as|os|seu|het|de) |l[’'])?"
)
_WATCHED = (
    r"what to (?:watch|stream|see) on (?:tv|television)|what to (?:watch|stream)(?= (?:tonight|this week))|"
    r"(?:heute|morgen|das läuft heute|tv heute|tipps heute) im (?:fernsehen|tv)|fernsehen(?= (?:heute|am))|"
    r"ce soir à la (?:télé|tv)|"
    r"à la (?:télé|tv) ce soir|(?:que|quoi) regarder ce soir(?: à la (?:télé|tv))?|"
    r"qué ver hoy en (?:la )?(?:tele(?:visión)?|tv)|o que ver hoje na (?:tv|televisão)|"
    r"(?:cosa vedere )?stasera in tv|(?:wat is er )?vanavond op (?:tv|televisie)"
)
_STARS = (
    rf"(?:your|daily|{_DAY}[’']s) stars(?=,? (?:for|this|today|tomorrow))|"
    r"daily stars|what(?: (?:the|your) stars (?:say|hold|have in store)|[’']s in (?:the|your) stars)(?: for you)?|"
    r"(?:ihre|deine) sterne(?= (?:für|am|heute|diese))|(?:was|das) (?:ihre |die )?sterne (?:sagen|verraten)|"
    r"das sagen (?:ihre|die) sterne"
)
_PRESS = (
    r"what the (?:sunday |other |german )?papers (?:say|are saying)|(?:in )?the papers|(?:international )?press review|"
    rf"paper review|(?:today|{_DAY})[’']s (?:papers|front pages)|"
    r"(?:newspaper |today[’']s )(?:headlines|front pages)|(?:internationale )?presseschau|"
    r"pressestimmen(?: zu[mr]? .*)?|"
    r"blick in die zeitungen|aus den zeitungen|revue de (?:la )?presse|unes (?:de la presse|des journaux)|"
    r"revista de (?:la )?prensa|portadas de (?:los periódicos|la prensa|hoy)|revista de imprensa|"
    r"capas dos jornais|rassegna stampa|prime pagine(?: dei giornali)?|persoverzicht|(?:uit )?de kranten|"
    r"kranten(?:overzicht|koppen)"
)
_TIME_OF_DAY = (
    rf"(?:morning|midday|lunchtime|afternoon|evening|daily|weekly|weekend|{_DAY}|{_DAY} (?:morning|evening))(?:[’']s)?"
)
_ROUNDUP = (
    rf"(?:{_TIME_OF_DAY} (?:news )?|news )(?:briefing|brief|round-?up|digest|bulletin|headlines|wrap)|"
    r"(?:day|week|weekend|night|today|world|sports?)(?:[’']s news)? in pictures|"
    r"(?:day|week|weekend|night)(?:[’']s news)? (?:in (?:brief|short|review)|at a glance)|top stories|"
    r"(?:morning|evening) (?:news )?(?:update|newsletter)|today in (?:brief|short)|news kompakt|nachrichtenüberblick|"
    r"(?:\w+|\d+) things (?:to know|you need to know)(?= (?:today|this morning|tonight|for))|"
    r"(?:what you need to know|(?:what )?you (?:may|might) have missed|what you missed)(?: overnight)?|"
    r"wichtigste(?= )"
    r"(?: (?:am|vom|des|in der|für den|zum start in den) (?:morgen|mittag|abend|tag(?:es)?|nacht|\w+tag))?"
    r"(?: (?:im überblick|in kürze|kompakt|kurz))?|"
    r"(?:tag|morgen|abend|nacht|woche|nachrichten|meldungen|schlagzeilen) "
    r"(?:im überblick|in (?:kürze|bildern)|kompakt|des tages|am (?:morgen|mittag|abend))|"
    r"(?:morgen|abend|mittags)-?(?:briefing|lage|überblick)|lage am (?:morgen|abend)|"
    r"was (?:heute|am \w+tag|morgen) wichtig (?:ist|wird)|das bringt der tag|themen des tages|"
    r"essentiel (?:de l[’']actu(?:alité)?|du jour|de (?:la (?:journée|nuit|semaine)|ce \w+di))|"
    r"titres du jour|infos (?:à retenir|du (?:jour|matin|soir))|journée en (?:bref|images)|"
    r"(?:noticias|titulares|claves|resumen) (?:del día|de hoy)|más (?:importante|destacado) del día|"
    r"(?:notícias|manchetes|destaques|resumo|essencial) do dia|notizie (?:del giorno|di oggi|del mattino)|"
    r"nieuws in het kort|belangrijkste nieuws(?: van (?:vandaag|de dag))?|(?:ochtend|avond)(?:briefing|update)"
)
_IN_BRIEF = (  # where news stands behind, it is one piece of it
    r"(?:(?:news|world|sports?|business|politics)(?: news)? )?in (?:brief|short)|kurznachrichten|kurzmeldungen|"
    r"kurz (?:notiert|gemeldet|und bündig)|(?:actu(?:alité)? )?en bref|in breve|kort nieuws"
)
_DAILY = (  # of some kinds whatever stands behind
    rf"(?:(?:{_REPORTS}|{_IN_BRIEF}){_PLACE}|(?P<any>{_THIS_DAY}|{_WATCHED}|{_STARS}|{_PRESS}|{_ROUNDUP}))(?:{_ON})?"
    rf"(?:(?:\s*[:–—|]\s*|\s+-\s+)(?:{_CALM}|(?:\w+|\d+)-day forecast|"
    rf"what to (?:watch|see)(?: tonight| today| on {_DAY})?|(?(any).*|(?!))))?"
)
_PRIZE = (
    r"(?:weekend|holiday|trip|break|stay|night|car|bike|cruise|meal|dinner|hamper|voucher|copy|book|pair|family|"
    r"ticket|year[’']s)\w*"
)
_OFFERS = (
    r"subscribe (?:now|today|here|from|and save|to (?:our|the|your))\b.*|"
    r"(?:(?:competition|prize draw|giveaway)\s?: )?(?:win|(?:your )?chance to win) "
    rf"(?:(?:an?|one|two|a pair) (?:[\w’'-]+ ){{0,3}}{_PRIZE}|"
    r"(?:\w+ )?tickets (?:to|for|in|and)|[£€$]\d[\d,.]*|one of (?:our|two|three|five|ten|\d+))\b.*|"
    r"jetzt (?:\w+ )?(?:abonnieren|abo sichern)\b.*|abonnieren sie\b.*|"
    r"(?:jetzt |mitmachen und )?gewinnen sie\b.*|(?:gewinnspiel: )?wir verlosen\b.*|abonnez-vous\b.*|"
    r"(?:jouez et )?gagnez (?:des|une?|vos|deux|\d+)\b.*|suscríb[ea](?:te|se)\b.*|participa y gana\b.*|"
    r"gana (?:entradas|(?:una?|dos) (?:fin de semana|viaje|noches?|entradas?|cena))\b.*|"
    r"assine (?:já|agora|o jornal)\b.*|ganhe (?:uma?|bilhetes|convites|dois|duas)\b.*|abbonati (?:ora|subito)\b.*|"
    r"vinci (?:una?|due) (?:viaggio|notte|weekend|cena|bigliett\w)\b.*|word (?:nu )?abonnee\b.*|"
    r"win (?:kaart\w+|een (?:weekend|reis|diner|overnachting))\b.*"
)
_SERVICE = (
    r"(?:(?:take|try|play) )?"
    rf"{_THE}{_SOLUTION}(?:(?:{_KINDS}) )*(?:(?:{_PUZZLES})(?:{_SOLVED})?(?: (?:{_WHEN}))?(?:{_BEHIND})?|"
    rf"{_DAILY})|"
    rf"(?:{_TOMORROW})(?:\s*[:–—|-]\s.*)?|{_LOTTERY}|{_OFFERS}"
)
_DATE = re.compile(rf"\b(?:{_DATED}|{_NAMED})(?!\w)", re.IGNORECASE)
_DAYS_AND_FIGURES = frozenset([*DAY_OF, *"0123456789"])
_WORD = re.compile(r"[^\W\d_]+|\d")


def is_service(title: str) -> bool:
    """Tell whether a headline is of something that a house offers beside the news.

    >>> is_service("Weather for Tuesday"), is_service("Weather kills nine")
    (True, False)
    """
    return _service().fullmatch(title.strip()) is not None


@cache
def _service() -> re.Pattern[str]:
    return re.compile(_SERVICE, re.IGNORECASE)


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
