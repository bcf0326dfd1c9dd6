from __future__ import annotations

import pytest
from jinja2 import Environment, UndefinedError

from digest.render.page import lay_out
from digest.render.unknown import Unknown
from tests.contracts.issues import MARKS, morning

ENVIRONMENT = Environment(undefined=Unknown, autoescape=True)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ page.publicaton }}", "page has no 'publicaton': did you mean 'publication'?"),
        ("{{ page.lead.sumary }}", "a story has no 'sumary': did you mean 'summary'?"),
        ("{{ page.phrases.zebra }}", "phrases has no 'zebra'; there are: also_covered_by, "),
        ("{{ pages }}", "'pages' is undefined"),
        ("{% if page.nothing %}{% endif %}", "page has no 'nothing'"),
    ],
)
def test_a_name_that_there_is_not_is_told_with_the_nearest(template: str, said: str) -> None:
    with pytest.raises(UndefinedError) as raised:
        ENVIRONMENT.from_string(template).render(page=lay_out(morning(), MARKS))
    assert str(raised.value).startswith(said)


def test_what_is_asked_with_is_defined_is_no_mistake() -> None:
    assert ENVIRONMENT.from_string("{{ page.zebra is defined }}").render(page=lay_out(morning(), MARKS)) == "False"
