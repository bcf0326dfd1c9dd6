"""Whether dates say the day or the month first is told by their whole column, or else not guessed at."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.files.records.day_orders import DayOrders, year_first
from subscribers.files.vocabulary.moments import moment_in

ROWS = "email,joined_at\n" + "".join(f"n{number}@reader.example,0{1 + number % 9}/02/2020\n" for number in range(30))


def decided(*rows: str) -> bool | None:
    orders = DayOrders()
    for row in rows:
        orders.look("joined", row)
    assert orders.needed is any("20" in row[4:8] for row in rows)
    return orders.decided().get("joined")


@pytest.mark.parametrize(
    ("rows", "day_first"),
    [
        (("03/04/2020", "31/12/2020"), True),
        (("3.4.2020 10:15", "31.12.2020 10:15:00"), True),
        (("03-04-2020", "12-31-2020 10:15"), False),
        (("03/04/2020", "12/12/2020"), None),
        (("12/31/2020 3:45 PM", "03/04/2020 4:45 AM"), False),
        (("31/12/20", "03/04/20"), True),
        (("31/12/2020", "12/31/2020"), None),
        (("31/31/2020", "00/45/2020"), None),
        (("2020-12-31", "", "soon"), None),
    ],
)
def test_one_row_decides_unless_another_contradicts_it(rows: tuple[str, ...], day_first: bool | None) -> None:
    assert decided(*rows) is day_first


@given(st.dates(), st.booleans(), st.sampled_from("./-"))
def test_a_date_is_said_with_its_year_first(day, day_first: bool, mark: str) -> None:
    parts = (day.day, day.month) if day_first else (day.month, day.day)
    text = f"{parts[0]}{mark}{parts[1]:02}{mark}{day.year:04} 06:30"
    assert year_first(text, day_first=day_first) == f"{day.isoformat()} 06:30"


def test_a_year_may_have_two_digits_and_a_clock_twelve_hours() -> None:
    assert moment_in(year_first("31/12/20", day_first=True)) == datetime(2020, 12, 31, tzinfo=UTC)
    assert moment_in(year_first("12/31/99 3:45 PM", day_first=False)) == datetime(1999, 12, 31, 15, 45, tzinfo=UTC)
    assert year_first("20-12-31", day_first=True) == "20-12-31"


@given(st.text())
def test_what_is_no_date_is_left_as_it_is(text: str) -> None:
    assert text[:1].isdigit() or year_first(text, day_first=True) in {text, year_first(text.lstrip(), day_first=True)}


@pytest.mark.parametrize(
    ("last", "joined"), [("31/12/2020", "2020-02-05T00:00:00Z"), ("12/31/2020", "2020-05-02T00:00:00Z")]
)
@pytest.mark.parametrize("head", ["", "\n\n", "sep=,\n"])
def test_the_last_row_of_a_file_may_decide_the_first(bring, roster, monkeypatch, last: str, joined: str, head) -> None:
    monkeypatch.setattr("subscribers.files.records.sheets.AT_ONCE", 7)
    brought = bring(f"{head}{ROWS}last@reader.example,{last}\n")
    assert (brought.counts, brought.refused) == ((31, 0, 0), [])
    record = roster.show("n4@reader.example")
    assert record.as_dict()["subscriptions"][0]["joined_at"] == joined
    assert "time given as" not in record.consents[0].note


def test_a_column_that_nothing_decides_is_left_out_and_told_of(bring, roster, db, now) -> None:
    bring(ROWS, encoding="utf-8")
    record = roster.show("n4@reader.example")
    assert record.subscriptions[0].joined_at == now
    assert record.consents[0].note.endswith("time given as '05/02/2020'")


def test_a_confirmation_that_a_decided_column_tells_of_is_one(bring, roster) -> None:
    rows = "email;confirmed_at\nana@reader.example;01.02.2020\nben@reader.example;31.01.2020\ncleo@reader.example;\n"
    bring(rows.encode("utf-16"), lists=("daily",))
    assert {one.address: one.subscriptions[0].state for one in roster.list()} == {
        "ana@reader.example": "confirmed",
        "ben@reader.example": "confirmed",
        "cleo@reader.example": "unconfirmed",
    }
