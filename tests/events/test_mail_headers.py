from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.events.mail_headers import addresses, in_charset, moment, parse, readable, recipients


def test_fields_are_unfolded_and_found_by_name_in_whatever_case() -> None:
    found = parse("Subject: a\n b\nTO: x@y.example\nto:z@y.example\nno field\n\nBody: no")
    assert (found.first("subject"), found.every("to", "body")) == ("a b", ("x@y.example", "z@y.example"))
    assert found.first("cc") == ""


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("=?utf-8?Q?R=C3=A9ponse_auto?= now", "Réponse auto now"),
        ("=?ISO-2022-JP?B?GyRCSVQ6XxsoQg==?=", "不在"),
        ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        ("=?no-charset?Q?a?=", "a"),
        ("=?utf-8?B?!!!?=", ""),
        ("plain   words", "plain words"),
    ],
)
def test_encoded_words_are_decoded(value: str, read: str) -> None:
    assert readable(value) == read


def test_addresses_are_found_in_text_and_each_is_named_once() -> None:
    text = "<a@b.example>: said a@b.example... (c+d@e.example.) `f@g.example' @ h@ @i j@localhost mailto:k@l.example"
    assert addresses(text) == ("a@b.example", "c+d@e.example", "f@g.example", "k@l.example")


def test_a_field_of_recipients_may_hold_stranger_ones() -> None:
    assert recipients('"X, Y" <o\'neil=x|y@b.example>, z@localhost') == ("o'neil=x|y@b.example", "z@localhost")


@pytest.mark.parametrize(
    ("value", "hour"),
    [("Mon, 23 Nov 2026 07:30:00 +0100", 6), ("23 Nov 2026 06:30:00 -0000", 6), ("23 Nov 2026 06:30:00", 6)],
)
def test_dates_are_moments_in_utc(value: str, hour: int) -> None:
    assert moment(value) == datetime(2026, 11, 23, hour, 30, tzinfo=UTC)


@pytest.mark.parametrize("value", ["", "soon", "99 Nov 2026 06:30:00", "31 Dec 9999 23:59:59 -1400", "1 " * 90])
def test_what_is_no_date_is_none(value: str) -> None:
    assert moment(value) is None


@given(
    st.binary(max_size=200), st.text(max_size=20) | st.sampled_from(["utf-7", "iso-2022-kr", "hz", "idna", "utf-16"])
)
def test_any_bytes_in_any_charset_are_text(data: bytes, label: str) -> None:
    assert isinstance(in_charset(data, label), str)


@given(st.text(max_size=300))
def test_any_text_can_be_read_as_headers(text: str) -> None:
    parse(text)
    readable(text)
    addresses(text)
    recipients(text)
    moment(text)
