"""Addresses are read as the library reads them, and two spellings of one mailbox are one."""

from __future__ import annotations

import pytest
from email_validator import SPECIAL_USE_DOMAIN_NAMES
from email_validator.rfc_constants import CASE_INSENSITIVE_MAILBOX_NAMES
from hypothesis import example, given
from hypothesis import strategies as st

from subscribers import addresses
from subscribers.addresses import ascii_address, parse, parse_domain
from subscribers.errors import BadAddress

LOCAL = st.text("aZ09._-+!'@ ", min_size=1, max_size=12) | st.sampled_from(["info", "Postmaster", "x" * 64, "x" * 65])
LABEL = st.text("aZ09-", min_size=1, max_size=6) | st.sampled_from(
    ["xn--mnchen-3ya", "ab--cd", "test", "home", "l" * 63]
)
TOP = st.text("aZ0-", min_size=1, max_size=4) | st.sampled_from(["com", "Example", "local", "invalid", "arpa", "onion"])
NEARLY = st.builds(
    lambda local, labels, top: f"{local}@{'.'.join([*labels, top])}", LOCAL, st.lists(LABEL, max_size=3), TOP
)
FOREIGN = st.builds(
    lambda local, domain: f"{local}@{domain}.example", st.text(min_size=1, max_size=8), st.text(max_size=6)
)


@given(NEARLY | FOREIGN | st.text(max_size=30))
@example("reader@herald.example")
@example("x@" + "a." * 40 + "example")
@example("x@herald.example\n")
@example("x@ＨＥＲＡＬＤ.example")
def test_the_fast_path_accepts_only_what_the_library_accepts_and_with_the_same_result(text: str) -> None:
    quick = addresses._plain(text)
    if quick is not None:
        assert quick == addresses._checked(text)


@given(NEARLY | FOREIGN)
def test_what_is_read_can_be_read_again_and_stays_the_same(text: str) -> None:
    try:
        read = parse(text)
    except BadAddress:
        return
    assert parse(read.display) == read
    assert read.key.count("@") == read.display.count("@") == 1
    assert read.domain.isascii()
    assert not set("\r\n\0") & set(read.display + read.key)


def test_the_fast_path_knows_every_domain_and_role_that_the_library_treats_in_its_own_way() -> None:
    assert {name.rpartition(".")[2] for name in SPECIAL_USE_DOMAIN_NAMES} <= addresses._RESERVED
    assert set(CASE_INSENSITIVE_MAILBOX_NAMES) <= addresses._ROLES


def test_ordinary_addresses_take_the_fast_path() -> None:
    for text in ("reader@herald.example", "Ada.Lovelace+news@mail-1.herald.example", "o'neil_9@x.co"):
        assert addresses._plain(text) is not None


def test_the_case_of_the_local_part_is_shown_but_not_compared() -> None:
    read = parse("Ada.Lovelace@Herald.EXAMPLE")
    assert read.display == "Ada.Lovelace@herald.example"
    assert read.key == "ada.lovelace@herald.example"


def test_two_spellings_of_an_international_mailbox_are_one() -> None:
    assert parse("Jürgen@München.example").key == parse("JU\u0308RGEN@xn--mnchen-3ya.example").key
    assert parse("ΟΔΟΣ@x.example").key == parse("οδος@x.example").key


def test_local_parts_that_differ_by_more_than_case_are_two() -> None:
    assert parse("strasse@x.example").key != parse("straße@x.example").key == parse("STRAẞE@x.example").key


def test_an_international_domain_is_shown_in_its_script_and_compared_in_ascii() -> None:
    read = parse("u@xn--mnchen-3ya.example")
    assert read.display == "u@münchen.example"
    assert read.domain == "@xn--mnchen-3ya.example"


def test_an_envelope_holds_the_domain_in_ascii_and_the_local_part_as_it_is() -> None:
    assert ascii_address("u@münchen.example") == "u@xn--mnchen-3ya.example"
    assert ascii_address("Jürgen@herald.example") == "Jürgen@herald.example"
    assert ascii_address("Ada@herald.example") == "Ada@herald.example"


@pytest.mark.parametrize("text", ["reader@herald.test", "reader@herald.example", " reader@example.com\t"])
def test_domains_for_tests_and_spaces_around_are_taken_in(text: str) -> None:
    assert parse(text).display == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "reader",
        "@herald.example",
        "reader@",
        "reader@herald",
        "reader@localhost",
        "a@b@herald.example",
        "reader@herald.example\r\nBcc: all@herald.example",
        "reader@herald.example\n",
        "rea\0der@herald.example",
        "Reader <reader@herald.example>",
        '"a b"@herald.example',
        "reader@[127.0.0.1]",
        f"{'x' * 65}@herald.example",
        f"reader@{'x' * 64}.example",
        "\u202ereader@herald.example",
        "m\ufffdller@herald.example",
        "x" * 100_000,
    ],
)
def test_what_mail_cannot_be_sent_to_is_refused_in_one_short_line(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parse(text)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 300
    assert refused.value.exit_code == 2


def test_a_domain_is_read_with_its_at_sign() -> None:
    assert parse_domain(" @Herald.EXAMPLE ") == "@herald.example"
    assert parse_domain("@münchen.example") == "@xn--mnchen-3ya.example"
    assert parse_domain("@Bücher.EXAMPLE.") == "@xn--bcher-kva.example"
    with pytest.raises(BadAddress):
        parse_domain("@herald.example..")


@pytest.mark.parametrize("text", ["@", "@herald", "@a@b.example", "herald.example"])
def test_what_is_no_domain_is_refused_as_given(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parse_domain(text)
    assert refused.value.text == text


@pytest.mark.parametrize(
    "text",
    [
        "ana@reader.example ::: ana.work@reader.example",
        "ana@reader.example, ana.work@reader.example",
        "ana@reader.example;ana.work@reader.example",
        "Ana <ana@reader.example> / <ana.work@reader.example>",
    ],
)
def test_several_addresses_in_the_place_of_one_are_named_with_what_to_do(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        parse(text)
    assert refused.value.reason == (
        "2 addresses stand there: ana@reader.example, ana.work@reader.example; leave the one that is to be mailed"
    )


def test_one_address_among_other_words_is_not_taken_for_several() -> None:
    with pytest.raises(BadAddress) as refused:
        parse("ana@reader.example or none")
    assert "stand there" not in refused.value.reason
