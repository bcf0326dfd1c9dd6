"""Knows months by their names, in the languages of newsrooms, and says a date with one in it the year first."""

from __future__ import annotations

import re
import unicodedata

# English, German, French, Spanish and Portuguese, without accents.
_MONTHS = (
    "january januar janvier enero janeiro",
    "february februar fevrier febrero fevereiro",
    "march marz maerz mars marzo marco",
    "april avril abril",
    "may mai mayo maio",
    "june juni juin junio junho",
    "july juli juillet julio julho",
    "august aout agosto",
    "september septembre septiembre setembro",
    "october oktober octobre octubre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dezembro",
)
_SHORTEST = 3  # letters of a name that are enough
_WEEKDAY = r"(?:[a-z]+\.?,? +)?"
_TIME = r"(?!\d)(?:,? +(?:at +|um +)?|t)?(\d.*)?"
_DAY_FIRST = re.compile(
    rf"{_WEEKDAY}(\d\d?)(?:st|nd|rd|th|er|\.)?[ -]+(?:de )?([a-z]+)\.?,?[ -]+(?:de )?(\d{{4}}){_TIME}"
)
_MONTH_FIRST = re.compile(rf"{_WEEKDAY}([a-z]+)\.? +(\d\d?)(?:st|nd|rd|th)?,? +(\d{{4}}){_TIME}")


def year_before(text: str) -> str:
    """Return a date with the name of its month as ISO 8601 has it; what is none is left as it is.

    >>> year_before("Dec 31, 2020 3:45 PM"), year_before("31. März 2020"), year_before("soon")
    ('2020-12-31 3:45 pm', '2020-03-31', 'soon')
    """
    letters = unicodedata.normalize("NFKD", text.strip()).casefold()
    plain = "".join(one for one in letters if not unicodedata.combining(one))
    if found := _DAY_FIRST.fullmatch(plain):
        day, name, year, time = found.groups()
    elif found := _MONTH_FIRST.fullmatch(plain):
        name, day, year, time = found.groups()
    else:
        return text
    number = _month(name)
    return f"{year}-{number:02}-{int(day):02} {time or ''}".rstrip() if number else text


def _month(name: str) -> int:
    """Return the number of a month, 0 for what is none, or might be two."""
    if len(name) < _SHORTEST:
        return 0
    found = [
        place for place, names in enumerate(_MONTHS, start=1) if any(one.startswith(name) for one in names.split())
    ]
    return found[0] if len(found) == 1 else 0
