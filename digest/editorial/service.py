"""Tells by its headline what a house offers beside the news: puzzles, horoscopes, lottery numbers, tomorrow's paper."""

from __future__ import annotations

import re

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
_SERVICE = re.compile(
    r"(?:(?:take|try|play) )?"
    r"(?:(?:the|our|your|this|today[’']s|das|unser|ihr|le|la|les|notre|votre|el|los|tu|o|as|os|seu) )?"
    rf"(?:(?:{_KINDS}) )*(?:{_PUZZLES})(?: (?:{_WHEN}))?(?:{_BEHIND})?|{_TOMORROW}|{_LOTTERY}",
    re.IGNORECASE,
)


def is_service(title: str) -> bool:
    """Tell whether a headline is of something that a house offers beside the news.

    >>> is_service("The big weekend quiz"), is_service("Quiz show host arrested")
    (True, False)
    """
    return _SERVICE.fullmatch(title.strip()) is not None
