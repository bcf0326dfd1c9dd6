"""Keeps a spreadsheet from running what stands in a cell, and takes exactly that back when the file is read again.

A cell that begins with one of these characters is a formula to a spreadsheet (OWASP, CSV injection), whoever wrote it:
a reader's name may be `=HYPERLINK(...)`. An apostrophe before it makes it text. A cell that looks defused already gets
one more, so that taking one away always gives back what there was.
"""

from __future__ import annotations

import re

from subscribers.errors import BadCell

_SIGNS = "=+-@\t\r\n\uff0b\uff0d\uff1d\uff20"  # the last four are the first four in full width
_LINK = re.compile(r"\s*mailto:\s*([^?]*)(?:\?.*)?", re.IGNORECASE | re.DOTALL)
_FORMULA = re.compile(f"'*[{re.escape(_SIGNS)}]")

MARKS = "'=`‘’“"  # by which spreadsheets are told that a text follows; no address that somebody has begins so
CROSSED_OUT = "#*~!"  # what stands before a line that is to be passed over
MAY_BEGIN = frozenset(f"'{_SIGNS}")  # no cell that begins with another character is changed


def defused(text: str) -> str:
    """Return a cell as it is safe to be opened in a spreadsheet.

    >>> defused("=1+1"), defused("'=1+1"), defused("Ada")
    ("'=1+1", "''=1+1", 'Ada')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def as_it_was(text: str) -> str:
    """Return the cell that `defused` was given; any other cell stays."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text


def unmarked(address: str) -> str:
    """Return an address without what a spreadsheet, or whoever works with one, has put about it.

    >>> unmarked("'ann@reader.example"), unmarked('="ann@reader.example"'), unmarked("'=ann@reader.example'")
    ('ann@reader.example', 'ann@reader.example', 'ann@reader.example')
    """
    bare = address.lstrip()
    return bare.strip(f'{MARKS}"” ') if bare[:1] in MARKS else address


def uncrossed(address: str) -> str:
    """Return an address without what is put about it, as `unmarked` does.

    Raises:
        BadCell: it is crossed out.
    """
    if (sign := address.strip()[0]) in CROSSED_OUT:
        raise BadCell(f"the address begins with {sign}, as one that is crossed out; take the row out")
    return unmarked(address)


def unlinked(address: str) -> str:
    """Return the address that a link leads to (RFC 6068), and any other text as it is.

    >>> unlinked("mailto:ann@reader.example?subject=Hello"), unlinked("ann@reader.example")
    ('ann@reader.example', 'ann@reader.example')
    """
    found = _LINK.fullmatch(address)
    return found[1] if found else address
