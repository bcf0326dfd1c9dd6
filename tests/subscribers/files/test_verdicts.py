"""What a file says of a reader's standing is understood, or their row is refused; it is never taken for a yes."""

from __future__ import annotations

import pytest

from subscribers.files.cells import BadCell
from subscribers.files.columns import recognised
from subscribers.files.fields import STRICTNESS, Verdict
from subscribers.files.verdicts import judges, strictest


def judge(column: str, cell: str) -> Verdict | None:
    ((_, judge_it),) = judges(recognised(["email", column]))
    return judge_it(cell)


@pytest.mark.parametrize(
    ("column", "cell", "verdict"),
    [
        ("status", "Active", Verdict.SUBSCRIBED),
        ("status", "confirmed", Verdict.CONFIRMED),
        ("status", "Pending", Verdict.UNCONFIRMED),
        ("status", "Opted out", Verdict.UNSUBSCRIBED),
        ("status", "désabonné", Verdict.UNSUBSCRIBED),
        ("status", "Hard-Bounce", Verdict.BOUNCED),
        ("status", "spam", Verdict.COMPLAINED),
        ("status", "", None),
        ("state", "cancelled", Verdict.UNSUBSCRIBED),
        ("state", "Ohio", None),
        ("subscribed", "TRUE", Verdict.SUBSCRIBED),
        ("subscribed", "2023-01-02", Verdict.SUBSCRIBED),
        ("subscribed", "0", Verdict.UNSUBSCRIBED),
        ("unsubscribed", "", None),
        ("unsubscribed", "no", None),
        ("unsubscribed", "yes", Verdict.UNSUBSCRIBED),
        ("unsubscribed_at", "2023-01-02 10:00", Verdict.UNSUBSCRIBED),
        ("unsubscribed_at", "last spring", Verdict.UNSUBSCRIBED),
        ("bounced", "1", Verdict.BOUNCED),
        ("complained", "t", Verdict.COMPLAINED),
        ("confirmed_at", "2023-01-02T10:00:00Z", Verdict.CONFIRMED),
        ("confirmed", "yes", Verdict.CONFIRMED),
        ("confirmed", "perhaps", None),
    ],
)
def test_a_word_is_understood(column: str, cell: str, verdict: Verdict | None) -> None:
    assert judge(column, cell) is verdict


@pytest.mark.parametrize(("column", "cell"), [("status", "VIP"), ("subscribed", ""), ("subscribed", "perhaps")])
def test_a_word_that_is_not_refuses_the_row(column: str, cell: str) -> None:
    with pytest.raises(BadCell, match="put "):
        judge(column, cell)


def test_the_strictest_word_holds() -> None:
    assert strictest([Verdict.CONFIRMED, Verdict.UNSUBSCRIBED, Verdict.SUBSCRIBED]) is Verdict.UNSUBSCRIBED
    assert list(STRICTNESS) == list(Verdict)
