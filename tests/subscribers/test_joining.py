"""One person is taken in: what is new is written, what is known stays, and the change tells which."""

from __future__ import annotations

import pytest

from subscribers.errors import BadAddress, UnknownList
from subscribers.model import State, Via

READER = "reader@herald.example"


def test_a_new_person_is_added_to_each_list_by_its_opt_in(roster, now) -> None:
    assert roster.add(READER, now=now, lists=["weekly", "DAILY"]).as_dict() == {
        "address": READER,
        "outcome": "added",
        "lists": [
            {"list": "daily", "state": "unconfirmed", "kept_out": ""},
            {"list": "weekly", "state": "confirmed", "kept_out": ""},
        ],
        "suppressed": "",
        "erased": False,
        "former": "",
    }


def test_a_consent_given_elsewhere_confirms_and_is_recorded_with_its_note(roster, now) -> None:
    roster.add(READER, now=now, lists=["daily"], confirmed=True, note="signed up at the fair")
    record = roster.show(READER)
    assert record.subscriptions[0].state == "confirmed"
    assert record.subscriptions[0].confirmed_at == now
    assert [(line.action, line.via, line.note) for line in record.consents] == [
        ("confirmed", "shell", "signed up at the fair")
    ]


def test_the_same_again_is_unchanged_and_more_is_an_update(roster, now) -> None:
    roster.add(READER, now=now, lists=["weekly"], name="Ada")
    assert roster.add(READER.upper(), now=now, lists=["weekly"]).outcome == "unchanged"
    assert roster.add(READER, now=now, name="Ada Lovelace").outcome == "updated"
    assert roster.add(READER, now=now, topics=["World"]).outcome == "updated"
    assert roster.add(READER, now=now, topics=["world"]).outcome == "unchanged"
    assert roster.add(READER, now=now, lists=["daily"]).outcome == "updated"
    record = roster.show(READER)
    assert (record.address, record.name, record.topics) == (READER, "Ada Lovelace", ("world",))


def test_a_suppressed_person_is_taken_in_and_stays_unmailed_and_the_change_says_so(
    roster, suppressions, now, mailable
) -> None:
    suppressions.add(READER, "hard-bounce", now=now)
    change = roster.add(READER, now=now, lists=["weekly"], confirmed=True)
    assert change.suppressed == "hard-bounce"
    assert change.kept_out == "suppressed (hard-bounce)"
    assert mailable("weekly") == []


def test_somebody_who_left_is_kept_out_and_the_change_says_since_when(roster, now, mailable) -> None:
    roster.add(READER, now=now, lists=["weekly"])
    roster.unsubscribe(READER, now=now)
    change = roster.add(READER, now=now, lists=["weekly"])
    assert change.outcome == "unchanged"
    assert change.kept_out.startswith("left weekly on 2026-11-23")
    assert mailable("weekly") == []


def test_a_consent_given_since_revives_and_is_logged(roster, now, mailable) -> None:
    roster.add(READER, now=now, lists=["weekly"])
    roster.unsubscribe(READER, now=now)
    assert roster.add(READER, now=now, lists=["weekly"], confirmed=True).outcome == "updated"
    record = roster.show(READER)
    assert [(line.action, line.list) for line in record.consents] == [
        ("joined", "weekly"),
        ("unsubscribed", "weekly"),
        ("unsubscribed", ""),
        ("confirmed", "weekly"),
    ]
    assert (record.subscriptions[0].left_at, record.left_all_at) == (None, None)
    assert mailable("weekly") == [READER]


def test_an_unknown_list_or_a_bad_address_takes_nobody_in(roster, now) -> None:
    with pytest.raises(UnknownList):
        roster.add(READER, now=now, lists=["weekly", "dayly"])
    with pytest.raises(BadAddress):
        roster.add("reader", now=now)
    assert list(roster.list()) == []


def test_names_and_notes_are_cleaned(roster, now) -> None:
    roster.add(READER, now=now, name="Ada\r\nBcc: x@y.example", note="a\tb")
    record = roster.show(READER)
    assert (record.name, record.note) == ("Ada Bcc: x@y.example", "a b")


def test_whoever_comes_back_has_joined_anew_and_whoever_confirms_joined_when_they_asked(roster, now) -> None:
    later = now.replace(year=2027)
    roster.add(READER, now=now, lists=["daily"])
    roster.add(READER, now=later, lists=["daily"], confirmed=True)
    (daily,) = roster.show(READER).subscriptions
    assert (daily.joined_at, daily.confirmed_at) == (now, later)
    roster.unsubscribe(READER, now=later)
    roster.add(READER, now=later, lists=["daily"], confirmed=True)
    assert roster.show(READER).subscriptions[0].joined_at == later


def states(roster, address):
    return {one.list: one.state for one in roster.show(address).subscriptions}


def test_a_form_is_confirmed_as_a_whole_or_not_at_all(roster, now) -> None:
    roster.add("ana@herald.example", now=now, lists=["daily", "weekly"], via=Via.WEB)
    assert states(roster, "ana@herald.example") == {"daily": State.UNCONFIRMED, "weekly": State.UNCONFIRMED}
    roster.confirm("ana@herald.example", now=now, via=Via.WEB)
    assert states(roster, "ana@herald.example") == {"daily": State.CONFIRMED, "weekly": State.CONFIRMED}
    roster.add("ben@herald.example", now=now, lists=["weekly"], via=Via.WEB)
    assert states(roster, "ben@herald.example") == {"weekly": State.CONFIRMED}


def test_whoever_is_suppressed_is_confirmed_by_no_form(roster, suppressions, now) -> None:
    suppressions.add("ana@herald.example", "complaint", now=now)
    roster.add("ana@herald.example", now=now, lists=["weekly"], via=Via.WEB)
    assert states(roster, "ana@herald.example") == {"weekly": State.UNCONFIRMED}
    assert [line.action for line in roster.show("ana@herald.example").consents] == ["joined"]
    roster.add("ben@herald.example", now=now, lists=["weekly"])
    assert states(roster, "ben@herald.example") == {"weekly": State.CONFIRMED}


def test_nobody_adds_a_list_to_what_a_reader_gets_by_the_form(roster, now) -> None:
    roster.add("ana@herald.example", now=now, lists=["daily"], confirmed=True)
    roster.add("ana@herald.example", now=now, lists=["weekly"], via=Via.WEB)
    assert states(roster, "ana@herald.example") == {"daily": State.CONFIRMED, "weekly": State.UNCONFIRMED}
    roster.add("ana@herald.example", now=now, lists=["weekly"])
    assert states(roster, "ana@herald.example")["weekly"] is State.CONFIRMED, "an operator's word is none of a form"
