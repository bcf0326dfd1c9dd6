"""Describes the exports of newsletter services: by which columns one is known, and what its columns and words mean."""

from __future__ import annotations

from subscribers.files.vocabulary.exclusions import EXCLUSIONS
from subscribers.files.vocabulary.fields import Field, Verdict
from subscribers.files.vocabulary.paying import PAYING
from subscribers.files.vocabulary.service import Service

OURS = Service(
    "newsletter-digest",
    ("address", "lists"),  # the least that tells how somebody stands: other columns may have been taken out
    {
        "address": Field.ADDRESS,
        "name": Field.NAME,
        "language": Field.LANGUAGE,
        "topics": Field.TOPICS,
        "skipped_editions": Field.SKIPPED_EDITIONS,
        "note": Field.NOTE,
        "lists": Field.LISTS,
        "left_all_at": Field.LEFT_ALL,
        "paused_until": Field.PAUSED_UNTIL,
        "suppressed": Field.SUPPRESSED,
        "suppressed_at": Field.SUPPRESSED_AT,
        "suppressed_by": Field.SUPPRESSED_BY,
    },
    open=True,  # anybody may write a file with these two
)

_MAILCHIMP = {
    "Email Address": Field.ADDRESS,
    "First Name": Field.FIRST_NAME,
    "Last Name": Field.LAST_NAME,
    "OPTIN_TIME": Field.JOINED_AT,
    "OPTIN_IP": Field.JOINED_FROM,
    "CONFIRM_TIME": Field.CONFIRMED,
    "CONFIRM_IP": Field.CONFIRMED_FROM,
    "NOTES": Field.NOTE,
}
_MAILCHIMP_KNOWN_BY = ("Email Address", "OPTIN_TIME", "CONFIRM_TIME", "LEID", "EUID")

