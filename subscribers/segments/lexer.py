"""Cuts an expression into words, quoted names and signs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from subscribers.errors import quoted
from subscribers.segments.place import Place

MAX_LENGTH = 4000  # characters

# Every character belongs to one of these. A word may hold quotes, but not begin with one: l'europe.
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    | (?P<open>\() | (?P<close>\)) | (?P<comma>,)
    | (?P<sign>[=!<>]+)
    | (?P<quoted>'(?:[^']|'')*'|"(?:[^"]|"")*")
    | (?P<unclosed>['"])
    | (?P<word>[^\s()=!<>,'"][^\s()=!<>,]*)""",
    re.VERBOSE,
)


class Kind(StrEnum):
    """What a token is."""

    OPEN = "open"
    CLOSE = "close"
    COMMA = "comma"
    SIGN = "sign"
    QUOTED = "quoted"
    WORD = "word"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the expression; `text` is what it says, without the quotes around it."""

    kind: Kind
    text: str
    place: Place

    @property
    def plain(self) -> str:
        """The text of a bare word or sign as it is compared, empty for a quoted name: quotes make anything a name."""
        return "" if self.kind is Kind.QUOTED else self.text.casefold()

    @property
    def shown(self) -> str:
        """The token as a message names it."""
        return "the end" if self.kind is Kind.END else quoted(self.text)


def tokens(text: str, *, title: str = "segment") -> list[Token]:
    """Cut an expression into its tokens, of which the last is its end.

    Raises:
        BadSegment: it is too long, a quote is not closed, or it holds a control character.
    """
    if len(text) > MAX_LENGTH:
        raise Place(text, MAX_LENGTH, title).fault(f"it is longer than {MAX_LENGTH} characters; split it in two")
    found = []
    for match in _TOKEN.finditer(text):
        place = Place(text, match.start(), title)
        group, piece = str(match.lastgroup), match.group()
        if group == "unclosed":
            raise place.fault(f"the quote {piece} is never closed")
        if group != "space":
            _refuse_control(piece, place)
            found.append(Token(Kind(group), _unquoted(piece) if group == "quoted" else piece, place))
    return [*found, Token(Kind.END, "", Place(text, len(text.rstrip()), title))]


def bare(text: str) -> bool:
    """Tell whether a text is one word as it stands, and needs no quotes to be read as such."""
    match = _TOKEN.fullmatch(text)
    return match is not None and match.lastgroup == "word"


def _unquoted(piece: str) -> str:
    quote = piece[0]
    return piece[1:-1].replace(quote * 2, quote)


def _refuse_control(piece: str, place: Place) -> None:
    for offset, character in enumerate(piece):
        if unicodedata.category(character) in {"Cc", "Cs"}:
            there = Place(place.text, place.offset + offset, place.title)
            raise there.fault(f"a control character (U+{ord(character):04X}) cannot stand here; take it out")
