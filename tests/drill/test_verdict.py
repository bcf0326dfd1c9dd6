"""The verdict names every recipient with whom something is wrong, and is clean only when nothing is."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.drill.verdict import Verdict, judge
from digest.model.delivery import DeliveryStatus

ACCEPTED, UNKNOWN, PENDING = DeliveryStatus.ACCEPTED, DeliveryStatus.UNKNOWN, DeliveryStatus.PENDING
PEOPLE = ("ana@one.example", "ben@one.example", "cem@two.example")
ANA, BEN, CEM = PEOPLE


def verdict(
    ledger: dict[str, DeliveryStatus] | None = None, taken: dict[str, int] | None = None, **more: Any
) -> Verdict:
    """Judge three recipients of whom all is well but for what is said."""
    told = dict.fromkeys(PEOPLE, ACCEPTED) | (ledger or {})
    had = dict.fromkeys(PEOPLE, 1) | (taken or {})
    given = {"meant": PEOPLE, "unknown_by_kill": (1, 0), "in_doubt": 1} | more
    return judge(told, Counter({who: times for who, times in had.items() if times}), **given)


def test_all_is_well_when_each_recipient_was_accepted_and_the_mail_arrived_once() -> None:
    well = verdict()
    assert well.faults == ()
    assert (well.once, well.recipients, well.unknown) == (3, 3, 0)


@pytest.mark.parametrize("status", DeliveryStatus)
def test_who_got_it_twice_is_named_whatever_the_ledger_says(status: DeliveryStatus) -> None:
    doubled = verdict({ANA: status}, {ANA: 2})
    assert doubled.twice == (ANA,)
    assert f"1 recipient ({ANA}) got it twice" in doubled.faults


@pytest.mark.parametrize("status", [*sorted(set(DeliveryStatus) - {
    ACCEPTED, UNKNOWN, PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.DEFERRED, DeliveryStatus.DELIVERED,
    DeliveryStatus.BOUNCED, DeliveryStatus.COMPLAINED,
})])  # fmt: skip
def test_who_got_nothing_and_will_get_nothing_is_lost(status: DeliveryStatus) -> None:
    lost = verdict({BEN: status}, {BEN: 0})
    assert lost.lost == (BEN,)
    assert lost.faults == (f"1 recipient ({BEN}) got nothing, and neither is unknown nor will get it",)


def test_who_has_no_row_in_the_ledger_and_got_nothing_is_lost() -> None:
    ledger = {ANA: ACCEPTED, BEN: ACCEPTED}
    found = judge(ledger, Counter([ANA, BEN]), meant=PEOPLE, unknown_by_kill=(), in_doubt=1)
    assert found.lost == (CEM,)
    assert found.faults


def test_a_ledger_that_says_accepted_of_a_mail_that_never_arrived_lies() -> None:
    lie = verdict({}, {CEM: 0})
    assert lie.never_arrived == (CEM,)
    assert lie.faults == (f"1 recipient ({CEM}) got nothing, though the ledger says accepted",)


@pytest.mark.parametrize("status", [PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.DEFERRED, DeliveryStatus.SKIPPED])
def test_a_mail_that_arrived_and_that_the_ledger_would_send_again_is_named(status: DeliveryStatus) -> None:
    found = verdict({CEM: status})
    assert found.unrecorded == (CEM,)
    assert found.faults == (f"1 recipient ({CEM}) got it, though the ledger says neither accepted nor unknown",)


@pytest.mark.parametrize("status", [PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.DEFERRED])
def test_who_is_still_in_line_at_the_end_is_not_lost_but_named(status: DeliveryStatus) -> None:
    found = verdict({CEM: status}, {CEM: 0})
    assert found.lost == ()
    assert found.unfinished == (CEM,)
    assert found.faults == (f"1 recipient ({CEM}) still in line at the end",)


def test_a_mail_to_somebody_who_is_no_recipient_is_named() -> None:
    assert verdict({}, {"eve@evil.example": 1}).strangers == ("eve@evil.example",)
    assert verdict({}, {"eve@evil.example": 1}).faults


def test_unknown_mails_are_no_fault_and_it_is_told_which_arrived() -> None:
    found = verdict({ANA: UNKNOWN, BEN: UNKNOWN}, {BEN: 0}, unknown_by_kill=(1, 1))
    assert found.faults == ()
    assert (found.unknown_arrived, found.unknown_not_arrived, found.once) == ((ANA,), (BEN,), 1)
    assert found.as_dict()["unknown"] == [{"address": ANA, "arrived": True}, {"address": BEN, "arrived": False}]


def test_more_unknown_than_kills_can_explain_is_a_fault() -> None:
    found = verdict({ANA: UNKNOWN, BEN: UNKNOWN}, unknown_by_kill=(1,))
    assert found.faults == ("2 are unknown, and at most 1 may be",)
    assert verdict({ANA: UNKNOWN}, unknown_by_kill=(1,), in_doubt=0).faults


def test_one_kill_that_leaves_more_unknown_than_can_be_in_flight_is_a_fault() -> None:
    found = verdict({ANA: UNKNOWN, BEN: UNKNOWN}, unknown_by_kill=(2, 0))
    assert found.faults == ("one kill left 2 unknown, and at most 1 may be in flight",)


def test_a_sentence_names_three_and_counts_the_others() -> None:
    many = tuple(f"reader{number}@one.example" for number in range(5))
    found = judge({}, Counter(), meant=many, unknown_by_kill=(), in_doubt=0)
    assert found.faults == (
        "5 recipients (reader0@one.example, reader1@one.example, reader2@one.example and 2 more) got nothing, and "
        "neither is unknown nor will get it",
    )


@given(
    ledger=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(DeliveryStatus)),
    taken=st.dictionaries(st.sampled_from([*PEOPLE, "eve@evil.example"]), st.integers(1, 3)),
)
def test_only_accepted_and_arrived_once_or_unknown_is_clean(
    ledger: dict[str, DeliveryStatus], taken: dict[str, int]
) -> None:
    found = judge(ledger, Counter(taken), meant=PEOPLE, unknown_by_kill=(3,), in_doubt=3)
    handed_over = {ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.BOUNCED, DeliveryStatus.COMPLAINED}
    well = all(
        (ledger.get(who) in handed_over and taken.get(who) == 1)
        or (ledger.get(who) is UNKNOWN and taken.get(who, 0) <= 1)
        for who in PEOPLE
    )
    assert (not found.faults) == (well and set(taken) <= set(PEOPLE))
