"""Tells a column's name that was written in another encoding than it is read in, so that no word in it is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from subscribers.errors import BadFile, quoted
from subscribers.files.fields import Field, map_option

if TYPE_CHECKING:
    from collections.abc import Iterable

# Read as Windows-1252, Cyrillic and the like are runs of accented letters; of what Macs and DOS write, an accent turns
# to a capital or a sign within a word.
_OF_ANOTHER = re.compile(r"[^\x00-\x7f]{3}|[a-z][À-ÖØ-ÞŠŒŽŸ]|[\u00a1-\u00bf‚ƒ„…†‡ˆ‰‹•˜™›](?=[^\W\d])")
_TWICE = re.compile(r"[ÃÂ][\u0080-\u00bf]|Ã[ƒŠŒŽšœž€‚„…†‡ˆ‰‹Œ•˜™›]|&#?\w+;")  # UTF-8 read as that, and HTML


def see_names(names: Iterable[str], *, assumed: bool) -> None:
    """See that names which are not known are at least text; `assumed` says that Windows-1252 is but the likeliest.

    Raises:
        BadFile: one is none.
    """
    for name in names:
        if _TWICE.search(name):
            raise BadFile(
                f"the column name {quoted(name)} is garbled; write it in the file as it is meant, or, if it does not "
                f"matter: {map_option(name, Field.IGNORE)}"
            )
        if assumed and _OF_ANOTHER.search(name):
            raise BadFile(
                f"the column name {quoted(name)} looks as if the file were not in windows-1252; say what it is in, "
                "such as --encoding cp1251 or --encoding mac_roman, or, if the name is right: --encoding windows-1252"
            )
