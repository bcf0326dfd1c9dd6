"""Says what a mail server's reply means for the mail it decided over, and for all others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.deliver.smtp_reply import NOT_LOGGED_IN
from digest.deliver.smtp_session import Step, Verdict
from digest.model.delivery import DeliveryStatus, Receipt

if TYPE_CHECKING:
    from digest.deliver.smtp_reply import Reply

# RFC 3463, 3.4 and 3.5: the system is full, takes no mail now, is congested; and what Gmail says of an unusual rate
_SLOW_DOWN = {"4.3.1", "4.3.2", "4.4.5", "4.7.28"}
_RATE_WORDS = re.compile(
    r"rate.?limit|throttl|too (?:many|much|fast)|slow(?:ing)? down|unusual rate|(?:sending|message|maximum) rate",
    re.IGNORECASE,
)


def receipt_for(delivery_id: int, verdict: Verdict, *, in_utf8: bool = False) -> Receipt:
    """Say what a reply means for a delivery; `in_utf8` says that its address needed SMTPUTF8 (RFC 6531).

    2xx is accepted, 4xx deferred, 5xx refused. But a refusal may be about us. To MAIL, or for want of a login, nothing
    can be sent at all: pending. Policy (5.7.x), size and content may be about us, about this mail or about this
    recipient: deferred, so that no recipient is blamed and the same mail is not tried again at once.
    """
    reply = verdict.reply
    status, ours, wait = DeliveryStatus.REFUSED, False, None
    if reply.kind == 2:
        status = DeliveryStatus.ACCEPTED
    elif reply.kind == 4:
        ours = _means_everybody(verdict)
        status, wait = DeliveryStatus.DEFERRED, 0.0 if ours else None
    elif _is_about_the_sender(verdict, in_utf8=in_utf8):
        status, ours = DeliveryStatus.PENDING, True
    elif _may_be_about_us(verdict):
        status, ours = DeliveryStatus.DEFERRED, True
    return Receipt(delivery_id, status, reply.best_code, reply.text, ours, wait)


def _means_everybody(verdict: Verdict) -> bool:
    """Tell whether a "not now" asks us to slow down: what is said before a recipient is named, and 421, always does."""
    return verdict.step is Step.MAIL or verdict.reply.code == 421 or _asks_for_less(verdict.reply)


def _asks_for_less(reply: Reply) -> bool:
    if reply.best_code.startswith("4.2."):  # the reader's mailbox is full or gets too much, whoever sends it
        return False
    return reply.best_code in _SLOW_DOWN or bool(_RATE_WORDS.search(reply.text))


def _is_about_the_sender(verdict: Verdict, *, in_utf8: bool) -> bool:
    step, reply = verdict.step, verdict.reply
    if step is Step.MAIL and in_utf8 and (reply.code == 555 or reply.best_code.startswith("5.6.")):
        return False  # it would not have the parameters that this recipient's address calls for
    return step is Step.MAIL or reply.code in NOT_LOGGED_IN


def _may_be_about_us(verdict: Verdict) -> bool:
    code = verdict.reply.best_code
    about_content = code == "5.3.4" or code.startswith("5.6.")
    return code.startswith("5.7.") or (about_content and verdict.step in {Step.DATA, Step.MESSAGE})
