"""Tells a sentence that says only what an earlier article had wrong, which is not told without the one after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLED = re.compile(
    r"(?:corrections?|clarifications?|korrekturen|korrektur|berichtigung(?:en)?|richtigstellung|rectificati(?:f|on)s?|"
    r"correcci[oó]n(?:es)?|rectificación|corre(?:ção|ções)|errata|erratum|rettific(?:a|he)|correzion[ei]|rectificaties?|"
    r"correcties?)(?: (?:and|und|et|y|e|en) \w+)?\s*(?:[:|–—-]|$)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"\b(?:articles?|story|stories|report|headline|caption|column|graphic|map|chart|obituary|version|"
    r"artikels?|beitrags?|bericht|meldung|überschrift|bildunterschrift|grafik|ausgabe|"
    r"titre|légende|infographie|édition|artículo|noticia|titular|pie de foto|gráfico|edición|"
    r"artigo|notícia|título|legenda|reportagem|edição|articolo|titolo|didascalia|edizione|onderschrift|"
    r"(?:we|wir|nous) (?:\w+ )?(?:said|wrote|reported|gave|named|haben|schrieben|berichteten|avons))\b|\bhieß es\b",
    re.IGNORECASE,
)
_WRONGLY = re.compile(
    r"\b(?:article|story|headline|caption|(?:earlier|previous) version|graphic|artikel|beitrag|überschrift|"
    r"bildunterschrift|grafik|légende|artículo|titular|artigo|legenda|articolo|didascalia|onderschrift)\b.{0,120}\b(?:"
    r"(?:incorrectly|wrongly|mistakenly|erroneously|inaccurately) "
    r"(?:said|stated|gave|reported|identified|named|described|referred|put|called|listed|attributed|spelled|showed)|"
    r"mis(?:stated|identified|spell?ed|spelt|quoted|reported)|"
    r"fälschlich(?:erweise)?|irrtümlich(?:erweise)?|par erreur|à tort|erronément|erróneamente|por error|erroneamente|"
    r"por engano|per errore|abusievelijk|ten onrechte|foutief)\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\b(?:instead of|rather than|should have|in fact|actually|correct(?:ly)? (?:\w+ )?(?:is|was)|"
    r"statt|anstatt|anstelle|richtig|tatsächlich|vielmehr|au lieu d|et non|en lugar d|en vez d|y no|"
    r"em vez d|ao invés|e não|invece|anziché|e non|in plaats van|en niet)|"
    r", (?:not|nicht|non|no|não|niet) ",
    re.IGNORECASE,
)


def corrected(sentences: Sequence[str], *, title: str, limit: int) -> list[str]:
    """Return the sentences, each that tells only a mistake as one with the next, which says what is right.

    Where the two have more than `limit` characters only the next stands, and without a next neither.

    >>> wrong, right = "An article on Monday gave the year as 1998.", "It was 1989."
    >>> corrected([wrong, right], title="Correction: the ferry's age", limit=240)
    ['An article on Monday gave the year as 1998. It was 1989.']
    """
    found: list[str] = []
    mistake = ""
    for sentence in sentences:
        if not mistake and _tells_a_mistake(sentence, title):
            mistake = sentence
            continue
        both = f"{mistake} {sentence}".strip()
        found.append(both if len(both) <= limit else sentence)
        mistake = ""
    return found


def _tells_a_mistake(sentence: str, title: str) -> bool:
    wrong = _WRONGLY.search(sentence) or (_TITLED.match(title) and _ARTICLE.search(sentence))
    return wrong is not None and _RIGHT.search(sentence) is None
