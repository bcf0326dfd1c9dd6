"""Letters: what they say, to whom, in which language, with one link; and that hostile words stay words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from digest.model.issue import Marks, Publication, Rendering
from digest.model.letter import LetterKind
from digest.render.letter import render_letter
from digest.render.theme import Theme, load_theme
from digest.render.theme_file import theme_names

if TYPE_CHECKING:
    from collections.abc import Callable

MARKS = Marks("tTOKENMARKTOKENMARKTOK", "rREASONMARKREASONMARKREASONMARKRE")
PUBLICATION = Publication(
    name="The Harbour Herald",
    url="https://herald.example",
    postal_address="1 Quay Street, 1200 Lisbon, Portugal",
    language="en",
    timezone="Europe/Lisbon",
)
KINDS = pytest.mark.parametrize("kind", list(LetterKind))


def letter(kind: LetterKind = LetterKind.ASK, *lists: str, language: str = "", **more: Any) -> Rendering:
    return render_letter(
        kind,
        lists or ("Daily digest", "Weekend reads"),
        publication=more.get("publication", PUBLICATION),
        language=language,
        until=datetime(2026, 11, 30, 7, tzinfo=UTC),
        theme=load_theme(more.get("theme", "classic")),
        marks=MARKS,
    )


@KINDS
@pytest.mark.parametrize("language", ["", "ar"])
@pytest.mark.parametrize("theme", theme_names())
def test_the_reference_implementation_of_mjml_accepts_it(
    theme: str, kind: LetterKind, language: str, mjml_errors: Callable[[str], str]
) -> None:
    sources: list[str] = []

    class Kept(Theme):
        """Keeps the MJML on its way."""

        def letter_html(self, page: Any) -> str:
            sources.append(self.letter_mjml(page))
            return ""

    own = load_theme(theme)
    render_letter(
        kind,
        ["Daily"],
        publication=PUBLICATION,
        language=language,
        until=datetime(2026, 11, 30, tzinfo=UTC),
        theme=Kept(own.name, own.templates, own.design, own.folders),
        marks=MARKS,
    )
    assert mjml_errors(sources[0]) == ""


@KINDS
def test_it_has_one_link_the_same_in_both_parts(kind: LetterKind) -> None:
    said = letter(kind)
    page = "p" if kind is LetterKind.WELCOME else "c"
    links = re.findall(r"https?://[^\s\"<]+", said.text)
    assert links == [f"https://herald.example/{page}/{MARKS.token}"]
    assert [link.get("href") for link in html.fromstring(said.html).iter("a")] == links


@KINDS
def test_it_says_who_writes_about_what_and_where_they_are(kind: LetterKind) -> None:
    said = letter(kind)
    assert PUBLICATION.name in said.subject
    text = " ".join(said.text.split())
    shown = " ".join(html.fromstring(said.html).text_content().split())
    for words in ("Daily digest and Weekend reads", PUBLICATION.name, PUBLICATION.postal_address):
        assert words in text
        assert words in shown


def test_a_question_says_until_when_and_what_to_do_if_it_was_not_you() -> None:
    text = " ".join(letter(LetterKind.ASK).text.split())
    assert "until 30 November 2026" in text
    assert "do nothing" in text
    assert "not ask again" in " ".join(letter(LetterKind.REMIND).text.split())


def test_it_speaks_the_readers_language_or_else_the_publications() -> None:
    assert letter(language="de").subject.startswith("Bitte bestätigen")
    assert letter(language="de").language == "de"
    assert letter(language="fi").language == "en"
    page = html.fromstring(letter(language="ar").html)
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")


@pytest.mark.parametrize("theme", theme_names())
@KINDS
def test_every_theme_has_letters_of_its_own_look(theme: str, kind: LetterKind) -> None:
    said = letter(kind, theme=theme)
    assert load_theme(theme).design.light.accent in said.html
    assert "prefers-color-scheme: dark" in said.html
    assert PUBLICATION.postal_address in said.html


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_hostile_titles_stay_words(title: str) -> None:
    said = letter(LetterKind.ASK, f"{title}<script>alert(1)</script>{{{{ page }}}}\r\nBcc: x@y.example")
    assert "<script" not in said.html
    assert "\n" not in said.subject
    assert len(html.fromstring(said.html).findall(".//a")) == 1