SERVICES = (
    OURS,
    Service("Mailchimp, subscribed", _MAILCHIMP_KNOWN_BY, _MAILCHIMP),
    Service(
        "Mailchimp, unsubscribed",
        (*_MAILCHIMP_KNOWN_BY, "UNSUB_TIME"),
        _MAILCHIMP
        | {"UNSUB_TIME": Field.UNSUBSCRIBED, "UNSUB_REASON": Field.WHY, "UNSUB_REASON_OTHER": Field.WHY}
        | dict.fromkeys(("UNSUB_CAMPAIGN_TITLE", "UNSUB_CAMPAIGN_ID"), Field.IGNORE),
        everyone=Verdict.UNSUBSCRIBED,
    ),
    Service(
        "Mailchimp, cleaned",
        (*_MAILCHIMP_KNOWN_BY, "CLEAN_TIME"),
        _MAILCHIMP | {"CLEAN_TIME": Field.BOUNCED},
        everyone=Verdict.BOUNCED,
    ),
    *EXCLUSIONS,
    Service(
        "Substack, signups",
        ("email", "active_subscription", "email_disabled"),  # what else there is differs from year to year
        {
            "email": Field.ADDRESS,
            "name": Field.NAME,
            "email_disabled": Field.UNSUBSCRIBED,
            "created_at": Field.JOINED_AT,
        },
    ),
    Service(
        "Substack, paid",
        ("email", "email_disabled", "stripe_connected_customer_id"),
        {"email": Field.ADDRESS, "name": Field.NAME, "email_disabled": Field.UNSUBSCRIBED},
    ),
    Service(
        "beehiiv",
        ("email", "status", "tier", "created_at"),
        {
            "email": Field.ADDRESS,
            "First Name": Field.FIRST_NAME,
            "Last Name": Field.LAST_NAME,
            "status": Field.STATUS,
            "unsubscribed_at": Field.UNSUBSCRIBED,
            "Subscription Date (Substack)": Field.JOINED_AT,  # the older of the two, where it is given
            "created_at": Field.JOINED_AT,
        },
        words={
            "active": Verdict.SUBSCRIBED,
            "inactive": Verdict.UNSUBSCRIBED,
            "pending": Verdict.UNCONFIRMED,
            **dict.fromkeys(("needs approval", "validating", "needs_attention"), Verdict.UNCONFIRMED),
        },
    ),
    Service(
        "Brevo",  # https://developers.brevo.com/reference/request-contact-export
        ("EMAIL", "DOUBLE_OPT-IN", "ADDED_TIME"),
        {
            "EMAIL": Field.ADDRESS,
            "DOUBLE_OPT-IN": Field.CONFIRMED,  # of its choices the first is Yes, and the second No
            "ADDED_TIME": Field.JOINED_AT,
            "SMS_BLACKLISTED": Field.IGNORE,
        },
        words={"2": Verdict.UNCONFIRMED},
        open=True,
        extended=True,
    ),
    Service(
        "WordPress, Newsletter",  # https://wordpress.org/plugins/newsletter/
        ("Email", "Surname", "Gender", "Status", "Token"),
        {
            "Email": Field.ADDRESS,
            "Name": Field.FIRST_NAME,
            "Surname": Field.LAST_NAME,
            "Status": Field.STATUS,
            "Date": Field.JOINED_AT,
            "IP": Field.JOINED_FROM,
            "Language": Field.LANGUAGE,
        },
        words={
            "C": Verdict.CONFIRMED,
            "S": Verdict.UNCONFIRMED,
            "U": Verdict.UNSUBSCRIBED,
            "B": Verdict.BOUNCED,
            "P": Verdict.COMPLAINED,
        },
    ),
    Service(
        "Curated",
        ("Email Address", "Subscribed at", "UTM Source"),
        {"Email Address": Field.ADDRESS, "Subscribed at": Field.JOINED_AT},
    ),
    Service(
        "Tiny News, version 1",
        ("Channel id", "Status", "Tier title", "Engagement OptIn", "Email"),
        {
            "Email": Field.ADDRESS,
            "Name": Field.FIRST_NAME,
            "Surname": Field.LAST_NAME,
            "Status": Field.STATUS,
            "Created at": Field.JOINED_AT,
            "Deleted at": Field.UNSUBSCRIBED,
        },
        words={"1": Verdict.SUBSCRIBED, "2": Verdict.SUBSCRIBED},
        otherwise=Verdict.UNSUBSCRIBED,
        tag_separator="|",
    ),
    Service(
        "Tiny News, version 2",
        ("email", "Date added", "Last modified", "status", "clicks", "opens"),
        {
            "email": Field.ADDRESS,
            "First name": Field.FIRST_NAME,
            "Last name": Field.LAST_NAME,
            "Date added": Field.JOINED_AT,
            "status": Field.STATUS,
        },
    ),
    Service(
        "ActiveCampaign",  # https://www.activecampaign.com/api/example.php?call=contact_list
        ("email", "status", "sdate", "udate"),
        {
            "email": Field.ADDRESS,
            "first_name": Field.FIRST_NAME,
            "last_name": Field.LAST_NAME,
            "status": Field.STATUS,
            "sdate": Field.JOINED_AT,
            "unsubreason": Field.WHY,
            "bounced_hard": Field.BOUNCED,  # how often
            # When they last left, be it that they came back since; and other things that decide nothing.
            **dict.fromkeys(
                ("udate", "unsubcampaignid", "unsubmessageid", "bounced_soft", "bounced_date"),
                Field.IGNORE,
            ),
        },
        words={
            "0": Verdict.UNCONFIRMED,
            "1": Verdict.SUBSCRIBED,
            "2": Verdict.UNSUBSCRIBED,
            "3": Verdict.BOUNCED,
        },
        otherwise=Verdict.UNSUBSCRIBED,
    ),
    Service(
        "Constant Contact",
        ("Email address", "Email status", "Email permission status"),
        {
            "Email address": Field.ADDRESS,
            "First name": Field.FIRST_NAME,
            "Last name": Field.LAST_NAME,
            "Email status": Field.STATUS,
            "Email permission status": Field.STATUS,
            "Confirmed Opt-Out Date": Field.UNSUBSCRIBED,
            "Confirmed Opt-Out Source": Field.IGNORE,
            "Confirmed Opt-Out Reason": Field.WHY,
            "Created At": Field.JOINED_AT,
        },
    ),
    Service(
        "Ghost",
        ("email", "subscribed_to_emails"),
        {
            "email": Field.ADDRESS,
            "name": Field.NAME,
            "note": Field.NOTE,
            "subscribed_to_emails": Field.SUBSCRIBED,
            "created_at": Field.JOINED_AT,
            "deleted_at": Field.UNSUBSCRIBED,
        },
    ),
    *(
        Service(
            "Buttondown",  # https://docs.buttondown.com/api-subscribers-type
            ("creation_date", "type", known_by),
            {
                "email_address": Field.ADDRESS,
                "email": Field.ADDRESS,
                "notes": Field.NOTE,
                "creation_date": Field.JOINED_AT,
                "type": Field.STATUS,
                "unsubscription_date": Field.UNSUBSCRIBED,
                "unsubscription_reason": Field.WHY,
            },
            words={
                # Paused is what they pay, or will not go on to; the newsletter comes as before.
                **dict.fromkeys(
                    ("regular", "premium", "trialed", "unpaid", "gifted", "churning", "paused", "past_due"),
                    Verdict.SUBSCRIBED,
                ),
                "unactivated": Verdict.UNCONFIRMED,
                **dict.fromkeys(("unsubscribed", "spammy", "removed", "blocked", "disposable"), Verdict.UNSUBSCRIBED),
            },
        )
        for known_by in ("referrer_url", "metadata", "unsubscription_date")
    ),
    *PAYING,
)
