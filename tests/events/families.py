"""Mails that come back, written for these tests in the shape that each family of mail servers gives them."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from digest.model.event import EventKind, Fault

REF = "c0ffee5eed1234567890abcdef987654"
ISSUE_ID = f"daily.2026-11-23.{REF}@herald.example"
READER = "ines@reader.example"
BOUNCES = f"bounces+{REF}@herald.example"


@dataclass(frozen=True)
class Sample:
    """A mail and what it says."""

    name: str
    raw: bytes
    kind: EventKind = EventKind.BOUNCED
    fault: Fault | None = None
    code: str = ""
    address: str = READER
    reference: str = REF


def returned(to: str = READER) -> str:
    """The headers of an issue of ours as a report returns them."""
    return (
        f"Return-Path: <{BOUNCES}>\nReceived: from out.herald.example by mx.far.example; Mon, 23 Nov "
        "2026 06:31:02 +0000\n"
        f"From: The Harbour Herald <digest@herald.example>\nTo: {to}\nSubject: Ferry deal signed\n"
        f"Message-ID: <{ISSUE_ID}>\nList-Unsubscribe: <mailto:unsubscribe+{REF}@herald.example?subject=unsubscribe>\n"
    )


def headers(**fields: str) -> str:
    """A report's headers, as a mail server of nobody in particular writes them; `fields` are set over them."""
    usual = {
        "Return_Path": "<>",
        "Delivered_To": BOUNCES,
        "From": "Mail Delivery System <MAILER-DAEMON@mx.far.example>",
        "To": BOUNCES,
        "Date": "Mon, 23 Nov 2026 07:32:05 +0100",
        "Subject": "Undelivered Mail Returned to Sender",
        "Message_ID": "<20261123063205.4F2A@mx.far.example>",
        "MIME_Version": "1.0",
    }
    return "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in (usual | fields).items() if value)


def report(note: str, fields: str, *, back: str = "", kind: str = "delivery-status", **over: str) -> bytes:
    """A multipart/report (RFC 6522): a note for people, fields for machines, the headers of what is returned."""
    top = headers(Content_Type=f'multipart/report; report-type={kind}; boundary="=_cut"', **over)
    return (
        f"{top}\nThis is a MIME message.\n\n--=_cut\nContent-Type: text/plain; charset=utf-8\n\n{note}\n"
        f"--=_cut\nContent-Type: message/{kind}\n\n{fields}\n"
        f"--=_cut\nContent-Type: text/rfc822-headers\n\n{back or returned()}\n--=_cut--\n"
    ).encode()


def dsn(
    status: str, diagnostic: str, *, note: str = "", action: str = "failed", final: str = READER, **over: str
) -> bytes:
    """A DSN (RFC 3464) about one recipient."""
    fields = (
        f"Reporting-MTA: dns; mx.far.example\nArrival-Date: Mon, 23 Nov 2026 06:31:02 +0000\n\n"
        f"Final-Recipient: rfc822; {final}\nAction: {action}\nStatus: {status}\n"
        + (f"Diagnostic-Code: smtp; {diagnostic}\n" if diagnostic else "")
        + "Last-Attempt-Date: Mon, 23 Nov 2026 06:31:58 +0000\n"
    )
    return report(note, fields, **over)


def prose(text: str, *, back: str = "", **over: str) -> bytes:
    """A bounce in words alone, the returned mail written below them."""
    top = headers(**({"Content_Type": "text/plain; charset=utf-8"} | over))
    return f"{top}\n{text}\n{back}".encode()


def postfix(status: str, reply: str, *, stage: str) -> bytes:
    note = (
        "Here speaks mx.far.example.\n\nYour message did not reach one or more recipients.\n\n"
        f"<{READER}>: host mx.reader.example[198.51.100.9] said:\n    {reply} (in reply to\n    {stage} command)\n"
    )
    return dsn(status, reply, note=note)


def sendmail(status: str, reply: str, *, own: str) -> bytes:
    note = (
        "   ----- The following addresses had permanent fatal errors -----\n"
        f"<{READER}>\n    (reason: {reply})\n\n   ----- Transcript of session follows -----\n"
        f"... while talking to mx.reader.example.:\n>>> DATA\n<<< {reply}\n{own}\n<<< 503 5.5.1 Need recipient\n"
    )
    return dsn(status, reply, note=note, Auto_Submitted="auto-generated (failure)", Subject="Returned mail: see below")


def exim(reply: str, *, stage: str = f"RCPT TO:<{READER}>") -> bytes:
    text = (
        "This was written by the mail program on mx.far.example.\n\n"
        "Your mail could not be delivered here, and never will be:\n\n"
        f"  {READER}\n    host mx.reader.example [198.51.100.9]\n"
        f"    SMTP error from remote mail server after {stage}:\n    {reply}\n\n"
        "------ This is a copy of the message, including all the headers. ------\n"
    )
    return prose(text, back=returned(), X_Failed_Recipients=READER, Auto_Submitted="auto-replied")


