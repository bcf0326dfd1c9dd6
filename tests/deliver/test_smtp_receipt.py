"""What a reply means for a mail, and whether it asks everybody to slow down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.smtp_receipt import receipt_for
from digest.deliver.smtp_reply import Reply
from digest.deliver.smtp_session import Step, Verdict
from digest.model.delivery import DeliveryStatus

LATER_STEPS = [Step.RCPT, Step.DATA, Step.MESSAGE]


def receipt(step, said, **more):
    code, _, text = said.partition(" ")
    return receipt_for(1, Verdict(step, Reply(int(code), (text,))), **more)


@pytest.mark.parametrize("step", Step)
def test_a_421_and_any_4xx_before_a_recipient_is_named_slow_everybody_down(step):
    found = receipt(step, "421 4.4.5 busy")
    assert (found.status, found.ours, found.wait) == ("deferred", True, 0.0)
    found = receipt(Step.MAIL, "451 4.3.0 later")
    assert (found.status, found.ours, found.wait) == ("deferred", True, 0.0)


@pytest.mark.parametrize("step", LATER_STEPS)
@pytest.mark.parametrize(
    "said",
    [
        "450 4.7.28 Gmail has detected an unusual rate of mail",
        "451 4.7.650 The mail server has been temporarily rate limited due to IP reputation",
        "451 4.7.1 Error: too much mail from 192.0.2.1",
        "450 4.7.1 Error: too many connections",
        "454 Throttling failure: Maximum sending rate exceeded.",
        "452 4.3.1 Insufficient system storage",
        "432 4.3.2 Concurrent connections limit exceeded",
        "451 slow down, please",
    ],
)
def test_words_that_ask_for_less_slow_everybody_down(step, said):
    found = receipt(step, said)
    assert (found.status, found.ours, found.wait) == ("deferred", True, 0.0)


@pytest.mark.parametrize("step", LATER_STEPS)
@pytest.mark.parametrize(
    "said",
    [
        "451 4.7.1 Greylisted, try again in 5 minutes",
        "450 4.2.1 The user you are trying to contact is receiving mail too fast; too many messages",
        "452 4.2.2 The mailbox is over quota",
        "450 4.1.1 unverified address",
        "451 4.3.0 Temporary lookup failure",
        "450 separate",
    ],
)
def test_any_other_4xx_to_a_recipient_is_theirs_alone(step, said):
    found = receipt(step, said)
    assert (found.status, found.ours, found.wait) == ("deferred", False, None)


@pytest.mark.parametrize("step", [Step.DATA, Step.MESSAGE])
@pytest.mark.parametrize("said", ["552 5.3.4 message too big", "554 5.6.0 spam", "550 5.7.26 unauthenticated"])
def test_a_message_nobody_would_take_blames_no_recipient(step, said):
    found = receipt(step, said)
    assert (found.status, found.ours, found.wait) == ("deferred", True, None)


@pytest.mark.parametrize("said", ["555 what is SMTPUTF8?", "553 5.6.7 not here"])
def test_a_sender_refused_for_the_alphabet_of_one_recipient_refuses_that_recipient_alone(said):
    found = receipt(Step.MAIL, said, in_utf8=True)
    assert (found.status, found.ours) == ("refused", False)
    found = receipt(Step.MAIL, said)
    assert (found.status, found.ours) == ("pending", True)


@given(step=st.sampled_from(Step), code=st.integers(200, 599), words=st.text(max_size=80), in_utf8=st.booleans())
def test_a_receipt_blames_a_recipient_or_us_and_only_what_is_put_off_is_waited_for(step, code, words, in_utf8):
    found = receipt_for(1, Verdict(step, Reply(code, (words,))), in_utf8=in_utf8)
    assert found.status in set(DeliveryStatus)
    if found.status in {"accepted", "refused"}:
        assert not found.ours
    if found.status == "pending":
        assert found.ours
    if found.wait is not None:
        assert (found.status, found.ours) == ("deferred", True)
