"""Says to one reader why the mail came."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from digest.render.escape import clean
from digest.render.plaintext import wrap
from digest.render.words import words_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from digest.model.issue import Publication


def reason(list_title: str, joined_at: datetime, *, publication: Publication) -> str:
    """Return one plain sentence: "You get this because you joined Daily on 3 May 2026."

    It is in lines, as plain text is; HTML takes the breaks for spaces. The day is that of the publication's zone.
    Readers of one list who joined on one day share one sentence.
    """
    return _reason(list_title, words_of(publication).day(joined_at), publication)


@lru_cache(maxsize=8192)
def _reason(list_title: str, joined_on: date, publication: Publication) -> str:
    words = words_of(publication)
    return wrap(words.phrases.reason.format(list=clean(list_title), date=words.long_date(joined_on)))
