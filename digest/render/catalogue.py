"""Reads what is said in a language from its gettext catalogue.

locale/digest.pot holds every message in English under a key of its own (`msgctxt`), such as `page.subscribe`; beside it
stands a catalogue for each other language. What Babel's and other translators' tools do with such files, they can do
with these.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import c2py  # what gettext itself reads Plural-Forms with
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from babel.messages.catalog import Catalog

FOLDER = Path(__file__).with_name("locale")
SOURCE, SOURCE_LANGUAGE = "digest.pot", "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one language by key; one that counts has a form for each plural of the language."""

    messages: Mapping[str, tuple[str, ...]]
    form: Callable[[int], int]

    def text(self, key: str) -> str:
        """Return a message; raises KeyError."""
        return self.messages[key][0]

    def counted(self, key: str, count: int) -> str:
        """Return the form of a message that goes with a count; raises KeyError."""
        return self.messages[key][self.form(count)]


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are words for, sorted."""
    return tuple(sorted([SOURCE_LANGUAGE, *(file.stem for file in FOLDER.glob("*.po"))]))


@cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of one of `languages()`, read once; a message that is not translated stays English."""
    if language == SOURCE_LANGUAGE:
        source = _read(SOURCE)
        return Catalogue({key: ids for key, (ids, _) in _entries(source).items()}, _plural_form(source))
    english, own = catalogue(SOURCE_LANGUAGE), _read(f"{language}.po")
    said = {key: strings for key, (_, strings) in _entries(own).items() if all(strings)}
    return Catalogue({**english.messages, **said}, _plural_form(own))


def _read(file: str) -> Catalog:
    from babel.messages.pofile import read_po

    with (FOLDER / file).open("rb") as lines:
        return read_po(lines)


def _entries(found: Catalog) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return by key what each message is in English and in the catalogue's language, in all its forms."""
    return {one.context: (_forms(one.id), _forms(one.string)) for one in found if one.context}


def _forms(words: object) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]


def _plural_form(found: Catalog) -> Callable[[int], int]:
    form: Callable[[int], int] = c2py(found.plural_expr)
    return form
