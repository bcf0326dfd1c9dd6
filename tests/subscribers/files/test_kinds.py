"""What all cells of a column are decides whether it says who is to be mailed, where its name merely hints at it."""

from __future__ import annotations

import pytest

from subscribers.files.records.kinds import Kind, Unclear, kind_of, understood
from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.hints import Hint

NOW = "2026-11-23T06:30:00Z"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("", Kind.EMPTY),
        (" \t", Kind.EMPTY),
        ("Ja", Kind.YES),
        ("✓", Kind.YES),
        ("non", Kind.NO),
        ("✗", Kind.NO),
        ("NULL", Kind.NEVER),
        ("-", Kind.NEVER),
        ("1.0", Kind.ONE),
        ("0", Kind.ZERO),
        ("17", Kind.NUMBER),
        ("2020-01-02T03:04:05Z", Kind.PAST),
        ("31.12.2020", Kind.PAST),
        ("Dec 31, 2020", Kind.PAST),
        ("03/04/2999", Kind.COMING),
        ("spring 2020", Kind.DATED),
        ("Harbour Street", Kind.WORDS),
        ("Pending", Kind.STANDING),
    ],
)
def test_a_cell_is_of_one_kind(cell: str, kind: Kind) -> None:
    assert kind_of(cell, now=NOW) is kind


@pytest.mark.parametrize("field", [Field.SUBSCRIBED, Field.CONFIRMED, Field.UNSUBSCRIBED, Field.UNCONFIRMED])
@pytest.mark.parametrize("strong", [True, False])
def test_what_may_be_against_somebody_is_understood_or_unclear_and_never_passed_over(
    field: Field, strong: bool
) -> None:
    against = Kind.YES if field in (Field.UNSUBSCRIBED, Field.UNCONFIRMED) else Kind.NO
    for plain in (True, False):
        hint = Hint(field, plain=plain, detail=False, strong=strong)
        for other in Kind:
            try:
                assert understood(hint, {against, other}) is field
            except Unclear:
                assert not plain or other in {Kind.NUMBER, Kind.DATED, Kind.WORDS, Kind.STANDING, Kind.COMING}
            else:
                assert plain


def test_where_other_numbers_stand_one_and_zero_are_numbers() -> None:
    hint = Hint(Field.SUBSCRIBED, plain=False, detail=False, strong=True)
    assert understood(hint, {Kind.ZERO, Kind.NUMBER}) is None
    with pytest.raises(Unclear):
        understood(hint, {Kind.ZERO, Kind.ONE})