def qmail(words: str) -> bytes:
    text = (
        "Hi, qmail-send speaking, at far.example.\nI could not get your mail to where it should go.\n"
        f"\n<{READER}>:\n{words}\n\n--- Below this line is a copy of the message.\n\n"
    )
    return prose(text, back=returned(), Subject="failure notice", From="MAILER-DAEMON@far.example")


def jis(text: str) -> str:
    return base64.b64encode(text.encode("iso-2022-jp")).decode()


GONE, PASSING, SENDER = Fault.RECIPIENT, Fault.PASSING, Fault.SENDER

BOUNCED = (
    Sample(
        "Postfix, no such user",
        postfix("5.1.1", f"550 5.1.1 <{READER}>: Recipient address rejected: User unknown", stage="RCPT TO"),
        fault=GONE,
        code="5.1.1",
    ),
    Sample(
        "Postfix, refused before", postfix("5.0.0", "550 No such user here", stage="RCPT TO"), fault=GONE, code="5.0.0"
    ),
    Sample(
        "Postfix, mailbox full",
        postfix("5.2.2", "552 5.2.2 Mailbox is full", stage="RCPT TO"),
        fault=PASSING,
        code="5.2.2",
    ),
    Sample(
        "Postfix, policy",
        postfix("5.7.1", "554 5.7.1 Rejected by policy", stage="end of DATA"),
        fault=SENDER,
        code="5.7.1",
    ),
    Sample(
        "Postfix, a server that will not talk to us",
        dsn(
            "4.0.0", "554 mx.reader.example", note=f"<{READER}>: host mx.reader.example refused to talk to me: 554 bye"
        ),
        fault=SENDER,
        code="4.0.0",
    ),
    Sample(
        "Postfix, the domain is not there",
        dsn(
            "5.4.4",
            "Host or domain name not found. Name service error for name=reader.example type=AAAA: Host not found",
        ),
        fault=GONE,
        code="5.4.4",
    ),
    Sample(
        "Postfix, the name server is down",
        dsn(
            "4.4.3", "Host or domain name not found. Name service error for name=reader.example type=MX: Server failure"
        ),
        fault=PASSING,
        code="4.4.3",
    ),
    Sample(
        "sendmail, refused at RCPT",
        sendmail("5.1.1", "550 nobody here", own=f"550 5.1.1 <{READER}>... User unknown"),
        fault=GONE,
        code="5.1.1",
    ),
    Sample(
        "sendmail, refused at DATA",
        sendmail("5.2.0", "550 Unknown user", own="554 5.0.0 Service unavailable"),
        fault=PASSING,
        code="5.2.0",
    ),
    Sample("Exim, no such user", exim(f"550 5.1.1 <{READER}>: no such recipient"), fault=GONE, code="5.1.1"),
    Sample("Exim, no code but at RCPT", exim("550 User not found"), fault=GONE, code="550"),
    Sample(
        "Exim, sender refused",
        exim("550 unknown user", stage="MAIL FROM:<bounces@herald.example> SIZE=20480"),
        fault=SENDER,
        code="550",
    ),
    Sample(
        "Exim, no reverse DNS",
        exim("554 5.7.1 Reverse DNS lookup failed", stage="initial connection"),
        fault=SENDER,
        code="5.7.1",
    ),
    Sample("qmail, no mailbox", qmail("Sorry, no mailbox here by that name. (#5.1.1)"), fault=GONE, code="5.1.1"),
    Sample(
        "qmail, over quota",
        qmail("198.51.100.9 does not like recipient.\nRemote host said: 552 over quota\nGiving up on 198.51.100.9."),
        fault=PASSING,
        code="552",
    ),
    Sample(
        "qmail, DMARC",
        qmail(
            "198.51.100.9 failed after I sent the message.\nRemote host said: 550-5.7.26 Unauthenticated "
            "mail from\n550 5.7.26 herald.example is not taken, by its DMARC record"
        ),
        fault=SENDER,
        code="5.7.26",
    ),
    Sample(
        "Exchange 2003",
        prose(
            f"Your message\n\n  To:      {READER}\n  Subject: Ferry deal signed\n\ndid not reach the "
            "following recipient(s):\n\n"
            f"{READER} on Mon, 23 Nov 2026 06:31:02 -0000\n    The recipient name is not recognized\n    "
            "MSEXCH:IMS:FAR:X 0 (000C05A6)\n",
            From="System Administrator <postmaster@reader.example>",
            Subject="Undeliverable: Ferry deal signed",
            Return_Path="",
        ),
        fault=GONE,
    ),
    Sample(
        "Exchange 2013",
        dsn("5.1.1", "550 5.1.1 RESOLVER.ADR.RecipNotFound; not found", From="postmaster@reader.example"),
        fault=GONE,
        code="5.1.1",
    ),
    Sample(
        "Exchange, too large",
        dsn("5.2.3", "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient"),
        fault=SENDER,
        code="5.2.3",
    ),
    Sample(
        "Exchange Online, not in the directory",
        postfix("5.4.1", "550 5.4.1 Recipient address rejected: Access denied. [X.prod.example]", stage="RCPT TO"),
        fault=GONE,
        code="5.4.1",
    ),
    Sample(
        "Exchange Online, wrapped",
        dsn("5.1.351", f"550 5.1.351 Remote server returned unknown recipient -> 550 <{READER}>: User unknown"),
        fault=GONE,
        code="5.1.351",
    ),
    Sample(
        "Microsoft, not authenticated",
        dsn("5.7.515", "550 5.7.515 Access denied, sending domain herald.example lacks DKIM"),
        fault=SENDER,
        code="5.7.515",
    ),
    Sample(
        "Gmail, no such account",
        dsn(
            "5.1.1",
            "550-5.1.1 The email account that you tried to reach does not exist. Look at\n 550-5.1.1 "
            "the address once more. 550 5.1.1 https://support.example/?p=NoSuchUser",
        ),
        fault=GONE,
        code="5.1.1",
    ),
    Sample(
        "Gmail, disabled",
        dsn("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled. x7si"),
        fault=GONE,
        code="5.2.1",
    ),
    Sample(
        "Gmail, too much mail",
        dsn(
            "5.2.1",
            "550-5.2.1 This user is receiving mail at a\n 550 5.2.1 rate that leaves no room",
        ),
        fault=PASSING,
        code="5.2.1",
    ),
    Sample(
        "Gmail, full and inactive",
        dsn("5.2.2", "552 5.2.2 That inbox is out of storage space, and inactive."),
        fault=PASSING,
        code="5.2.2",
    ),
    Sample(
        "Gmail, no such domain",
        dsn("4.0.0", "", note=f"{READER}: DNS Error: lookup of reader.example responded NXDOMAIN"),
        fault=PASSING,
        code="4.0.0",
    ),
    Sample(
        "Gmail of old, in words",
        prose(
            f"Delivery failed permanently to:\n\n     {READER}\n\nWhat we know "
            "of it:\n"
            "The other server said: 550 550 5.1.1 unknown user (state 14).\n\n----- Original message -----\n\n",
            back=returned(),
            From="Mail Delivery Subsystem <mailer-daemon@googlemail.example>",
            Subject="Delivery Status Notification (Failure)",
        ),
        fault=GONE,
        code="5.1.1",
    ),
    Sample(
        "Amazon SES",
        dsn("5.1.1", "550 5.1.1 user unknown", From="MAILER-DAEMON@amazonses.example"),
        fault=GONE,
        code="5.1.1",
    ),
    Sample(
        "Amazon SES, a full mailbox wrapped",
        dsn("5.0.0 (permanent failure)", "5.1.0 - Unknown address error 550-'5.2.2 Mailbox Full'"),
        fault=PASSING,
        code="5.2.2",
    ),
    Sample(
        "Amazon SES, expired",
        dsn("4.4.7", "554 4.4.7 Message expired: no delivery for 900 minutes.<421 4.4.2 Connection timed out>"),
        fault=PASSING,
        code="4.4.2",
    ),
    Sample(
        "Yahoo, in words",
        prose(
            f"We were unable to deliver your mail to this address.\n\n<{READER}>:\n"
            f"554: delivery error: dd This user doesn't have a reader.example account ({READER}) [-9]\n\n--- "
            "Below this line is a copy of the message.\n\n",
            back=returned(),
            From="MAILER-DAEMON@yahoo.example",
            Subject="Failure Notice",
        ),
        fault=GONE,
        code="554",
    ),
    Sample(
        "Yahoo and AOL, complaints",
        dsn("4.7.0", "421 4.7.0 [TSS04] Messages from 198.51.100.1 deferred due to user complaints"),
        fault=SENDER,
        code="4.7.0",
    ),
    Sample(
        "Hotmail",
        dsn("5.5.0", "550 Requested action not taken: mailbox unavailable (1234567890:1234:-2147467259)"),
        fault=GONE,
        code="5.5.0",
    ),
    Sample(
        "Domino",
        prose(
            "Your message\n\n  Subject: Ferry deal signed\n\nwas not delivered to:\n\n  "
            f"{READER}\n\nbecause:\n\n  User ines ({READER}) not listed in Domino Directory\n",
            From="Postmaster@reader.example",
            Subject="DELIVERY FAILURE: User ines not listed in Domino Directory",
        ),
        fault=GONE,
    ),
    Sample(
        "Domino in Japanese",
        prose(
            jis(f"宛先\n{READER}\nユーザー ines は Domino ディレクトリには見つかりません。\n"),
            From="Postmaster@reader.example",
            Subject="DELIVERY FAILURE",
            Content_Type="text/plain; charset=ISO-2022-JP",
            Content_Transfer_Encoding="base64",
        ),
        fault=GONE,
    ),
    Sample("KDDI, filtered", dsn("5.2.0", "550 : User unknown"), fault=PASSING, code="5.2.0"),
    Sample("KDDI, no such user", dsn("5.0.0", f"550 <{READER}>: User unknown"), fault=GONE, code="5.0.0"),
    Sample(
        "docomo, filtered",
        postfix("5.0.0", f"550 Unknown user {READER}", stage="end of DATA"),
        fault=PASSING,
        code="5.0.0",
    ),
    Sample(
        "a carrier's full mailbox",
        prose(
            f"Your mail sent on Mon, 23 Nov 2026\n   Could not be delivered to: <{READER}>\n   As their "
            "mailbox is full.\n",
            Subject="Mail",
            From="postmaster@carrier.example",
        ),
        fault=PASSING,
    ),
    Sample(
        "Undelivered, in German",
        prose(
            f"Ihre Nachricht konnte nicht zugestellt werden:\n\n{READER}\n    Empfänger unbekannt\n\n----- "
            "Ursprüngliche Nachricht -----\n\n",
            back=returned(),
            Subject="Unzustellbar: Ferry deal signed",
            From="postmaster@leser.example",
        ),
        fault=GONE,
    ),
    Sample(
        "Undelivered, in French",
        prose(
            f"Votre message n'a pas pu être remis à :\n\n{READER}\n    La boîte de réception est "
            "pleine\n\nMessage d'origine\n\n",
            back=returned(),
            Subject="=?iso-8859-1?Q?Non_remis_:_Ferry?=",
            From="postmaster@lecteur.example",
        ),
        fault=PASSING,
    ),
    Sample(
        "Undelivered, in Japanese",
        prose(
            f"次の宛先へ配信できませんでした。\n\n<{READER}>\n    宛先のアドレスが存在しません。\n",
            Subject="配信不能メール",
            From="MAILER-DAEMON@yomu.example",
        ),
        fault=GONE,
    ),
    Sample(
        "Undelivered, of which nobody can tell why",
        prose(f"Your message was not delivered to {READER}.\n", Subject="Undeliverable"),
        fault=PASSING,
    ),
    Sample("SendGrid, expired", dsn("", "Connection timed out", action="expired"), fault=PASSING),
    Sample(
        "5.7.1 that says unknown user", dsn("5.7.1", f"550 5.7.1 <{READER}>: User unknown"), fault=PASSING, code="5.7.1"
    ),
    Sample(
        "a full mailbox under a wrong code",
        dsn("5.1.1", "552 5.1.1 sorry, that mailbox is over quota"),
        fault=PASSING,
        code="5.1.1",
    ),
)

