"""The rules of what comes back, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events.rules import SOFT_ISSUES, Attempt, bounces_hard, complains, moved, worn_out
from digest.model.delivery import Delivery, DeliveryStatus
from digest.model.event import Event, EventKind, Fault

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ACCEPTED, BOUNCED, DELIVERED = DeliveryStatus.ACCEPTED, DeliveryStatus.BOUNCED, DeliveryStatus.DELIVERED


def delivery(status: DeliveryStatus, **more: object) -> Delivery:
    values = {"id": 1, "issue_id": 1, "subscriber_id": 1, "address": "ana@reader.example", "attempts": 1}
    return Delivery(**values | {"list_title": "Daily", "status": status} | more)


def event(kind: EventKind, **more: object) -> Event:
    return Event(**{"key": "1", "kind": kind, "source": "sendgrid"} | more)


def test_an_accepted_receipts_own_words_are_kept() -> None:
    before = delivery(ACCEPTED, code="2.0.0", detail="queued as 4F1")
    assert moved(before, event(EventKind.PROCESSED, at=NOW - timedelta(days=1)), now=NOW) is before


def test_of_two_bounces_the_earlier_gives_time_code_and_words() -> None:
    early = event(EventKind.BOUNCED, at=NOW - timedelta(hours=2), code="4.2.2", detail="full")
    late = event(EventKind.BOUNCED, at=NOW - timedelta(hours=1), code="5.1.1", detail="gone")
    for order in ((early, late), (late, early)):
        after = delivery(DeliveryStatus.UNKNOWN)
        for one in order:
            after = moved(after, one, now=NOW)
        assert (after.status, after.code, after.detail, after.changed_at) == (BOUNCED, "4.2.2", "full", early.at)


def test_an_event_from_the_future_happened_now() -> None:
    after = moved(delivery(ACCEPTED), event(EventKind.DELIVERED, at=NOW + timedelta(days=9)), now=NOW)
    assert after.changed_at == NOW


def test_foreign_words_are_kept_only_so_far() -> None:
    after = moved(delivery(ACCEPTED), event(EventKind.BOUNCED, code="5" * 99, detail="x" * 9999), now=NOW)
    assert (len(after.code), len(after.detail)) == (20, 300)
    again = moved(after, event(EventKind.BOUNCED, code="5" * 99, detail="x" * 9999), now=NOW)
    assert again is after


@pytest.mark.parametrize("status", DeliveryStatus)
@pytest.mark.parametrize("kind", EventKind)
def test_an_event_moves_a_delivery_once(status: DeliveryStatus, kind: EventKind) -> None:
    once = moved(delivery(status), event(kind, at=NOW), now=NOW)
    assert moved(once, event(kind, at=NOW), now=NOW) is once


def test_who_called_earlier_mail_spam_complains_and_does_not_bounce_hard() -> None:
    dropped = event(EventKind.BOUNCED, fault=Fault.SENDER, code="spamreport")
    assert (complains(dropped), bounces_hard(dropped)) == (True, False)


def attempts(*days: tuple[int, DeliveryStatus, bool]) -> list[Attempt]:
    return [Attempt(NOW - timedelta(days=age), status, soft) for age, status, soft in days]


def soft(*ages: int) -> list[Attempt]:
    return attempts(*((age, BOUNCED, True) for age in ages))


def test_five_in_a_row_over_a_week_are_enough() -> None:
    assert worn_out(soft(0, 1, 2, 3, 7))
    assert not worn_out(soft(0, 1, 2, 3))
    assert not worn_out(soft(0, 1, 2, 3, 6))


def test_those_of_more_than_a_month_before_the_last_do_not_count() -> None:
    assert worn_out(soft(0, 10, 20, 29, 30))
    assert not worn_out(soft(0, 10, 20, 29, 31))


def test_a_mail_that_got_through_ends_the_row() -> None:
    assert not worn_out([*attempts((0, DELIVERED, False)), *soft(1, 2, 3, 4, 9)])
    assert not worn_out([*soft(0, 1), *attempts((2, DELIVERED, False)), *soft(3, 4, 9)])


def test_an_accepted_mail_ends_the_row_only_in_between() -> None:
    """The latest may still come back."""
    assert worn_out([*attempts((0, ACCEPTED, False)), *soft(1, 2, 3, 4, 9)])
    assert not worn_out([*soft(0, 1), *attempts((2, ACCEPTED, False)), *soft(3, 4, 9)])


def test_what_was_the_senders_fault_or_never_sent_ends_no_row() -> None:
    others = attempts((2, BOUNCED, False), (3, DeliveryStatus.SKIPPED, False))
    assert worn_out([*soft(0, 1), *others, *soft(4, 5, 9)])


@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(DeliveryStatus), st.booleans()), max_size=20))
def test_nobody_is_given_up_with_fewer_than_five_soft_bounces(trail: list[tuple[int, DeliveryStatus, bool]]) -> None:
    given_up = worn_out(attempts(*sorted(trail)))
    assert not given_up or sum(one[2] for one in trail) >= SOFT_ISSUES
