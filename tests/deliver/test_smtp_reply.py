from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.smtp_reply import Reply, read_reply


@pytest.mark.parametrize(
    ("octets", "read"),
    [
        (b"250 2.1.0 Ok\r\n250 2.1.5", (Reply(250, ("2.1.0 Ok",)), b"250 2.1.5")),
        (b"250-mail.example\r\n250 PIPELINING\r\n", (Reply(250, ("mail.example", "PIPELINING")), b"")),
        (b"354\r\n", (Reply(354, ("",)), b"")),
        (b"550 \xff\n", (Reply(550, ("\ufffd",)), b"")),
        (b"250 ok\r\nHTTP/1.1 400 Bad Request\r\n", (Reply(250, ("ok",)), b"HTTP/1.1 400 Bad Request\r\n")),
        (b"250-mail.example\r\n", None),
        (b"250 o", None),
        (b"", None),
    ],
)
def test_the_first_reply_is_read_once_all_of_it_is_there_and_nothing_of_the_next(octets, read):
    assert read_reply(octets) == read


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", "not SMTP"),
        (b"150 too early\r\n", "not SMTP"),
        (b"250-on\r\n" * 100, "answer has no end"),
        (b"2" * 5000, "line that has no end"),
    ],
)
def test_what_is_no_reply_and_will_be_none_is_refused(octets, why):
    with pytest.raises(ValueError, match=why):
        read_reply(octets)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise_anything_else(octets):
    with suppress(ValueError):
        read_reply(octets)


def test_a_reply_says_its_best_code_once_and_its_words_on_one_line():
    reply = Reply(550, ("5.1.1 <ana@readers.example>: no", "5.1.1 such\x07 user"))
    assert (reply.kind, reply.best_code) == (5, "5.1.1")
    assert str(reply) == "550 5.1.1 <ana@readers.example>: no such  user"
    assert len(Reply(550, ("x" * 1000,)).text) == 300
