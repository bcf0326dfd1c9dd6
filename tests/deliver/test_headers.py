import re
from email import message_from_bytes, policy
from email.header import decode_header, make_header

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.headers import clean, mail_in_brackets, mailbox_header, raw_header, text_header, url_in_brackets

FOREIGN = (
    st.text(max_size=300) | st.text('abc =?_"\\<>,;:@()\r\n\t\0é日😀', max_size=300) | st.from_regex(r"[a-z]{90,300}")
)


def unfolded(header: str) -> str:
    return re.sub(r"\r\n(?=[ \t])", "", header).removesuffix("\r\n").partition(": ")[2]


def check_form(header: str, limit: int = 78) -> None:
    assert header.isascii()
    assert header.endswith("\r\n")
    *lines, rest = header.split("\r\n")
    assert rest == ""
    assert all(len(line) <= limit and line.isprintable() for line in lines)
    assert all(line.startswith(" ") for line in lines[1:])


@given(FOREIGN)
def test_any_subject_comes_back_on_lines_of_at_most_78(text):
    header = text_header("Subject", text)
    check_form(header)
    assert str(make_header(decode_header(unfolded(header)))) == clean(text)


@given(FOREIGN)
def test_any_subject_is_read_back_by_the_standard_library(text):
    message = message_from_bytes(text_header("Subject", text).encode() + b"\r\n", policy=policy.default)
    assert message["Subject"] == clean(text)


def test_a_long_plain_subject_is_folded_at_spaces_and_not_encoded():
    header = text_header("Subject", "The ferry sails again " * 6)
    assert "=?" not in header
    assert header.count("\r\n ") == 1


def test_what_looks_like_an_encoded_word_is_encoded_so_that_nobody_decodes_it():
    header = text_header("Subject", "=?utf-8?q?not_this?=")
    assert str(make_header(decode_header(unfolded(header)))) == "=?utf-8?q?not_this?="


@given(FOREIGN)
def test_any_name_comes_back_beside_the_one_address(name):
    header = mailbox_header("To", name, address="ana@readers.example")
    check_form(header)
    parsed = message_from_bytes(header.encode() + b"\r\n", policy=policy.compat32)
    assert parsed.keys() == ["To"]
    words = unfolded(header)
    assert words.endswith("<ana@readers.example>") or not clean(name)
    phrase = words.removesuffix("<ana@readers.example>").strip(" ") if clean(name) else ""
    if phrase.startswith('"'):
        phrase = re.sub(r"\\(.)", r"\1", phrase[1:-1])
    assert str(make_header(decode_header(phrase))) == clean(name)


@given(st.text('abcé日 "\\,<>@', max_size=120))
def test_any_name_is_read_back_by_the_standard_library(name):
    """But for spaces: some releases of its parser put one between two encoded words, where RFC 2047, 6.2 has none."""
    header = mailbox_header("To", name, address="ana@readers.example")
    (address,) = message_from_bytes(header.encode() + b"\r\n", policy=policy.default)["To"].addresses
    assert address.addr_spec == "ana@readers.example"
    assert address.display_name.replace(" ", "") == clean(name).replace(" ", "")


def test_a_long_address_stands_on_a_line_of_its_own():
    address = f"{'a' * 60}@{'b' * 60}.example"
    assert mailbox_header("To", "Ana", address=address) == f'To: "Ana"\r\n <{address}>\r\n'


def test_a_raw_header_is_one_line_of_ascii_whatever_it_is_given():
    assert raw_header("Feedback-ID", "a\r\nBcc: b@x.example\0é:c") == "Feedback-ID: aBcc: b@x.example:c\r\n"


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://herald.example/u/Abc-_9", "<https://herald.example/u/Abc-_9>"),
        (
            "https://münchen.example:8443/nachrichten/über",
            "<https://xn--mnchen-3ya.example:8443/nachrichten/%C3%BCber>",
        ),
        ("https://herald.example/a b>\r\nX: y", "<https://herald.example/a%20b%3EX:%20y>"),
        ("https://herald.example/a?b=%20c#d", "<https://herald.example/a?b=%20c#d>"),
    ],
)
def test_a_url_is_written_in_ascii_and_cannot_leave_its_brackets(url, written):
    assert url_in_brackets(url) == written


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("leave+qk7c@herald.example", "<mailto:leave+qk7c@herald.example?subject=unsubscribe>"),
        ("a/b?c&d=e%f@herald.example", "<mailto:a%2Fb%3Fc%26d%3De%25f@herald.example?subject=unsubscribe>"),
    ],
)
def test_a_mailbox_is_written_as_a_url_that_nothing_in_it_breaks(address, written):
    assert mail_in_brackets(address, subject="unsubscribe") == written
