"""The consent log tells who agreed to what, when, by which way, from where and to which words."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.consents import Evidence, consents_of, network
from subscribers.model import Action, Via


def test_a_line_holds_the_circumstances_and_is_read_back_whole(db, roster, now) -> None:
    roster.add("reader@herald.example", now=now)
    person = roster.show("reader@herald.example").id
    words = "Yes, mail me the Daily digest."
    evidence = Evidence(at="2026-11-23T06:30:00Z", via=Via.WEB, wording=words, origin="192.0.2.1")
    evidence.log(db, [person], action=Action.JOINED, list_name="daily", note="at the fair")
    (line,) = consents_of(db, person)
    assert line.as_dict() == {
        "list": "daily",
        "action": "joined",
        "at": "2026-11-23T06:30:00Z",
        "via": "web",
        "origin": "192.0.2.1",
        "wording": "Yes, mail me the Daily digest.",
        "note": "at the fair",
    }


def test_each_of_many_people_gets_a_line_and_lines_stay_in_order(db, roster, now) -> None:
    people = []
    for who in ("a", "b"):
        roster.add(f"{who}@herald.example", now=now)
        people.append(roster.show(f"{who}@herald.example").id)
    evidence = Evidence(at="2026-11-23T06:30:00Z", via=Via.SHELL)
    evidence.log(db, people, action=Action.PAUSED)
    evidence.log(db, people, action=Action.RESUMED)
    for person in people:
        assert [line.action for line in consents_of(db, person)] == [Action.PAUSED, Action.RESUMED]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),  # as a web server says it that listens for both on one socket
        ("<script>", ""),
        ("192.0.2.1, 10.0.0.1", ""),
    ],
)
def test_from_where_a_consent_came_is_a_network_address_or_nothing(roster, now, given, kept) -> None:
    roster.add("reader@herald.example", now=now, lists=["weekly"], via=Via.WEB, origin=given)
    assert roster.show("reader@herald.example").consents[0].origin == kept


@given(
    st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){3}", fullmatch=True) | st.ip_addresses().map(str) | st.text(max_size=20)
)
def test_a_network_address_is_kept_as_the_library_writes_it(text: str) -> None:
    try:
        address = ip_address(text)
        expected = str(getattr(address, "ipv4_mapped", None) or address)
    except ValueError:
        expected = ""
    assert network(text) == expected
