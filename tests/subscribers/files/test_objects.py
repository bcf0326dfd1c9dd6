"""JSON lines are read line by line; what is no object is broken alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadCell, BadFile
from subscribers.files.records.objects import cells_of, objects
from subscribers.files.text.separated import Broken
from subscribers.files.vocabulary.fields import Field


def test_each_line_is_an_object_and_a_blank_one_is_empty() -> None:
    assert list(objects([['{"a": 1}\r\n', "\n", '{"b": [2]}']])) == [{"a": 1}, {}, {"b": [2]}]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "it is no JSON"),
        ("[1]", "it is JSON, but no object"),
        ('"a"', "it is JSON, but no object"),
        ('{"status": "unsubscribed", "status": "active"}', "it is no JSON: a key stands there twice"),
        ("[" * 100_000, "it is no JSON"),
        ('{"a": ' + "9" * 5_000 + "}", "it is no JSON"),
        ('{"a": "' + "x" * 200_000 + '"}', "the line is longer than 131,072 characters"),
    ],
)
def test_a_broken_line_says_why_and_stops_nothing(line: str, reason: str) -> None:
    broken, good = objects([[line, '{"a": 1}']])
    assert isinstance(broken, Broken)
    assert reason in broken.reason
    assert good == {"a": 1}


def cell(value: object, field: Field | None) -> str:
    (found,) = cells_of({"key": value}, [field])
    return found


@pytest.mark.parametrize(
    ("value", "field", "told"),
    [
        ("text", Field.NAME, "text"),
        ("Jos\ud800é", Field.NAME, "Jos?é"),
        (True, Field.UNSUBSCRIBED, "yes"),
        (False, Field.UNSUBSCRIBED, "no"),
        (1, Field.STATUS, "1"),
        (None, Field.STATUS, ""),
        ({"$date": "2023-03-24T10:23:10Z"}, Field.UNSUBSCRIBED, "2023-03-24T10:23:10Z"),
        (["a, b", {"name": "c", "slug": "d"}, 3], Field.TOPICS, '"a, b",c,3'),
        ([], Field.TOPICS, ""),
        (["daily", {"list": "weekly", "state": "unsubscribed"}], Field.LISTS, "daily; weekly unsubscribed"),
        ({"any": ["thing"]}, None, ""),  # which has a name of its own: key.any
        ([{"any": "thing"}], None, '[{"any": "thing"}]'),
        ({"first": "Ana"}, Field.NAME, ""),
        ([], Field.STATUS, ""),
    ],
)
def test_a_value_is_the_cell_that_says_the_same(value: object, field: Field | None, told: str) -> None:
    assert cell(value, field) == told


KINDS = [{}, {"name": "unsubscribed"}, {"$date": {"$numberLong": "1"}}, {"$date": "2023", "zone": 1}, ["x"], [None]]
OF_NO_ACCOUNT = {Field.NAME, Field.FIRST_NAME, Field.LAST_NAME, Field.LANGUAGE}


@pytest.mark.parametrize(
    "field", sorted(set(Field) - {Field.IGNORE, Field.LISTS, Field.TOPICS, Field.SKIPPED_EDITIONS} - OF_NO_ACCOUNT)
)
@pytest.mark.parametrize("value", KINDS)
def test_no_field_is_passed_over_because_of_its_kind(value: object, field: Field) -> None:
    with pytest.raises(BadCell, match=r"^key is (an object|a list); write one value there"):
        cell(value, field)


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"daily": "unsubscribed"}, Field.LISTS),
        ([["daily"]], Field.LISTS),
        ([{"list": "daily", "status": "unsubscribed"}], Field.LISTS),
        ([{"list": "daily", "state": {"name": "unsubscribed"}}], Field.LISTS),
        ([{"list": "daily", "left_at": []}], Field.LISTS),
        ([None], Field.TOPICS),
        ([{"title": "sport"}], Field.TOPICS),
        ({"name": "sport"}, Field.TOPICS),
    ],
)
def test_nor_is_what_is_in_a_list(value: object, field: Field) -> None:
    with pytest.raises(BadCell):
        cell(value, field)


def test_what_is_in_an_object_stands_beside_it_and_nothing_is_named_in_two_ways() -> None:
    line = '{"a": {"b": {"c": 1}, "d": {"$date": "2023"}}, "e": {}}'
    assert list(objects([[line]])) == [
        {"a": {"b": {"c": 1}, "d": {"$date": "2023"}}, "a.b": {"c": 1}, "a.b.c": 1, "a.d": {"$date": "2023"}, "e": {}}
    ]
    (broken,) = objects([['{"a": {"b": 1}, "a.b": 2}']])
    assert isinstance(broken, Broken)
    assert broken.reason == "it is JSON, but names one thing in two ways"


@pytest.mark.parametrize("line", [
    '{"email": "ana@reader.example", "attributes": {"status": "unsubscribed"}}',
    '{"subscriber": {"email": "ana@reader.example", "status": "unsubscribed"}}',
    '{"data": {"attributes": {"email": "ana@reader.example", "Unsubscribed at": "2020-01-02"}}}',
    '{"email": "ana@reader.example", "status": "active", "fields": {"status": "unsubscribed"}}',
    '{"email": "ana@reader.example", "consent": {"newsletter": false}}',
    '{"email": "ana@reader.example", "subscription": {"state": "cancelled"}}',
])  # fmt: skip
def test_a_standing_within_an_object_is_one(bring, states, line: str) -> None:
    assert bring(line).refused == []
    assert states() == {"ana@reader.example": "unsubscribed"}


def test_a_word_within_of_which_nothing_is_known_refuses_its_row_with_the_remedy(bring, states) -> None:
    rows = (
        '{"email": "ana@reader.example", "meta": {"x": ""}}',
        '{"email": "ben@reader.example", "meta": {"x": "removed"}}',
    )
    (_, reason), *_ = bring("\n".join(rows)).refused
    assert "say what it holds, such as --map 'meta.x=status'" in reason
    assert bring("\n".join(rows), told={"meta.x": Field.STATUS}).refused == []
    assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}


@given(st.text(max_size=60))
def test_no_line_raises(line: str) -> None:
    (found,) = objects([[line]])
    assert isinstance(found, dict | Broken)


def test_a_file_that_is_one_object_with_all_readers_in_it_is_not_read_with_what_to_do(bring) -> None:
    with pytest.raises(BadFile, match=r"within subscribers; .* such as with: jq -c '\.subscribers\[\]'"):
        bring('{"subscribers": [{"email": "ana@reader.example"}, {"email": "ben@reader.example"}]}')
