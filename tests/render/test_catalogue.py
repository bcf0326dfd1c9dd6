"""The catalogues of what is said: whole in every language, and nothing said that is not in them."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from digest.render.catalogue import FOLDER, SOURCE, Catalogue, catalogue, languages
from digest.render.theme_file import templates_dir

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

TRANSLATED = [language for language in languages() if language != "en"]
ROOT = Path(__file__).parents[2]
ALIKE = {
    "page.pause_title",
    "page.pause_button",
    "issue.pause",
    "issue.number",
    "issue.comma",
    "issue.stop",
    "issue.colon",
}
# The desk and the report speak to the newsroom, as the command line does, in English alone.
DESK = ("preview", "report")
SHOWN = re.compile(r"""\b(?:alt|title|aria-label|placeholder)="([^"]*)\"""")
STYLES = re.compile(r"{% set \w+ %}[^<>]*?{% endset %}")  # blocks that are kept to stand in a style
UNSEEN = re.compile(r"<(mj-style|style|script)\b.*?</\1>|<!--.*?-->|<meta\b[^>]*>", re.DOTALL)


def read(file: str) -> Catalog:
    with (FOLDER / file).open("rb") as lines:
        return read_po(lines, abort_invalid=True)


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def forms(words: object) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)  # type: ignore[arg-type]


def test_there_are_the_languages_promised() -> None:
    assert {"en", "de", "fr", "es", "pt", "ar", "hi", "it", "nl", "pl", "sv", "fa", "he", "ur"} <= set(languages())


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_language_has_every_message_in_all_its_forms_with_the_same_blanks(language: str) -> None:
    english, own = {one.context: one for one in read(SOURCE) if one.id}, read(f"{language}.po")
    messages = {one.context: one for one in own if one.id}
    assert messages.keys() == english.keys()
    for key, message in messages.items():
        assert message.id == english[key].id, f"{key} is translated from other words than those of {SOURCE}"
        assert not message.fuzzy, key
        said = forms(message.string)
        assert len(said) == (own.num_plurals if message.pluralizable else 1), key
        assert all(words.strip() for words in said), key
        allowed = blanks(forms(message.id)[-1])
        assert all(blanks(words) == allowed or (message.pluralizable and not blanks(words)) for words in said), key
        assert blanks(said[-1]) == allowed, key


@pytest.mark.parametrize("language", TRANSLATED)
def test_nothing_is_left_in_english(language: str) -> None:
    alike = {one.context for one in read(f"{language}.po") if one.id and forms(one.string)[-1] == forms(one.id)[-1]}
    assert alike <= ALIKE


@pytest.mark.parametrize("language", TRANSLATED)
def test_plurals_are_those_of_the_language(language: str) -> None:
    own = read(f"{language}.po")
    usual = get_plural(language)
    assert own.locale_identifier == language
    assert (own.num_plurals, own.plural_expr) == (usual.num_plurals, usual.plural_expr)


def test_arabic_has_six_forms_of_a_count() -> None:
    said = catalogue("ar")
    assert len({said.counted("issue.more", count) for count in (0, 1, 2, 3, 11, 100)}) == 6


def test_polish_counts_in_three() -> None:
    said = catalogue("pl")
    assert said.counted("issue.more", 1).endswith("wiadomość:")
    assert said.counted("issue.more", 3).endswith("wiadomości:")
    assert said.counted("issue.more", 3) != said.counted("issue.more", 12) == said.counted("issue.more", 25)


def test_every_catalogue_is_read_once() -> None:
    assert catalogue("de") is catalogue("de")


def test_a_message_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        catalogue("de").text("page.nonsense")


def test_what_is_not_translated_is_said_in_english() -> None:
    english = catalogue("en")
    half = Catalogue({**english.messages, "page.save": ("Sichern",)}, english.form)
    assert (half.text("page.save"), half.text("page.pause_title")) == ("Sichern", "Pause")


@pytest.mark.parametrize(
    "template",
    [path for path in sorted(templates_dir().rglob("*.j2")) if not any(name in path.name for name in DESK)],
    ids=lambda path: str(path.relative_to(templates_dir())),
)
def test_no_template_says_a_word_of_its_own(template: Path) -> None:
    said = _literal(template.read_text("utf-8"))
    shown = [*SHOWN.findall(UNSEEN.sub("", said)), re.sub(r"<[^>]*>|[\w-]+=\"[^\"]*\"", " ", UNSEEN.sub("", said))]
    if not template.name.endswith(".css.j2"):
        assert not re.findall(r"[^\W\d_]{2,}", re.sub(r"&\w+;|\b\d+px\b", " ", " ".join(shown)))


def test_the_search_for_words_in_templates_finds_them() -> None:
    assert "Read on" in _literal('{% if page.url %}<a href="{{ page.url }}">Read on</a>{% endif %}')
    assert SHOWN.findall(_literal('<img alt="A {{ what }}">')) == ["A \0"]


def _literal(source: str) -> str:
    """Return what a template says itself, with a mark for each value that it prints."""
    parts = Environment(trim_blocks=True, lstrip_blocks=True).parse(STYLES.sub("", source)).find_all(nodes.Output)
    said = (part for output in parts for part in output.nodes)
    return "".join(part.data if isinstance(part, nodes.TemplateData) else "\0" for part in said)
