"""No cell is a formula to a spreadsheet, and reading takes back exactly what writing did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.files.text.formulas import MAY_BEGIN, as_it_was, defused

DANGEROUS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("sign", DANGEROUS)
def test_a_cell_that_begins_a_formula_gets_an_apostrophe(sign: str) -> None:
    assert defused(f"{sign}1") == f"'{sign}1"
    assert as_it_was(f"'{sign}1") == f"{sign}1"


@pytest.mark.parametrize("text", ["", "Ana", "'", "'t Hooft", "O'Hara", "a=1", " =1"])
def test_any_other_cell_stays(text: str) -> None:
    assert defused(text) == as_it_was(text) == text


@given(st.text("'=+-@\t\rxA＝", max_size=8) | st.text(max_size=8))
def test_writing_and_reading_gives_back_every_cell(text: str) -> None:
    written = defused(text)
    assert as_it_was(written) == text
    assert written[:1] not in DANGEROUS or not written
    assert written == text or text[0] in MAY_BEGIN
