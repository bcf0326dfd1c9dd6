"""Takes off a paragraph the place, date and agency that it opens with, a ticker's time of day, and a reading time."""

from __future__ import annotations

import re

_DASH = r"(?:\s*[—–]|\s+-{1,2}|\s*--|\.\s?-)\s*"
_AGENCY = (
    r"(?:AP|AFP|ANI|ANP|ANSA|APA|Belga|Bloomberg|CP|DPA|EFE|EPD|IANS|KNA|Kyodo|Lusa|NTB|OTS|PA(?: Media)?|PTI|Reuters|"
    r"Ritzau|SDA|TASS|TT|UPI|Xinhua|Thomson Reuters|The Associated Press|"
    r"رويترز|أ\.? ?ف\.? ?ب|فرانس برس|د\.? ?ب\.? ?أ|واس|وام|रॉयटर्स|रायटर|एएफपी|एपी|पीटीआई|भाषा|वार्ता|आईएएनएस|"
    r"เอเอฟพี|รอยเตอร์ส?|เอพี|ซินหัว|ТАСС|РИА Новости|Интерфакс|Рейтер|Укринформ|ロイター|共同|時事|AFP時事|新华社|路透社)"
)
_MONTH = r"(?:jan|feb|mar|mär|apr|abr|avr|may|mai|jun|jul|aug|ago|aoû|sep|set|oct|okt|out|nov|dec|dez|dic|déc|ene|fév)"
DAY = rf"(?:\d{{1,2}}\.?\s(?:de\s)?)?(?i:{_MONTH})\w*\.?(?:\s\d{{1,2}})?(?:,?\s(?:de\s)?\d{{4}})?"
# Counts only in capitals throughout.
_PLACE = r"(?!PHOTO|IMAGE|PICTURE|FOTO|BILD)(?P<place>[^\W\d_][\w '’/-]{1,40}?\w\b)"
_BEGINS = r"(?=[\"'“„«‘¿¡]?[^\W_a-zß-ÿ])"  # the story itself begins as sentences do, not as an aside between dashes
_ARABIC, _INDIC = "\u0620-\u064a", "\u0900-\u0963"  # letters; these scripts have no capitals
_BROADCASTER = r"(?:CNN|CBS(?: News)?|NBC(?: News)?|ABC(?: News)?|BBC|NPR|PBS)"
# One word is a place where a German sentence follows that opens as reports do, unless it is an utterance.
_UTTERED = (
    r"(?:Nein|Ja|Doch|Falsch|Richtig|Stille|Schluss|Ende|Aus|Tot|Endlich|Gut|Genau|Stimmt|Heute|Gestern|Morgen|"
    r"Danke|Vorbei|"
    r"Schweigen|Niemand|Nichts|Nie|Niemals|Alles|Leider|Klar|Sicher|Vielleicht|Unsinn|Schuldig|Freispruch|Verloren|"
    r"\w+(?:ung|heit|keit|tag))"
)
_REPORTS = (
    r"(?:(?:Beim?|Im|Nach|Auf|Wegen|Seit|Mit|Aus|Vom|Zum|Zur|Für|Über|Gegen|Trotz|Rund|Mehrere|Unbekannte|Zwei|"
    r"Drei|Vier|"
    r"Eine?|Der)\s|(?:In|An) (?:de[rmn]|eine[rm])\s|Am [A-ZÄÖÜ]\w|(?:Die|Das) [A-ZÄÖÜ])"
)
_WIRES = r"(?:ال)?وكالات|متابعات|رويترز|الأناضول|شينخوا|سبوتنيك|سانا|بترا|قنا|كونا|د ب أ|أ ف ب"
_DATELINES = (
    re.compile(rf"[^!?]{{0,80}}?\((?i:{_AGENCY})(?:/\w{{2,10}})*\)(?:{_DASH}|:\s*|\s+)"),  # London (AP) - ...
    re.compile(rf"{_AGENCY}{_DASH}{_BEGINS}"),  # AP - ...
    re.compile(rf"{_PLACE}(?:,\s[^!?—–:]{{1,40}}?)?(?:\s\([^()]{{2,30}}\))?{_DASH}{_BEGINS}"),  # SALEM, Ore. (KOIN) --
    re.compile(
        rf"{_PLACE}(?:(?:,\s{DAY})?[.:]|\s\|)\s+{_BEGINS}(?=\S*\s*\S*[a-zß-ÿ])"
    ),  # CALDEN. Am ..., not all in capitals
    re.compile(
        rf"[\w'’ -]{{3,30}},\s(?:le\s|den\s)?{DAY}(?:\s\([\w ./-]{{2,25}}\))?{_DASH}{_BEGINS}"
    ),  # Lisbon, 21 November - ...
    re.compile(rf"[{_ARABIC}]+(?: [{_ARABIC}]+){{0,2}} [-–—] (?![^.]* [-–—] )"),  # a place, if no second dash follows
    re.compile(rf"[{_INDIC}]+(?: [{_INDIC}]+){{0,2}}[,:]? ?(?::|[-–—]) (?![^।]* [-–—] )"),
    re.compile(
        r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?:\s?(?:Uhr|[A-Z]{2,4}|[ap]\.?m\.?))?\s*[–—|:-]\s+(?=\D)"
    ),  # of a live ticker
    re.compile(rf"(?:[^!?().]{{1,40}}\s)?\({_BROADCASTER}\)\s?[—–-]{{1,2}}\s*{_BEGINS}"),  # Averin (CNN) —
    re.compile(rf"\({_BROADCASTER}\)\s+{_BEGINS}|\([A-Z]{{2,6}}\)\s?[—–-]{{1,2}}\s+{_BEGINS}"),  # (KOIN) —
    re.compile(rf"[A-Z][\w’-]+,(?: [A-Z][\w’.-]+){{1,2}} \({_BROADCASTER}\)\s+{_BEGINS}"),  # Nairobi, Kenya (CNN)
    re.compile(
        rf"(?!{_UTTERED}\b)(?:(?:Bad|Sankt|Neu|Groß|Klein) )?[A-ZÄÖÜ][\w-]{{2,30}}(?: (?:am|an der|im|"
        rf"bei) [A-ZÄÖÜ]\w+)?"
        rf"(?:/[A-ZÄÖÜ][\w-]+)*(?: \([\w/-]{{2,15}}\))?(?:\.| [–—-](?![^.]*\s[–—-]\s))\s(?={_REPORTS})"
    ),
    re.compile(
        rf"(?!(?:नहीं|हां|हाँ|जी|सही|गलत|बिल्कुल|शायद|बस|चुप|सच|झूठ)।)"
        rf"(?:(?:[{_INDIC}]+ )?संवाददाता, )?(?:नई दिल्ली|[{_INDIC}]{{3,}})"
        rf"(?:,? (?:[{_INDIC}]+ )?(?:एजेंसी|ब्यूरो|संवाददाता|प्रेट्र|भाषा|वार्ता|"
        rf"\d{{1,2}} [{_INDIC}]+))?(?:\s?\([^()]{{2,20}}\))?।\s+"
    ),
    re.compile(
        r"(?i:(?:lesezeit|lesedauer|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|"
        r"leestijd)\s?:?\s?"
        rf"(?:ca\. )?\d{{1,2}}\s?min\w*|\d{{1,2}}[ -]min(?:ute)?s? read)\.?[\s|·•–-]+{_BEGINS}"
    ),
    re.compile(rf"(?:[{_ARABIC}]+\s?[/،-]\s?)?(?:{_WIRES})\s?[:/–—-]\s*"),
    re.compile(r"(?:РИА Новости|ТАСС|Интерфакс)\.\s+(?=[А-ЯЁ«])"),
    re.compile(r"\([^()=\s]{1,10}=[^()=]{2,12}\)\s?(?:[^=.]{1,40}(?:기자|특파원)\s?=\s?)?"),
    re.compile(r"[（(][^（）()，。]{0,8}(?:记者|記者|通讯员)(?![会會])[^（）()，。]{1,20}[）)]\s*"),
    re.compile(r"【[^】]{1,25}】\s*"),
    re.compile(
        r"[^，。：]{0,3}(?:新华社|中新社|中新网|中央社|本报)[^，。：]{0,20}?[电電讯訊](?:\s?[（(][^（）()]{1,20}[）)])?[：\s]*"
    ),
)


def without_dateline(paragraph: str) -> str:
    """Return a paragraph without the place, date and agency, or the time of day, that stand before its news.

    >>> without_dateline("LISBON, Nov 21 (Reuters) - A ferry sank.")
    'A ferry sank.'
    """
    for dateline in _DATELINES:
        match = dateline.match(paragraph)
        if match and match.end() < len(paragraph) and match.groupdict("A").get("place", "A").isupper():
            return without_dateline(paragraph[match.end() :])  # LISBON - AP - ...
    return paragraph
