from hypothesis import example, given
from hypothesis import strategies as st

from digest.deliver.headers import clean
from digest.deliver.sendgrid_head import Mailbox, read_head
from tests.deliver.test_message import shared


def head(**changes):
    return read_head(shared(**changes))


def test_the_sender_and_the_list_headers_are_those_that_were_frozen():
    read = head(sender_name="The Herald", sender_address="digest@herald.example", feedback_id="a:b:c:herald")
    assert read.sender == Mailbox("digest@herald.example", "The Herald")
    assert list(read.headers) == [
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "List-Archive",
        "Feedback-ID",
        "Precedence",
    ]
    assert read.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_was_not_frozen_is_not_there():
    read = head(reply_to="")
    assert read.reply_to is None
    assert "Feedback-ID" not in read.headers


def test_reply_to_has_its_name():
    assert head(reply_to="Desk <desk@herald.example>").reply_to == Mailbox("desk@herald.example", "Desk")


@given(st.text(st.characters(codec=None), max_size=120))
@example("Grüße an alle, die früh auf sind, und an die, die noch schlafen: guten Morgen")
@example('The "Herald" \\ (morning), <edition>')
def test_any_name_comes_back_as_it_was(name):
    assert head(sender_name=name).sender == Mailbox("digest@herald.example", clean(name))


def test_marks_still_stand_in_the_headers(marks):
    assert head().headers["List-Unsubscribe"] == f"<https://herald.example/u/{marks.token}>"
