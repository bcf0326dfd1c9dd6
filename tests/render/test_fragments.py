"""What a theme prints of a story is printed once for all variants that tell it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from digest.errors import RenderError
from digest.render.page import lay_out
from digest.render.theme import open_theme
from tests.contracts.issues import MARKS, morning

if TYPE_CHECKING:
    from pathlib import Path

    from digest.render.page import Page
    from digest.render.theme import Theme

PAGE = lay_out(morning(), MARKS)
TWO_MACROS = """
{%- macro one(story, edge) %}{{ page.date }}: {{ story.title }}{{ edge }}{% endmacro -%}
{%- macro other(story, edge) %}other {{ story.title }}{% endmacro -%}
{{ once(one, page.lead, "!") }} {{ once(one, page.lead, "?") }} {{ once(other, page.lead, "!") }}"""


def theme(folder: Path, source: str) -> Theme:
    (folder / "mail.mjml.j2").write_text(source)
    return open_theme(folder)


def led_by(title: str, *, date: str = "today") -> Page:
    return replace(PAGE, date=date, lead=replace(PAGE.lead, title=title))


def test_each_macro_prints_each_story_with_each_argument_for_itself(tmp_path: Path) -> None:
    printed = theme(tmp_path, TWO_MACROS).mjml(led_by("Ferry <sinks>"))
    assert printed == "today: Ferry &lt;sinks&gt;! today: Ferry &lt;sinks&gt;? other Ferry &lt;sinks&gt;"


def test_a_story_is_printed_once_for_all_variants_in_a_language(tmp_path: Path) -> None:
    house = theme(tmp_path, "{% macro one(story) %}{{ page.date }}{% endmacro %}{{ once(one, page.lead) }}")
    first, later = led_by("A", date="first"), led_by("A", date="later")
    assert (house.mjml(first), house.mjml(later)) == ("first", "first")
    assert house.mjml(replace(later, language="de")) == "later"
    assert house.mjml(led_by("B", date="later")) == "later"


def test_a_changed_template_prints_every_story_anew(tmp_path: Path) -> None:
    shared = tmp_path / "_said.j2"
    shared.write_text("{% macro said(story) %}old{% endmacro %}")
    house = theme(tmp_path, '{% import "_said.j2" as it %}{{ once(it.said, page.lead) }}')
    assert house.mjml(PAGE) == "old"
    shared.write_text("{% macro said(story) %}new, and longer{% endmacro %}")
    assert house.mjml(PAGE) == "new, and longer"


def test_a_mistake_in_a_macro_is_told_as_any_other(tmp_path: Path) -> None:
    house = theme(tmp_path, "{% macro one(story) %}{{ story.nothing }}{% endmacro %}\n{{ once(one, page.lead) }}")
    with pytest.raises(RenderError, match=r"mail\.mjml\.j2, line 1: .*nothing"):
        house.mjml(PAGE)
