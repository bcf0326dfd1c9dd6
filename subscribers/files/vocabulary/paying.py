"""Describes the exports of shops and of services by which readers pay, as `services` does those of newsletters."""

from __future__ import annotations

from subscribers.files.vocabulary.fields import Field, Verdict
from subscribers.files.vocabulary.service import Service

PAYING = (
    *(
        Service(
            "Shopify",  # https://help.shopify.com/en/manual/customers/import-export-customers, and Matrixify's sheets
            ("Email", known_by),
            {
                "Email": Field.ADDRESS,
                known_by: field,
                "Email Marketing: Level": Field.STATE,
                "State": Field.STATE,
                "Verified Email": Field.IGNORE,  # a shop's account again
                **dict.fromkeys(("Accepts SMS Marketing", "SMS Marketing: Status"), Field.IGNORE),
            },
            words={"redacted": Verdict.UNSUBSCRIBED},
            of_accounts=frozenset({"enabled", "disabled", "invited", "declined"}),
            open=True,
        )
        for known_by, field in (
            ("Accepts Email Marketing", Field.SUBSCRIBED),
            ("Email Marketing: Status", Field.STATUS),
            ("email_marketing_consent.state", Field.STATUS),
        )
    ),
    Service(
        "Patreon",  # who follows for nothing has no status
        ("Email", "Patron Status", "Follows You"),
        {
            "Email": Field.ADDRESS,
            "Name": Field.NAME,
            "Patron Status": Field.STATE,
            "Patronage Since Date": Field.JOINED_AT,
        },
    ),
    Service(
        "Steady",
        ("email", "plan_name", "subscription_state"),
        {
            "first_name": Field.FIRST_NAME,
            "last_name": Field.LAST_NAME,
            "email": Field.ADDRESS,
            "subscription_state": Field.STATUS,
            "newsletter_subscribed": Field.SUBSCRIBED,
            "subscribed_at": Field.JOINED_AT,
            "cancelled_at": Field.IGNORE,  # who will not renew is on the list until the state says otherwise
        },
        words={
            **dict.fromkeys(("active", "in_trial", "guest", "not_renewing"), Verdict.SUBSCRIBED),
            **dict.fromkeys(("cancelled", "expired"), Verdict.UNSUBSCRIBED),
        },
    ),
)
