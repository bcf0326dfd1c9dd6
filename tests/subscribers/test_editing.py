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


@pytest.mark.parametrize("reason", ["complaint", "manual", "unsubscribed", "asked by telephone"])
def test_what_suppresses_a_person_goes_with_them_wherever_they_move(
    roster, suppressions, mailable, now, reason
) -> None:
    roster.add(READER, now=now, lists=["weekly"])
    suppressions.add(READER, reason, now=now, source="sendgrid")
    for before, after in ((READER, "two@herald.example"), ("two@herald.example", "three@herald.example")):
        change = roster.edit(before, now=now, new_address=after)
        assert change.suppressed == reason
        assert suppressions.check(before)
        assert suppressions.check(after)
    assert mailable("weekly") == []
    found = suppressions.check("three@herald.example")
    assert (found.reason, found.source, found.at) == (reason, "sendgrid", now)


@pytest.mark.parametrize("reason", ["hard-bounce", "soft-bounces"])
def test_what_a_mailbox_is_suppressed_for_stays_with_it(roster, suppressions, mailable, now, reason) -> None:
    roster.add(READER, now=now, lists=["weekly"])
    suppressions.add(READER, reason, now=now)
    roster.edit(READER, now=now, new_address="two@herald.example")
    assert mailable("weekly") == ["two@herald.example"]
    assert suppressions.check(READER).reason == reason


def test_a_complaint_about_the_former_address_reaches_the_present_one_also_when_it_comes_late(
    roster, suppressions, mailable, now
) -> None:
    roster.add(READER, now=now, lists=["weekly"])
    roster.edit(READER, now=now, new_address="two@herald.example")
    suppressions.add(READER, "hard-bounce", now=now)
    assert mailable("weekly") == ["two@herald.example"]
    suppressions.add(READER, "complaint", now=now)
    assert mailable("weekly") == []


def test_a_complaint_goes_before_a_bounce_so_that_it_is_not_lost_with_the_mailbox(
    roster, suppressions, mailable, now
) -> None:
    roster.add(READER, now=now, lists=["weekly"])
    suppressions.add(READER, "complaint", now=now)
    suppressions.add("two@herald.example", "hard-bounce", now=now)
    for before, after in ((READER, "two@herald.example"), ("two@herald.example", "three@herald.example")):
        roster.edit(before, now=now, new_address=after)
    assert suppressions.check("three@herald.example").reason == "complaint"
    assert mailable("weekly") == []


def test_a_suppression_lifted_at_the_present_address_is_over_there(roster, suppressions, mailable, now) -> None:
    roster.add(READER, now=now, lists=["weekly"])
    suppressions.add(READER, "complaint", now=now)
    roster.edit(READER, now=now, new_address="two@herald.example")
    suppressions.remove("two@herald.example")
    assert mailable("weekly") == ["two@herald.example"]
