"""Tells a column's name that was written in another encoding than it is read in, so that no word in it is known."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from subscribers.errors import BadFile, quoted
from subscribers.files.vocabulary.fields import Field, map_option

if TYPE_CHECKING:
    from collections.abc import Iterable

# Read as Windows-1252, Cyrillic and the like are runs of accented letters; of what Macs and DOS write, an accent turns
# to a capital or a sign within a word.
_OF_ANOTHER = re.compile(r"[^\x00-\x7f]{3}|[a-z][À-ÖØ-ÞŠŒŽŸ]|[\u00a1-\u00bf‚ƒ„…†‡ˆ‰‹•˜™›](?=[^\W\d])")
# A few words, which are surely not meant so: in a sentence such signs may stand about a word.
_WORDS_OF_ANOTHER = re.compile(r"[À-ÿŠŒŽšœžŸ]{3}|[a-z][À-ÖØ-ÞŠŒŽŸ]|[^\W\d_][\u00a1-\u00bf‚ƒ„…†‡ˆ‰‹•˜™›][^\W\d_]")
_LONGEST, _MOST_WORDS = 40, 3
_TWICE = re.compile(r"[ÃÂ][\u0080-\u00bf]|Ã[ƒŠŒŽšœž€‚„…†‡ˆ‰‹Œ•˜™›]")  # UTF-8 read as that
ANOTHER = (
    "looks as if the file were not in windows-1252; say what it is in, such as --encoding cp1251 or --encoding "
    "mac_roman, or, if it is right so: --encoding windows-1252"
)


def see_names(names: Iterable[str], *, assumed: bool) -> None:
    """See that names which are not known are at least text; `assumed` says that Windows-1252 is but the likeliest.

    Raises:
        BadFile: one is none.
    """
    for name in names:
        if _TWICE.search(name) or unescape(name) != name:
            raise BadFile(
                f"the column name {quoted(name)} is garbled; write it in the file as it is meant, or, if it does not "
                f"matter: {map_option(name, Field.IGNORE)}"
            )
        if assumed and _OF_ANOTHER.search(name):
            raise BadFile(f"the column name {quoted(name)} {ANOTHER}")


def of_another_encoding(cell: str) -> bool:
    """Tell whether a cell, read as Windows-1252 because that is likeliest, is a few words of another encoding.

    >>> of_another_encoding("îòïèñàí"), of_another_encoding("DŽsabonnŽ"), of_another_encoding("Zoë d’Été")
    (True, True, False)
    """
    few = not cell.isascii() and len(cell) <= _LONGEST and len(cell.split()) <= _MOST_WORDS
    return few and bool(_WORDS_OF_ANOTHER.search(cell))
