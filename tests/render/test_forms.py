"""Stories that have the same fields are printed by a form, as their macro and MJML would print each of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.render.fragments import Anew
from digest.render.mjml import to_html
from digest.render.page import lay_out
from digest.render.theme import load_theme, open_theme
from digest.render.theme_file import theme_names
from tests.contracts.issues import HERALD, MARKS, TRAPS, issue_of, item, morning, picture

if TYPE_CHECKING:
    from pathlib import Path

    from digest.model.issue import Item, Publication
    from digest.render.page import Page
    from digest.render.theme import Theme

PAGE = lay_out(morning(), MARKS)
BODY = """{%% macro one(story) %%}%s{%% endmacro %%}
<mjml><mj-body><mj-section><mj-column><mj-text>{{ each(one, page.briefs) }}</mj-text>
</mj-column></mj-section></mj-body></mjml>"""
FIELDS = ("title", "summary", "url", "source", "kicker", "image", "image_alt", "also_covered_by")


def by_itself(house: Theme, page: Page) -> str:
    """Return the HTML of a page whose every story is printed by its macro, and all of it by MJML."""
    source = house.templates.environment.get_template("mail.mjml.j2").render(
        page=page, design=house.design, once=Anew().once, each=Anew().each
    )
    return to_html(source, theme=house.name)


def story(number: int, words: str, told: tuple[bool, ...], language: str = "") -> Item:
    """Return a story that says something in the fields that are `told`."""
    said = (words, f"{words} {number}", f"https://gazette.example/{number}?a=1&b=%20", words, words)
    address = picture(str(number)) if number < 9 else "https://pictures.example/9.webp"
    values = (*said, address, words, (words, "The Post"))
    fields = {name: value for name, value, one in zip(FIELDS, values, told, strict=True) if one}
    return item(**{"title": "", "source": "", "kicker": "", "url": "", **fields}, language=language, hours=number)


def told_thrice(told: tuple[bool, ...], publication: Publication = HERALD, language: str = "") -> Page:
    words = ("Ferry", TRAPS, 'Rates % {0} %s <a href="x">', "blank7c41dw0d", "日本語の記事。")
    stories = [story(number, one, told, language) for number, one in enumerate(words)]
    unseen = [story(number, "Ferry", told, language) for number in range(9, 13)]
    return lay_out(issue_of(story(9, "Lead", told), *stories, *unseen, publication=publication), MARKS)


@pytest.mark.parametrize("name", theme_names())
def test_a_form_says_what_the_macro_and_mjml_would_whatever_stories_have_to_say(name: str) -> None:
    house = load_theme(name)
    for told in product((True, False), repeat=len(FIELDS)):
        page = told_thrice(told)
        assert house.html(page) == by_itself(house, page), told


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize("language", ["ar", "de", "hi"])
def test_a_form_says_so_in_every_language(name: str, language: str) -> None:
    house, home = load_theme(name), replace(HERALD, language=language)
    for spoken in ("", "en", "he"):
        page = told_thrice((True,) * len(FIELDS), home, spoken)
        assert house.html(page) == by_itself(house, page)


@given(st.lists(st.text(), min_size=3, max_size=6))
def test_a_form_takes_any_words(texts: list[str]) -> None:
    page = lay_out(
        issue_of(item("Lead"), *(item(text, f"{text}!", source=text, image_alt=text) for text in texts)), MARKS
    )
    house = load_theme("classic")
    assert house.html(page) == by_itself(house, page)


def briefs(*titles: str) -> Page:
    return replace(PAGE, briefs=tuple(PAGE.lead._replace(title=title, summary=f"{title}.") for title in titles))


def house_of(folder: Path, macro: str) -> Theme:
    (folder / "mail.mjml.j2").write_text(BODY % macro)
    return open_theme(folder)


def macros_run(house: Theme, page: Page) -> int:
    """Return how often the macro of a story says that it runs."""
    calls: list[str] = []
    house.templates.environment.filters["noted"] = lambda text: calls.append(text) or text
    house.html(page)
    return len(calls)


def test_a_macro_that_only_prints_runs_for_the_first_stories_alone(tmp_path: Path) -> None:
    house = house_of(tmp_path, "<p>{{ page.end|noted }}{{ story.title }}</p>")
    assert macros_run(house, briefs("A", "B", "C", "D", "E")) == 3
    assert macros_run(house, briefs("F", "G", "H")) == 0


@pytest.mark.parametrize(
    "macro",
    [
        "<p>{{ story.title|upper }}</p>",
        "<p>{{ story.title|length }}</p>",
        "<p>{{ story.title[:2] }}</p>",
        "<p>{{ 'x' ~ story.title }}</p>",
        "<p>{% if story.title == 'C' %}c{% endif %}</p>",
        "<p>{% if story.title in ['C', 'D'] %}c{% endif %}</p>",
        "<p>{% if 'C' in story.title %}c{% endif %}</p>",
        "<p>{{ story.title is string }}{{ story.title is sequence }}{{ story.title is iterable }}</p>",
        "<p>{{ story.title.upper is defined }}{{ story.title.isalpha() }}</p>",
        "<p>{{ story.title|default('x') }}{{ {story.title: 1}|length }}</p>",
        "<p>{{ '%s'|format(story.title) }}{{ story.title|e|safe }}{{ story.title|string }}</p>",
        "<p>{{ story.columns }}{{ story.columns is number }}{{ story.columns > 9 }}</p>",
        "<p>{{ [story.title, story.source]|join(', ') }}{{ [story.title, 'C']|sort|first }}</p>",
        "<p title='{{ story.title }}'>{{ story.summary }}</p>",
        '<p title="a > b {{ story.title }}">{{ story.summary|attr }}</p>',
        "<p>\n{{ story.title }}\n</p>",
        "<p>{{ story.title }}\n</p>",
        '<p title="{{ story.title|attr }}">{{ story.title|attr }}\n</p>',
        "<p>{% if story.title %}{{ story.title }}{% endif %}\n</p>",
        "{% macro two(title) %}<b>{{ title }}</b>{% endmacro %}<p>{{ once(two, story.title) }}{{ once(two, 'a') }}</p>",
        "<mj-raw>{{ story.title }}</mj-raw>",
        "{{ story.title }}",
        "<p>{{ story }}</p>",
        "<!-- {{ story.columns }} --><p>{{ story.title }}</p>",
    ],
)
def test_whatever_a_macro_does_with_a_story_its_html_is_that_of_the_whole(tmp_path: Path, macro: str) -> None:
    page = briefs(
        "A", "", "Bc", "", "", "", "C", "D <!-- & \\ é", "\u3000", 'E"', "\u3000\u3000", "blank7c41dw0d", "f" * 300
    )
    house = house_of(tmp_path, macro)
    expected = by_itself(house, page)
    assert house.html(page) == expected
    assert house.html(page) == expected


def test_a_macro_that_says_of_its_issue_what_the_next_is_not_says_so_of_both(tmp_path: Path) -> None:
    house = house_of(tmp_path, "<p>{{ page.date }}: {{ story.title }}</p>")
    for date in ("today", "tomorrow"):
        page = replace(briefs("A", "B", "C", "D"), date=date)
        assert house.html(page) == by_itself(house, page)
