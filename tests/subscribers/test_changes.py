"""A change says what it came to, and why somebody is not mailed all the same."""

from __future__ import annotations

from subscribers.changes import Change, Outcome, Standing
from subscribers.model import State


def test_nobody_is_kept_out_without_a_reason() -> None:
    change = Change(address="a@b.example", outcome=Outcome.ADDED, lists=(Standing("daily", State.CONFIRMED),))
    assert change.kept_out == ""


def test_suppression_is_the_stronger_reason() -> None:
    left = Standing("daily", State.UNSUBSCRIBED, "left daily")
    change = Change(address="a@b.example", outcome=Outcome.UNCHANGED, lists=(left,), suppressed="complaint")
    assert change.kept_out == "suppressed (complaint)"


def test_reasons_of_several_lists_are_all_told() -> None:
    left = [Standing(name, State.UNSUBSCRIBED, f"left {name}") for name in ("daily", "weekly")]
    assert (
        Change(address="a@b.example", outcome=Outcome.UNCHANGED, lists=tuple(left)).kept_out
        == "left daily; left weekly"
    )
