"""Sends through SendGrid's helper classes as their documentation does: python sendgrid_helpers.py URL RECIPIENTS."""

from __future__ import annotations

import sys
import time

from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import (
    CustomArg,
    From,
    Header,
    HtmlContent,
    Mail,
    Personalization,
    PlainTextContent,
    Subject,
    Substitution,
    To,
)

BATCH = 1000
SHARED = {
    "List-Id": "<daily.herald.example>",
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    "List-Archive": "<https://herald.example/archive/daily>",
    "Precedence": "list",
}


def personalization(number: int) -> Personalization:
    token, reference = f"{number:022d}", f"{number:032x}"
    made = Personalization()
    made.add_to(To(f"reader{number}@readers.example"))
    made.add_substitution(Substitution("tokenmark4f1c09be27d8a", token))
    made.add_substitution(Substitution("reasonmark83be10c7a94d25f6e0b7", "You joined Daily on 23 November 2026."))
    made.add_substitution(Substitution("hreasonmark83be10c7a94d25f6e0b", "You joined Daily on 23 November 2026."))
    made.add_custom_arg(CustomArg("digest_ref", reference))
    made.add_header(Header("Message-ID", f"<daily.2026-11-23.{reference}@herald.example>"))
    made.add_header(Header("List-Unsubscribe", f"<https://herald.example/unsubscribe/{token}>"))
    for name, value in SHARED.items():
        made.add_header(Header(name, value))
    return made


def message(first: int, count: int) -> Mail:
    mail = Mail(
        from_email=From("digest@herald.example", "The Harbour Herald"),
        subject=Subject("Ferry strike ends"),
        plain_text_content=PlainTextContent("news " * 800),
        html_content=HtmlContent("<p>news</p>" * 2500),
    )
    for number in range(first, first + count):
        mail.add_personalization(personalization(number))
    return mail


def main() -> None:
    url, recipients = sys.argv[1], int(sys.argv[2])
    client = SendGridAPIClient("SG.bench", host=url)
    begun = time.perf_counter()
    for first in range(0, recipients, BATCH):
        client.send(message(first, min(BATCH, recipients - first)))
    print(time.perf_counter() - begun)


main()
