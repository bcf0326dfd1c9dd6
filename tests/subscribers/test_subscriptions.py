"""How a subscription's state may change, and that nothing else changes it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from subscribers.model import Action, OptIn, State, Via
from subscribers.subscriptions import EVERYTHING, after_joining, lists_meant

SINGLE, DOUBLE = OptIn.SINGLE, OptIn.DOUBLE
UNCONFIRMED, CONFIRMED, GONE = State.UNCONFIRMED, State.CONFIRMED, State.UNSUBSCRIBED


@pytest.mark.parametrize(
    ("state", "opt_in", "confirmed", "via", "after"),
    [
        (None, DOUBLE, False, Via.SHELL, UNCONFIRMED),
        (None, DOUBLE, True, Via.SHELL, CONFIRMED),
        (None, SINGLE, False, Via.IMPORT, CONFIRMED),
        (UNCONFIRMED, DOUBLE, False, Via.WEB, UNCONFIRMED),
        (UNCONFIRMED, DOUBLE, True, Via.IMPORT, CONFIRMED),
        (UNCONFIRMED, SINGLE, False, Via.SHELL, CONFIRMED),
        (CONFIRMED, DOUBLE, False, Via.WEB, CONFIRMED),
    ],
)
def test_joining_follows_the_lists_opt_in(state, opt_in, confirmed, via, after) -> None:
    assert after_joining(state, opt_in=opt_in, confirmed=confirmed, via=via, away=False) is after


@pytest.mark.parametrize("state", [None, UNCONFIRMED, GONE])
@pytest.mark.parametrize(
    ("opt_in", "confirmed", "via", "after"),
    [
        (SINGLE, False, Via.SHELL, None),
        (DOUBLE, True, Via.SHELL, CONFIRMED),
        (SINGLE, False, Via.WEB, UNCONFIRMED),
        (DOUBLE, False, Via.MAIL, UNCONFIRMED),
        (DOUBLE, True, Via.WEB, CONFIRMED),
        (SINGLE, True, Via.IMPORT, None),
    ],
)
def test_joining_never_revives_without_consent(state, opt_in, confirmed, via, after) -> None:
    assert after_joining(state, opt_in=opt_in, confirmed=confirmed, via=via, away=True) is after


def test_lists_are_meant_by_their_present_and_former_names(lists, now, db) -> None:
    daily, weekly = lists.show("daily").id, lists.show("weekly").id
    lists.rename("daily", "morning", now=now)
    assert lists_meant(db, ["Daily", "gone"]) == {daily}
    assert lists_meant(db, ["morning", "weekly"]) == {daily, weekly}
    lists.create("daily", now=now)
    assert lists_meant(db, ["daily"]) == {daily, lists.show("daily").id}


ADD = st.tuples(st.just("add"), st.sampled_from(["daily", "weekly"]), st.booleans(), st.sampled_from(Via))
OTHER = st.tuples(st.sampled_from(["confirm", "unsubscribe"]), st.sampled_from(["daily", "weekly"]))
AFTER = {
    Action.JOINED: {UNCONFIRMED, CONFIRMED},
    Action.CONFIRMED: {CONFIRMED},
    Action.UNSUBSCRIBED: {GONE},
}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(ADD | OTHER, max_size=12))
def test_every_change_of_state_and_every_leaving_is_in_the_consent_log_once_and_nothing_else_is(
    roster, now, steps
) -> None:
    roster.db.execute("DELETE FROM subscribers")
    roster.add("reader@herald.example", now=now, lists=["daily", "weekly"])
    before = roster.show("reader@herald.example")
    for step, name, *terms in steps:
        if step == "add":
            change = roster.add("reader@herald.example", now=now, lists=[name], confirmed=terms[0], via=terms[1])
        else:
            change = getattr(roster, step)("reader@herald.example", name, now=now)
        after = roster.show("reader@herald.example")
        states = {one.list: one.state for one in after.subscriptions}
        changed = states != {one.list: one.state for one in before.subscriptions}
        new = after.consents[len(before.consents) :]
        assert changed == (change.outcome == "updated")
        last = [(line.action, line.via) for line in before.consents if line.list == name][-1:]
        again = last == [(Action.UNSUBSCRIBED, Via.SHELL)]
        assert len(new) == (changed or (step == "unsubscribe" and not again))
        assert all(states[line.list] in AFTER[line.action] for line in new)
        before = after


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    adds=st.lists(
        st.sampled_from([(False, Via.SHELL), (False, Via.IMPORT), (True, Via.IMPORT)]), min_size=1, max_size=5
    )
)
def test_no_import_and_no_plain_adding_ever_revives_somebody_who_left(roster, now, mailable, adds) -> None:
    roster.add("reader@herald.example", now=now, lists=["weekly"], confirmed=True)
    roster.unsubscribe("reader@herald.example", now=now)
    for confirmed, via in adds:
        change = roster.add("reader@herald.example", now=now, lists=["weekly"], confirmed=confirmed, via=via)
        assert change.kept_out
    assert mailable("weekly") == []


@pytest.mark.parametrize("name", ["daily", None])
def test_an_operator_confirms_nobody_who_left_though_the_form_was_filled_in(roster, mailable, now, name) -> None:
    roster.add("ana@herald.example", lists=["daily"], confirmed=True, now=now)
    roster.unsubscribe("ana@herald.example", name, now=now)
    roster.add("ana@herald.example", lists=["daily"], via=Via.WEB, now=now)
    change = roster.confirm("ana@herald.example", now=now)
    assert (change.outcome, change.lists[0].state) == ("unchanged", "unconfirmed")
    assert "only a consent given since" in change.kept_out
    assert mailable("daily") == []
    roster.confirm("ana@herald.example", via=Via.WEB, now=now)
    assert mailable("daily") == ["ana@herald.example"]


def test_leaving_everything_again_after_coming_back_is_told_of_again(roster, now) -> None:
    roster.add("ana@herald.example", lists=["daily"], confirmed=True, now=now)
    for _ in range(2):
        roster.unsubscribe("ana@herald.example", via=Via.WEB, now=now)
        roster.unsubscribe("ana@herald.example", via=Via.WEB, now=now)
        roster.add("ana@herald.example", lists=["daily"], confirmed=True, now=now)
    told = [line for line in roster.show("ana@herald.example").consents if line.note == EVERYTHING]
    assert len(told) == 2
