import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.smtp_reply import Reply, read_line


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (b"250 2.1.0 Ok\r", (250, False, "2.1.0 Ok")),
        (b"250-PIPELINING", (250, True, "PIPELINING")),
        (b"354", (354, False, "")),
        (b"550 \xff", (550, False, "\ufffd")),
        (b"HTTP/1.1 400 Bad Request", None),
        (b"150 too early", None),
        (b"", None),
    ],
)
def test_a_line_is_read_as_code_whether_more_follows_and_text(line, read):
    assert read_line(line) == read


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(line):
    read_line(line)


def test_a_reply_says_its_best_code_once_and_its_words_on_one_line():
    reply = Reply(550, ("5.1.1 <ana@readers.example>: no", "5.1.1 such\x07 user"))
    assert (reply.kind, reply.best_code) == (5, "5.1.1")
    assert str(reply) == "550 5.1.1 <ana@readers.example>: no such  user"
    assert len(Reply(550, ("x" * 1000,)).text) == 300
