"""A person may move to another address, but not into one that is somebody else's or was erased."""

from __future__ import annotations

import pytest

from subscribers.database import immediate, stamp
from subscribers.erasure import erased_among, mark_erased
from subscribers.errors import BadValue, ErasedAddress
from subscribers.model import Via

READER, GONE = "reader@herald.example", "gone@herald.example"


@pytest.fixture
def erased(db, roster, now) -> None:
    """A reader, and an address that was erased."""
    roster.add(READER, now=now, lists=["weekly"])
    with immediate(db):
        mark_erased(db, GONE, source="shell", now=stamp(now))


def test_an_operator_moves_nobody_to_an_address_that_was_erased(roster, erased, now) -> None:
    with pytest.raises(ErasedAddress, match="was erased; if the person asked"):
        roster.edit(READER, now=now, new_address="Gone@herald.example", name="Ada")
    assert roster.show(READER).name == ""


def test_a_person_may_move_there_themselves_and_is_not_kept_out_any_more(db, roster, erased, now) -> None:
    roster.edit(READER, now=now, new_address=GONE, via=Via.WEB)
    assert roster.show(GONE).subscriptions[0].state == "confirmed"
    assert erased_among(db, [GONE]) == frozenset()


def test_a_language_is_kept_in_its_usual_case_and_nonsense_is_refused(roster, erased, now) -> None:
    roster.edit(READER, now=now, language="PT-br")
    assert roster.show(READER).language == "pt-BR"
    with pytest.raises(BadValue, match="not a language"):
        roster.edit(READER, now=now, language="Portuguese")
    roster.edit(READER, now=now, language="")
    assert roster.show(READER).language == ""
