"""Describes the lists of whom services do not mail any more, in which everybody is one of these."""

from __future__ import annotations

from subscribers.files.vocabulary.fields import Field, Verdict
from subscribers.files.vocabulary.service import Service

EXCLUSIONS = (
    *(
        Service(
            f"SendGrid, {what}",
            ("email", "created", *also),
            {"email": Field.ADDRESS, "created": field, "reason": Field.WHY}
            | dict.fromkeys(("status", "ip", "group_id", "group_name"), Field.IGNORE),
            everyone=verdict,
            alone=True,
        )
        for what, also, field, verdict in (
            ("invalid emails", ("reason",), Field.BOUNCED, Verdict.BOUNCED),
            ("bounces or blocks", ("reason", "status"), Field.BOUNCED, Verdict.BOUNCED),
            ("spam reports", ("ip",), Field.COMPLAINED, Verdict.COMPLAINED),
            ("group unsubscribes", ("group_id", "group_name"), Field.UNSUBSCRIBED, Verdict.UNSUBSCRIBED),
        )
    ),
    # Its complaints, of address and created_at alone, may be anybody's: the name of the file tells, or the operator.
    *(
        Service(
            f"Mailgun, {what}",
            ("address", "created_at", *also),
            {"address": Field.ADDRESS, "created_at": field, "error": Field.WHY}
            | dict.fromkeys(("code", "tags"), Field.IGNORE),
            everyone=verdict,
            alone=True,
        )
        for what, also, field, verdict in (
            ("bounces", ("code", "error"), Field.BOUNCED, Verdict.BOUNCED),
            ("unsubscribes", ("tags",), Field.UNSUBSCRIBED, Verdict.UNSUBSCRIBED),
        )
    ),
    Service(
        "SparkPost, suppressions",  # https://developers.sparkpost.com/api/suppression-list/
        ("recipient", "type", "source", "description"),
        {"recipient": Field.ADDRESS, "source": Field.STATUS, "type": Field.IGNORE, "description": Field.WHY}
        | dict.fromkeys(("transactional", "non_transactional"), Field.IGNORE),
        words={"Bounce Rule": Verdict.BOUNCED, "Spam Complaint": Verdict.COMPLAINED},
        otherwise=Verdict.UNSUBSCRIBED,
        everyone=Verdict.UNSUBSCRIBED,
    ),
)
