"""A date with the name of its month is said the year first, in the languages of newsrooms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.files.vocabulary.months import year_before


@pytest.mark.parametrize(
    "text",
    [
        "Mar 4, 2020", "March 4th, 2020", "4 March 2020", "Wed, 4 Mar 2020", "4. März 2020", "4. Mär. 2020",
        "mercredi 4 mars 2020", "4 de marzo de 2020", "4 de março de 2020", "4-MAR-2020",
    ],
)  # fmt: skip
def test_a_day_of_march_is_one_in_any_of_them(text: str) -> None:
    assert year_before(text) == "2020-03-04"


@pytest.mark.parametrize("text", ["", "soon", "Ma 4, 2020", "Ju 4, 2020", "Marketing 4, 2020", "4 2020", "2020-03-04"])
def test_what_names_no_one_month_is_left_as_it_is(text: str) -> None:
    assert year_before(text) == text


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    assert isinstance(year_before(text), str)
