"""An expression is read into a tree, or refused with what is wrong, where, and what was expected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from subscribers.errors import BadSegment
from subscribers.segments.lexer import MAX_LENGTH
from subscribers.segments.named import Segments
from subscribers.segments.tree import (
    MAX_DEPTH,
    MAX_TERMS,
    Attribute,
    Dated,
    Either,
    Every,
    Has,
    HasNone,
    Name,
    Never,
    Not,
    Order,
    Recent,
)

SEGMENTS = Segments({}, ("mailed",))
LIST, TOPIC, LANGUAGE = Attribute.LIST, Attribute.TOPIC, Attribute.LANGUAGE

WORDS = st.sampled_from(
    ["and", "or", "not", "in", "none", "never", "within", "(", ")", ",", "=", "!=", ">=", "<", "topic", "list",
     "language", "joined", "mailed", "sport", "'real estate'", "2026-11-23", "30d", "pt", "'", "\t", "\x00"]
)  # fmt: skip


def has(attribute: Attribute, *names: str) -> Has:
    return Has(attribute, tuple(map(Name, names)))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("topic = sport", has(TOPIC, "sport")),
        ("topic in (sport, economy)", has(TOPIC, "economy", "sport")),
        ("list none", HasNone(LIST)),
        ("language=pt", has(LANGUAGE, "pt")),
        ("joined >= 2026-01-01", Dated("joined", Order.SINCE, date(2026, 1, 1))),
        ("mailed within 30d", Recent("mailed", timedelta(days=30))),
        ("MAILED NEVER", Never("mailed")),
        ("not not list = daily", Not(Not(has(LIST, "daily")))),
    ],
)
def test_each_kind_of_condition(text, tree) -> None:
    assert SEGMENTS.read(text) == tree


def test_not_binds_closer_than_and_and_and_closer_than_or() -> None:
    a, b, c = (has(TOPIC, name) for name in "abc")
    assert SEGMENTS.read("not topic = a and topic = b or topic = c") == Either((Every((Not(a), b)), c))
    assert SEGMENTS.read("not (topic = a and (topic = b or topic = c))") == Not(Every((a, Either((b, c)))))


def test_an_expression_may_stand_on_several_lines() -> None:
    assert SEGMENTS.read("\n  topic = a\n  and list none\n") == Every((has(TOPIC, "a"), HasNone(LIST)))


def test_a_name_knows_where_it_was_read() -> None:
    tree = SEGMENTS.read("topic in (sport, sport, economy)")
    assert isinstance(tree, Has)
    assert [(name.text, name.place.offset) for name in tree.names] == [("economy", 24), ("sport", 10)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "column 1: it is empty; write a condition such as topic = sport"),
        ("lst = daily", "column 1: 'lst' is neither a field nor a segment: did you mean 'list'?"),
        ("topic = a and joind never", "column 15: 'joind' is neither a field nor a segment: did you mean 'joined'?"),
        ("topic", "column 6: expected =, !=, in, not in or none after topic, found the end"),
        ("topic > a", "column 7: expected =, !=, in, not in or none after topic, found '>'"),
        ("topic == a", "column 7: expected =, !=, in, not in or none after topic, found '=='"),
        ("topic not sport", "column 11: expected in, found 'sport'"),
        ("topic =", "column 8: expected the name of a topic, found the end"),
        ("topic = ''", "column 9: a topic without a name cannot be followed"),
        ("topic = and", "column 9: 'and' is a word of the language; as a name it needs quotes"),
        ("topic in sport", "column 10: expected names in parentheses, such as topic in (one, another), found 'sport'"),
        ("topic in ()", "column 11: expected the name of a topic, found ')'"),
        ("topic in (a b)", "column 13: expected a comma or a closing parenthesis, found 'b'"),
        ("topic = real estate", "column 14: expected and, or, or the end, found 'estate'; "
         "a name of several words needs quotes"),
        ("(topic = a", "column 11: expected and, or, or a closing parenthesis, found the end"),
        ("topic = a)", "column 10: expected and, or, or the end, found ')'"),
        ("topic = a or", "column 13: expected a condition such as topic = sport, found the end"),
        ("or topic = a", "column 1: expected a condition such as topic = sport, found 'or'"),
        ("'topic' = a", "column 1: expected a condition such as topic = sport, found 'topic'"),
        ("topic = 'a", "column 9: the quote ' is never closed"),
        ("topic = a\x07b", "column 10: a control character (U+0007) cannot stand here; take it out"),
        ("list = 'a list'", "column 8: 'a list' cannot name a list; use letters, digits and hyphens, and a title for "
         "the rest"),
        ("language = b&w", "column 12: 'b&w' is not a language; write its tag, such as en, pt or pt-BR"),
        ("joined >= 2026-02-30", "column 11: '2026-02-30' is not a day; write one such as 2026-11-23"),
        ("joined >= 1969-12-31", "column 11: '1969-12-31' is not a day; write one such as 2026-11-23"),
        ("joined = yesterday", "column 10: 'yesterday' is not a day; write one such as 2026-11-23"),
        ("joined == 2026-01-01", "column 8: expected >=, >, <, <=, =, !=, within or never after joined, found '=='"),
        ("joined != monday", "column 11: 'monday' is not a day; write one such as 2026-11-23"),
        ("joined within 0d", "column 15: '0d' is not a span of time; write one such as 90m, 24h or 30d, up to 3650d"),
        ("joined within 3651d", "column 15: '3651d' is not a span of time; "
         "write one such as 90m, 24h or 30d, up to 3650d"),
        ("joined within", "column 14: expected a span of time such as 30d, found the end"),
        ("clicked within 30d", "column 1: opens and clicks are not kept, so 'clicked' cannot be asked; "
         "there are: list, topic, language, joined, mailed"),
        ("topic = a and\n  lst = b", "line 2, column 3: 'lst' is neither a field nor a segment: did you mean 'list'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(text, message) -> None:
    with pytest.raises(BadSegment) as error:
        SEGMENTS.read(text)
    assert str(error.value) == f"segment, {message}"


def test_too_long_too_many_and_too_deep_are_refused() -> None:
    with pytest.raises(BadSegment, match=f"longer than {MAX_LENGTH} characters"):
        SEGMENTS.read("topic = a" + " " * MAX_LENGTH)
    with pytest.raises(BadSegment, match=f"{MAX_TERMS + 1} conditions and names, more than {MAX_TERMS}"):
        SEGMENTS.read(f"topic in ({', '.join(f'a{number}' for number in range(MAX_TERMS))}) or list none")
    for deep in ("(" * 1000 + "list none" + ")" * 1000, "not " * 900 + "list none"):
        with pytest.raises(BadSegment, match=f"nested more than {MAX_DEPTH} deep"):
            SEGMENTS.read(deep)


def test_what_is_just_small_enough_is_read() -> None:
    SEGMENTS.read(f"topic in ({', '.join(f'a{number}' for number in range(MAX_TERMS))})")
    SEGMENTS.read("(" * MAX_DEPTH + "list none" + ")" * MAX_DEPTH)
    SEGMENTS.read("not " * MAX_DEPTH + "list none")


@given(text=st.one_of(st.text(), st.lists(WORDS).map(" ".join)))
@example(text="topic = \ud800")
@example(text="topic = '\u0130'")
def test_any_text_is_read_or_refused_in_one_line(text) -> None:
    error = refusal(text)
    if error:
        assert str(error).isprintable()
        assert len(str(error)) < 400
        assert error.drawing.splitlines()[-1].strip() == "^"


def refusal(text: str) -> BadSegment | None:
    try:
        SEGMENTS.read(text)
    except BadSegment as error:
        return error
    return None
