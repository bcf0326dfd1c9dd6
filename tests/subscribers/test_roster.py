"""The roster changes people as asked, logs it, and returns what it did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from subscribers.errors import AlreadyThere, BadToken, BadValue, NotSubscribed, UnknownList, UnknownSubscriber
from subscribers.keys import signing_keys
from subscribers.model import Via
from subscribers.tokens import TokenMint

READER = "reader@herald.example"


@pytest.fixture
def reader(roster, now) -> int:
    """Somebody unconfirmed on `daily` and confirmed on `weekly`."""
    roster.add(READER, now=now, name="Ada", lists=["daily", "weekly"])
    return roster.show(READER).id


def states(roster) -> dict[str, str]:
    return {one.list: str(one.state) for one in roster.show(READER).subscriptions}


def actions(roster) -> list[tuple[str, str]]:
    return [(str(line.action), line.list) for line in roster.show(READER).consents][2:]


def test_confirming_confirms_what_waits_for_it(roster, reader, now) -> None:
    change = roster.confirm(READER.upper(), now=now, note="by phone")
    assert change.outcome == "updated"
    assert states(roster) == {"daily": "confirmed", "weekly": "confirmed"}
    assert actions(roster) == [("confirmed", "daily")]
    assert roster.show(READER).consents[-1].note == "by phone"
    assert roster.confirm(READER, "daily", now=now).outcome == "unchanged"


def test_confirming_does_not_bring_back_who_left(roster, reader, now) -> None:
    roster.unsubscribe(READER, "daily", now=now)
    change = roster.confirm(READER, "daily", now=now)
    assert change.outcome == "unchanged"
    assert change.kept_out.startswith("left daily")
    assert states(roster)["daily"] == "unsubscribed"


def test_unsubscribing_leaves_one_list_or_all(roster, reader, now) -> None:
    assert roster.unsubscribe(READER, "WEEKLY", now=now).as_dict()["lists"] == [
        {"list": "weekly", "state": "unsubscribed", "kept_out": ""}
    ]
    assert states(roster) == {"daily": "unconfirmed", "weekly": "unsubscribed"}
    roster.unsubscribe(READER, now=now)
    assert states(roster) == {"daily": "unsubscribed", "weekly": "unsubscribed"}
    assert actions(roster) == [("unsubscribed", "weekly"), ("unsubscribed", "daily"), ("unsubscribed", "")]
    assert roster.show(READER).subscriptions[0].left_at == now
    assert roster.show(READER).left_all_at == now


def test_unsubscribing_again_in_the_same_way_changes_nothing(roster, reader, now) -> None:
    roster.unsubscribe(READER, now=now)
    before = actions(roster)
    assert roster.unsubscribe(READER, now=now + timedelta(days=1)).outcome == "unchanged"
    assert roster.unsubscribe(READER, "daily", now=now + timedelta(days=1)).outcome == "unchanged"
    assert roster.show(READER).subscriptions[0].left_at == now
    assert actions(roster) == before


def test_unsubscribing_in_another_way_is_in_the_log_though_it_changes_nothing(roster, reader, now) -> None:
    roster.unsubscribe(READER, now=now)
    before = actions(roster)
    for _ in range(2):
        assert roster.unsubscribe(READER, "daily", now=now, via=Via.WEB).outcome == "unchanged"
    assert actions(roster) == [*before, ("unsubscribed", "daily")]


def test_a_list_never_joined_can_be_neither_confirmed_nor_left(roster, lists, reader, now) -> None:
    lists.create("sport", now=now)
    for change in (roster.confirm, roster.unsubscribe):
        with pytest.raises(NotSubscribed, match="'sport'"):
            change(READER, "Sport", now=now)
        with pytest.raises(UnknownList):
            change(READER, "spurt", now=now)
        with pytest.raises(UnknownSubscriber):
            change("nobody@herald.example", now=now)


def test_a_link_leaves_every_list_that_led_to_the_mail_and_no_other(roster, lists, reader, now) -> None:
    lists.create("sport", now=now)
    roster.add(READER, now=now, lists=["sport"], confirmed=True)
    change = roster.unsubscribe_lists(reader, ["Daily", "weekly"], now=now)
    assert change.outcome == "updated"
    assert states(roster) == {"daily": "unsubscribed", "sport": "confirmed", "weekly": "unsubscribed"}
    assert roster.show(READER).consents[-1].via == "web"
    assert roster.unsubscribe_lists(reader, ["Daily", "weekly"], now=now).outcome == "unchanged"


def test_a_link_goes_on_working_after_its_list_was_renamed_or_removed(roster, lists, reader, now) -> None:
    lists.rename("weekly", "weekend", now=now)
    lists.remove("daily", now=now, force=True)
    roster.unsubscribe_lists(reader, ["daily", "weekly"], now=now)
    assert states(roster) == {"weekend": "unsubscribed"}


def test_the_link_of_an_erased_person_is_an_error(roster, now) -> None:
    with pytest.raises(UnknownSubscriber):
        roster.unsubscribe_lists(99, ["daily"], now=now)


def test_a_pause_is_set_ended_and_logged_once(roster, reader, now) -> None:
    until = now + timedelta(days=7)
    assert roster.pause(READER, until, now=now).outcome == "updated"
    assert roster.show(READER).paused_until == until
    assert roster.pause(READER, until + timedelta(milliseconds=5), now=now).outcome == "unchanged"
    assert roster.pause(READER, None, now=now).outcome == "updated"
    assert roster.show(READER).paused_until is None
    assert actions(roster) == [("paused", ""), ("resumed", "")]
    assert roster.show(READER).consents[2].note == "until 2026-11-30T06:30:00Z"


def test_a_pause_must_end_in_the_time_to_come(roster, reader, now) -> None:
    with pytest.raises(BadValue, match="has passed"):
        roster.pause(READER, now, now=now)


def test_editing_changes_what_is_given_and_clears_what_is_empty(roster, reader, now) -> None:
    assert roster.edit(READER, now=now, language="pt", note="x").outcome == "updated"
    assert roster.edit(READER, now=now, name="").outcome == "updated"
    record = roster.show(READER)
    assert (record.name, record.language, record.note) == ("", "pt", "x")
    assert roster.edit(READER, now=now, name="", language="pt").outcome == "unchanged"
    assert actions(roster) == []


def test_a_person_who_moves_keeps_subscriptions_and_number_and_the_move_is_logged(roster, reader, now) -> None:
    change = roster.edit(READER, now=now, new_address="Ada@new.example")
    assert change.address == "Ada@new.example"
    record = roster.show("ada@new.example")
    assert (record.id, len(record.subscriptions)) == (reader, 2)
    assert (record.consents[-1].action, record.consents[-1].note) == ("moved", f"was {READER}")
    assert roster.show(READER).id == reader


def test_another_spelling_of_the_same_address_is_no_move(roster, reader, now) -> None:
    assert roster.edit(READER, now=now, new_address="Reader@herald.example").outcome == "updated"
    assert roster.show(READER).address == "Reader@herald.example"
    assert actions(roster) == []


def test_moving_to_an_address_that_is_taken_is_refused(roster, reader, now) -> None:
    roster.add("other@herald.example", now=now)
    with pytest.raises(AlreadyThere, match="another subscriber's address"):
        roster.edit(READER, now=now, new_address="OTHER@herald.example", name="changed")
    assert roster.show(READER).name == "Ada"


def test_moving_to_a_suppressed_address_says_so(roster, reader, suppressions, now) -> None:
    suppressions.add("@new.example", now=now)
    assert roster.edit(READER, now=now, new_address="ada@new.example").suppressed == "manual"


def test_rotating_revokes_the_links_mailed_so_far(roster, reader) -> None:
    mint = TokenMint(signing_keys(roster.db))
    old = mint.mint(reader, 1, epoch=roster.epoch(reader))
    assert mint.verify(old, roster.epoch).subscriber_id == reader
    assert roster.rotate_links(READER) == 1
    with pytest.raises(BadToken):
        mint.verify(old, roster.epoch)
    assert mint.verify(mint.mint(reader, 1, epoch=1), roster.epoch).subscriber_id == reader


def test_nobody_has_no_epoch(roster) -> None:
    assert roster.epoch(99) is None
