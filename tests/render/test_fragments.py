"""What a theme prints of a story is printed once for all variants that tell it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.errors import RenderError
from digest.render.fragments import Splice
from digest.render.mjml import to_html
from digest.render.page import lay_out
from digest.render.theme import load_theme, open_theme
from digest.render.theme_file import theme_names
from tests.contracts.issues import MARKS, SPECIMENS, morning

if TYPE_CHECKING:
    from pathlib import Path

    from digest.render.page import Page
    from digest.render.theme import Theme

PAGE = lay_out(morning(), MARKS)
BODY = "<mjml><mj-body><mj-section><mj-column><mj-text>{}</mj-text></mj-column></mj-section></mj-body></mjml>"
MACROS = """
{%- macro one(story) %}{{ story.title }}{% endmacro -%}
{%- macro paragraph(story) %}  <p>{{ story.title }}</p>
{% endmacro -%}
{%- macro element(story) %}<mj-text>{{ story.title }}</mj-text>{% endmacro -%}
"""
TWO_MACROS = """
{%- macro one(story, edge) %}{{ page.date }}: {{ story.title }}{{ edge }}{% endmacro -%}
{%- macro other(story, edge) %}other {{ story.title }}{% endmacro -%}
{{ once(one, page.lead, "!") }} {{ once(one, page.lead, "?") }} {{ once(other, page.lead, "!") }}"""


def theme(folder: Path, source: str) -> Theme:
    (folder / "mail.mjml.j2").write_text(source)
    return open_theme(folder)


def led_by(title: str, *, date: str = "today") -> Page:
    return replace(PAGE, date=date, lead=PAGE.lead._replace(title=title))


def test_each_macro_prints_each_story_with_each_argument_for_itself(tmp_path: Path) -> None:
    printed = theme(tmp_path, TWO_MACROS).mjml(led_by("Ferry <sinks>"))
    assert printed == "today: Ferry &lt;sinks&gt;! today: Ferry &lt;sinks&gt;? other Ferry &lt;sinks&gt;"


def test_a_story_is_printed_once_for_all_variants_in_a_language(tmp_path: Path) -> None:
    house = theme(tmp_path, "{% macro one(story) %}{{ page.more }}{% endmacro %}{{ once(one, page.lead) }}")
    first, later = replace(led_by("A"), more="first"), replace(led_by("A"), more="later")
    assert (house.mjml(first), house.mjml(later)) == ("first", "first")
    assert house.mjml(replace(later, language="de")) == "later"
    assert house.mjml(replace(later, date="tomorrow")) == "later"
    assert house.mjml(replace(led_by("B"), more="later")) == "later"


def test_stories_are_printed_one_after_the_other_none_of_them_twice(tmp_path: Path) -> None:
    house = theme(
        tmp_path,
        "{% macro one(story, end) %}<{{ story.title }}{{ end }}{% endmacro %}{{ each(one, page.briefs, '>') }}",
    )
    briefs = tuple(PAGE.lead._replace(title=title) for title in ("A & B", "C"))
    assert house.mjml(replace(PAGE, briefs=briefs)) == "<A &amp; B&gt;<C&gt;"
    assert house.mjml(replace(PAGE, briefs=())) == ""


@pytest.mark.parametrize("name", theme_names())
@pytest.mark.parametrize("specimen", SPECIMENS)
def test_what_was_told_before_is_put_into_the_html_as_mjml_itself_would_make_it(name: str, specimen: str) -> None:
    page, house = lay_out(replace(SPECIMENS[specimen](), on_the_web=()), MARKS), load_theme(name)
    by_mjml = to_html(house.mjml(page), theme=name)
    assert house.html(page) == by_mjml
    assert house.html(page) == by_mjml


def test_a_story_that_was_told_does_not_go_through_mjml_again(tmp_path: Path) -> None:
    house, page = theme(tmp_path, MACROS + BODY.format("{{ once(paragraph, page.lead) }}")), led_by("Ferry")
    html = house.html(page)
    splice = Splice(house.templates.fragments.kept(page, house.design))
    source = house.templates.environment.get_template("mail.mjml.j2").render(page=page, once=splice.once)
    assert "Ferry" not in source
    assert splice.joined(source, to_html(source, theme="house")) == html


@pytest.mark.parametrize(
    "part",
    [
        "<p>{{ once(one, page.lead) }}</p>",
        '<p title="{{ once(one, page.lead) }}">a</p>',
        "{{ once(paragraph, page.lead) }}",
        "words {{ once(paragraph, page.lead) }} and words",
        " \n {{ once(paragraph, page.lead) }}\n {{ once(paragraph, page.lead) }}",
        "<!--[if mso]>{{ once(paragraph, page.lead) }}<![endif]-->",
        "{% set twice %}{{ once(paragraph, page.lead) }}{% endset %}{{ twice }}{{ twice }}",
        "{% set never %}{{ once(paragraph, page.lead) }}{% endset %}",
        "</mj-text>{{ once(element, page.lead) }}<mj-text>",
    ],
)
def test_wherever_a_theme_prints_a_story_its_html_is_that_of_the_whole(tmp_path: Path, part: str) -> None:
    house = theme(tmp_path, MACROS + BODY.format(part))
    by_mjml = to_html(house.mjml(led_by("Ferry <!--once 0-->")), theme="house")
    assert house.html(led_by("Ferry <!--once 0-->")) == by_mjml
    assert house.html(led_by("Ferry <!--once 0-->")) == by_mjml


def test_a_changed_template_prints_every_story_anew(tmp_path: Path) -> None:
    shared = tmp_path / "_said.j2"
    shared.write_text("{% macro said(story) %}old{% endmacro %}")
    house = theme(tmp_path, '{% import "_said.j2" as it %}{{ once(it.said, page.lead) }}')
    assert house.mjml(PAGE) == "old"
    shared.write_text("{% macro said(story) %}new, and longer{% endmacro %}")
    assert open_theme(tmp_path).mjml(PAGE) == "new, and longer"
    assert house.mjml(PAGE) == "old"


@pytest.mark.parametrize("call", ["once(one, page.lead)", "each(one, [page.lead])"])
def test_a_font_that_a_story_loads_is_refused_each_time(tmp_path: Path, call: str) -> None:
    macro = '{% macro one(story) %}<p><link href="https://fonts.example/lora.css"/>{{ story.title }}</p>{% endmacro %}'
    house = theme(tmp_path, macro + BODY.format(f"{{{{ {call} }}}}"))
    for title in ("A", "A", "B", "C", "D", "D"):
        with pytest.raises(RenderError, match="it loads a font or a stylesheet"):
            house.html(led_by(title))


def test_a_mistake_in_a_macro_is_told_as_any_other(tmp_path: Path) -> None:
    house = theme(tmp_path, "{% macro one(story) %}{{ story.nothing }}{% endmacro %}\n{{ once(one, page.lead) }}")
    with pytest.raises(RenderError, match=r"mail\.mjml\.j2, line 1: .*nothing"):
        house.mjml(PAGE)
