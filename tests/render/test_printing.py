from __future__ import annotations

import pytest
from jinja2 import Environment
from markupsafe import Markup

from digest.render.templates import MailEnvironment


class Told:
    """What says itself how it is written in HTML."""

    def __html__(self) -> str:
        return "<i>told</i>"


def printed(template: str, value: object, *, escaping: bool = True) -> str:
    kinds = (MailEnvironment, Environment)
    ours, plain = (kind(autoescape=escaping).from_string(template).render(value=value) for kind in kinds)
    assert ours == plain, "as Jinja prints it"
    return ours


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a < b", "a &lt; b"), (Markup("<b>"), "<b>"), (Told(), "<i>told</i>"), (7, "7"), (None, "None"), ("", "")],
)
def test_html_is_printed_as_it_is_and_all_else_escaped(value: object, expected: str):
    assert printed("{{ value }}", value) == expected


def test_nothing_is_escaped_where_nothing_is_to_be():
    assert printed("{{ value }}", "a < b", escaping=False) == "a < b"


@pytest.mark.parametrize(
    "template",
    [
        "{% macro own(one) %}[{{ one }}{{ one }}]{% endmacro %}{{ own(value) }}{{ own(own(value)) }}",
        "{% set kept %}<p>{{ value }}</p>{% endset %}{{ kept }}{{ kept ~ value }}",
        "{% for one in [value, value|safe] %}{{ one }}{{ loop.index }}{% endfor %}",
        "{% autoescape false %}{{ value }}{% endautoescape %}{{ value }}",
        "{% macro outer() %}{{ caller(value) }}{% endmacro %}{% call(one) outer() %}{{ one }}{% endcall %}",
    ],
)
def test_values_are_printed_alike_in_macros_blocks_and_loops(template: str):
    assert "&amp;" in printed(template, "Ana & <b>")