OTHERS = (
    Sample(
        "Postfix, delayed",
        dsn("4.4.1", "connect to mx.reader.example: Connection timed out", action="delayed"),
        kind=EventKind.DELAYED,
        code="4.4.1",
    ),
    Sample(
        "Exim, delayed",
        prose(
            "Your mail has not yet been delivered to this recipient, though a day has passed.\n\n"
            f"  {READER}\n    Delay reason: 451 4.7.1 Greylisted\n\nDelivery attempts will continue for some time.\n",
            Subject="Warning: message 1abc delayed 24 hours",
            Auto_Submitted="auto-replied",
        ),
        kind=EventKind.DELAYED,
        code="4.7.1",
    ),
    Sample(
        "delivered",
        dsn("2.1.5", "250 2.1.5 Ok", action="delivered", Subject="Successful Mail Delivery Report"),
        kind=EventKind.DELIVERED,
    ),
    Sample("relayed", dsn("2.0.0", "", action="relayed", Subject="Relayed: Ferry"), kind=EventKind.DELIVERED),
    Sample(
        "a vacation notice",
        prose(
            "I am away until Monday; user unknown to nobody.\n",
            From=READER,
            Subject="Automatic reply: Ferry deal signed",
            Auto_Submitted="auto-replied",
            In_Reply_To=f"<{ISSUE_ID}>",
        ),
        kind=EventKind.REPLIED,
    ),
)
