from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from digest.events.mail import read_mail
from digest.model.event import EventKind, Fault
from tests.events.families import ISSUE_ID, READER, REF, prose

MAIL = {"headers": [{"name": "From", "value": "x"}, {"name": "Message-ID", "value": f"<{ISSUE_ID}>"}]}
AT = "2026-11-23T06:31:58.294Z"


def notice(document: Any) -> bytes:
    fields = {"From": "Notices <no-reply@sns.amazonaws.com>", "Subject": "Notification", "Delivered_To": ""}
    return prose(
        json.dumps(document) + "\n\n--\nTo stop these notices, follow the link.", **fields, To="x@herald.example"
    )


def bounce(**recipient: str) -> dict[str, Any]:
    row = {"emailAddress": READER, "action": "failed"} | recipient
    return {"notificationType": "Bounce", "bounce": {"bouncedRecipients": [row], "timestamp": AT}, "mail": MAIL}


def test_a_bounce_is_judged_by_its_words() -> None:
    [event] = read_mail(notice(bounce(status="5.1.1", diagnosticCode="smtp; 550 5.1.1 user unknown")))
    assert (event.kind, event.fault, event.code, event.address) == (EventKind.BOUNCED, Fault.RECIPIENT, "5.1.1", READER)
    assert (event.reference, event.message_id) == (REF, ISSUE_ID)
    assert event.at == datetime(2026, 11, 23, 6, 31, 58, 294000, tzinfo=UTC)
    [full] = read_mail(notice(bounce(status="5.0.0", diagnosticCode="smtp; 552 mailbox full")))
    assert full.fault is Fault.PASSING


def test_a_notice_may_stand_in_an_envelope_and_its_lines_may_be_broken() -> None:
    wrapped = {"Type": "Notification", "Message": json.dumps(bounce(status="5.1.1"))}
    raw = notice(wrapped).replace(b"bouncedRecipients", b"bounced\n Recipients")
    assert read_mail(raw)[0].fault is Fault.RECIPIENT


def test_complaints_and_deliveries_are_told_too() -> None:
    told = {"notificationType": "Complaint", "complaint": {"complainedRecipients": [{"emailAddress": READER}]}}
    assert read_mail(notice(told))[0].kind is EventKind.COMPLAINED
    told = {"notificationType": "Delivery", "delivery": {"recipients": [READER]}, "mail": MAIL}
    assert (read_mail(notice(told))[0].kind, read_mail(notice(told))[0].address) == (EventKind.DELIVERED, READER)


def test_nobody_else_can_send_such_a_notice() -> None:
    raw = notice(bounce(status="5.1.1")).replace(b"sns.amazonaws.com", b"sns.amazonaws.com.far.example")
    assert [event.kind for event in read_mail(raw)] == [EventKind.REPLIED]


@given(
    st.recursive(st.none() | st.text(max_size=5) | st.integers(), lambda x: st.lists(x) | st.dictionaries(st.text(), x))
)
def test_any_document_gives_a_list(document: Any) -> None:
    for place in ("bounce", "mail"):
        assert isinstance(read_mail(notice(bounce() | {place: document})), list)
