"""Attributes that MJML does not have: found in templates as they are written, and told apart as npm's MJML does."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.check import attributes
from digest.check.attributes import allowed, misspelt
from digest.render.theme import LETTER_HTML_TEMPLATE, load_theme
from digest.render.theme_file import theme_names
from tests.check.samples import found, good

if TYPE_CHECKING:
    from collections.abc import Callable

JUDGES = Path(__file__).parents[1] / "judges"


def names(template: str) -> list[str]:
    return [one.attribute for one in misspelt(template)]


def test_it_is_told_with_element_template_line_and_the_nearest_there_is() -> None:
    template = '{# the lead #}\n<mj-section>\n<mj-text\n  colour="red" padding="0"/></mj-section>'
    (finding,) = found(replace(good(), templates={"_lead.mjml.j2": template}))
    assert (finding.rule, finding.severity, finding.where) == (
        "mjml-attribute",
        "warning",
        "theme: _lead.mjml.j2, line 4",
    )
    assert finding.message == "<mj-text> has no attribute 'colour', which does nothing; did you mean 'color'?"


def test_an_end_tag_of_no_element_is_told_with_the_nearest_there_is() -> None:
    template = (
        "<mj-text>a</mj-txt>\n{# </mj-txt> #}<!-- </mj-txt> -->\n<mj-text>a</mj-text >\n</mj-{{ kind }}></mj-qqq >"
    )
    one, other = found(replace(good(), templates={"_lead.mjml.j2": template}))
    assert (one.rule, one.severity, one.where) == ("mjml-attribute", "warning", "theme: _lead.mjml.j2, line 1")
    assert one.message.startswith("</mj-txt> ends no element of MJML")
    assert one.message.endswith("; did you mean </mj-text>?")
    assert (other.where, other.message.rpartition("; ")[2]) == ("theme: _lead.mjml.j2, line 4", "take it out")


def test_one_that_is_like_none_is_to_be_taken_out() -> None:
    (finding,) = found(replace(good(), templates={"_lead.mjml.j2": '<mj-raw zzz="0"/>'}))
    assert finding.message == "<mj-raw> has no attribute 'zzz', which does nothing; take it out"


def test_each_element_has_attributes_of_its_own() -> None:
    assert names('<mj-column src="a"><mj-image src="a" href="b"/></mj-column>') == ["src"]
    assert names('<mjml lang="en" dir="ltr" langs="en"><mj-body width="600px" with="1"/></mjml>') == ["langs", "with"]


def test_classes_may_stand_anywhere_and_what_attributes_sets_for_all_may_be_any() -> None:
    head = """<mj-attributes><mj-text padding="0" pading="0"/>
        <mj-all font-family="Arial" inner-padding="1px" fontsize="1"/>
        <mj-class name="wide" width="9px" names="x"/></mj-attributes>"""
    assert names(head) == ["pading", "fontsize", "names"]
    assert names('<mj-section css-class="a" mj-class="b"/><mj-raw css-class="a"/>') == []


def test_what_jinja_writes_is_no_mistake() -> None:
    assert names('<mj-text {% if x > "a" %}padding="0"{% endif %} color="{{ \'"a" > b\' }}"/>') == []
    assert names('<mj-text padding-{{ page.end }}="0" {{ extra }} {{ name }}-color="a"/>') == []
    assert names('<mj-text padding-{% if x %}left{% else %}right{% endif %}="0"/>') == []
    assert names('<mj-text {% if x %}pading="0"{% endif %}/>') == ["pading"]


def test_comments_html_and_elements_that_are_not_mjmls_are_left_alone() -> None:
    assert names('{# <mj-text a="1"/> #}<!-- <mj-text b="1"/> --><p foo="1">x</p><mj-own foo="1"/>') == []
    assert names("<mj-text css-class='a>b' nope='c'>1 < 2, a=\"b\"</mj-text>") == ["nope"]


@pytest.mark.parametrize("theme", theme_names())
def test_our_own_themes_have_none(theme: str) -> None:
    own = load_theme(theme)
    written = own.written() | own.written(LETTER_HTML_TEMPLATE)
    assert {"_masthead.mjml.j2", "shared/_head.mjml.j2", "_letter.mjml.j2"} <= set(written)
    assert {name: names(text) for name, text in written.items() if names(text)} == {}


def test_the_table_is_that_of_npm_mjml() -> None:
    printed = subprocess.run(
        ["node", JUDGES / "mjml-attributes.mjs"], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    file = Path(attributes.__file__).with_name("mjml.json")
    assert json.loads(printed) == json.loads(file.read_text("utf-8")), attributes.__doc__


def test_npm_mjml_finds_the_same_ones(mjml_errors: Callable[[str], str]) -> None:
    document = """<mjml lang="en"><mj-head><mj-attributes><mj-text pading="0"/><mj-class name="a" color="red"/>
        <mj-all inner-padding="1px"/></mj-attributes></mj-head><mj-body><mj-section css-class="b" colour="red">
        <mj-column><mj-text mj-class="a" line-hight="1">x</mj-text></mj-column></mj-section></mj-body></mjml>"""
    told = mjml_errors(document)
    assert names(document) == ["pading", "colour", "line-hight"]
    assert [name for name in names(document) if name not in told] == []
    assert told.count("is illegal") == len(names(document))


def test_every_element_is_allowed_its_classes() -> None:
    assert all({"css-class", "mj-class"} <= names for names in allowed().values())
