"""What becomes of a mail, and of those behind it, for everything a mail server may do: the rows of docs/outcomes.md.

tests/faults/test_smtp_matrix.py brings each row about; the page is held against the rows there too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.faults.proxy import Deed, Spoil
from tests.faults.smtp_server import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

TRIES = 3  # how often a mail is tried whose end was certainly not written
LOST = "4.4.2"
SILENT = Fault(wait=0.7)  # longer than the patience of the tests


class Then(StrEnum):
    """What happens to the mails behind it."""

    GOES_ON = "goes on"
    SLOWS = "slows down"
    COUNTS = "counts"
    STOPS = "stops"
    PAUSES = "pauses"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing that may happen at a step, how it is brought about, and what must come of it."""

    step: str
    what: str
    status: str
    code: str = ""
    then: Then = Then.GOES_ON
    faults: Mapping[str, Fault] = field(default_factory=dict)  # of our own server, by its step
    spoil: Spoil | None = None  # of the connection
    server: Mapping[str, object] = field(default_factory=dict)  # how our own server is set up
    client: Mapping[str, object] = field(default_factory=dict)  # and how we are
    tries: int = 1  # how often it must happen to have its effect
    long: bool = False  # takes a message longer than all buffers on the way

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it stands on the page."""
        return (self.what, self.status, self.code or "-", self.then)

    def __str__(self) -> str:
        return f"{self.step}: {self.what}".replace("`", "")


CUTS = {
    "hangs up": Fault(cut=True),
    "resets the connection": Fault(cut=True, reset=True),
    "says nothing": SILENT,
    "talks nonsense": Fault(say=b"\0\xff hm\r\n"),
}


def opening(step: str, server_step: str, replies: Mapping[str, Then], **more: object) -> Iterator[Row]:
    """Rows of a session that does not come to be: nobody's mail was touched."""
    faults = {f"`{said}`".replace("\r\n", "` then `"): (Fault(say=said), then) for said, then in replies.items()}
    faults |= {what: (fault, Then.STOPS) for what, fault in CUTS.items()}
    for what, (fault, then) in faults.items():
        yield Row(step=step, what=what, status="pending", then=then, faults={server_step: fault}, **more)  # type: ignore[arg-type]


def within(step: str, replies: Sequence[tuple[str, str, str, Then]]) -> Iterator[Row]:
    """Rows of a mail before its end is written: replies as (words, status, code, then), and lost connections."""
    for said, status, code, then in replies:
        tries = TRIES if said.startswith("421") or code == LOST else 1
        yield Row(
            step=step,
            what=f"`{said}`",
            status=status,
            code=code,
            then=then,
            faults={step: Fault(say=said)},
            tries=tries,
        )
    for what, fault in CUTS.items():
        tries = 1 if fault is SILENT else TRIES
        yield Row(step=step, what=what, status="deferred", code=LOST, faults={step: fault}, tries=tries)


def at_the_end() -> Iterator[Row]:
    """Rows of a mail whose final dot was written."""
    step = "final dot"
    replies = [
        ("250 2.0.0 queued", "accepted", "2.0.0", Then.GOES_ON),
        ("354 go on", "unknown", "", Then.GOES_ON),
        ("450 4.2.0 later", "deferred", "4.2.0", Then.GOES_ON),
        ("451 4.7.1 too many mails", "deferred", "4.7.1", Then.SLOWS),
        ("421 4.3.2 shutting down", "deferred", "4.3.2", Then.SLOWS),
        ("552 5.2.2 mailbox full", "refused", "5.2.2", Then.GOES_ON),
        ("554 5.6.0 looks like spam", "deferred", "5.6.0", Then.COUNTS),
        ("552 5.3.4 too big", "deferred", "5.3.4", Then.COUNTS),
        ("550 5.7.26 not authenticated", "deferred", "5.7.26", Then.COUNTS),
        ("535 5.7.8 log in first", "pending", "5.7.8", Then.PAUSES),
    ]
    for said, status, code, then in replies:
        faults = {} if status == "accepted" else {"MESSAGE": Fault(say=said)}
        yield Row(step=step, what=f"`{said}`", status=status, code=code, then=then, faults=faults)
    for what, fault in CUTS.items():
        yield Row(step=step, what=what, status="unknown", faults={"MESSAGE": fault})
    places = {
        "cut before the dot arrives": Spoil(where=b"\r\n.\r\n", keep=2),
        "cut within the dot's line": Spoil(where=b"\r\n.\r\n", keep=4),
        "cut after the dot, before the reply": Spoil(where=b"250 2.0.0 queued", to_client=True),
        "cut within the reply": Spoil(where=b"250 2.0.0 queued", keep=2, to_client=True),
        "reset before the reply": Spoil(where=b"250 2.0.0 queued", to_client=True, deed=Deed.RST),
        "reply lost on its way": Spoil(where=b"250 2.0.0 queued", keep=3, to_client=True, deed=Deed.HOLD),
    }
    for what, spoil in places.items():
        yield Row(step=step, what=what, status="unknown", spoil=spoil)


def afterwards(step: str, replies: Sequence[str], *, status: str, code: str, **also: Fault) -> Iterator[Row]:
    """Rows of what comes when a mail's fate is settled, and changes it no more."""
    faults = {f"`{said}`": Fault(say=said) for said in replies} | CUTS
    for what, fault in faults.items():
        yield Row(step=step, what=what, status=status, code=code, faults={step: fault, **also})


STARTTLS: dict[str, object] = {"client": {"security": "starttls"}, "server": {"tls": True}}
AUTH: dict[str, object] = {
    "client": {"username": "herald"},
    "server": {"login": ("herald", "word"), "offers": ("AUTH PLAIN",)},
}
ENDLESS = Spoil(where=b"y" * 70, keep=20, times=TRIES)

OPENING = [
    *opening(
        "greeting",
        "CONNECT",
        {
            "354 go on": Then.STOPS,
            "450 4.3.2 not now": Then.STOPS,
            "421 4.3.2 not now": Then.STOPS,
            "554 no mail here": Then.STOPS,
            "554 5.7.1 your address is blocked": Then.PAUSES,
        },
    ),
    Row(step="greeting", what="arrives octet by octet", status="accepted", code="2.0.0",
        spoil=Spoil(where=b"220", to_client=True, deed=Deed.DRIBBLE, seconds=0.001)),
    *opening(
        "EHLO",
        "EHLO",
        {
            "354 go on": Then.STOPS,
            "450 4.3.2 not now": Then.STOPS,
            "421 4.3.2 not now": Then.STOPS,
            "502 5.5.1 what?": Then.STOPS,
            "550 5.7.1 not by that name": Then.PAUSES,
        },
    ),
    Row(step="STARTTLS", what="not offered", status="pending", then=Then.PAUSES, client={"security": "starttls"}),
    Row(step="STARTTLS", what="untrusted certificate", status="pending", then=Then.PAUSES,
        client={"security": "starttls"}, server={"tls": True, "untrusted": True}),
    *opening(
        "STARTTLS",
        "STARTTLS",
        {
            "354 go on": Then.STOPS,
            "454 4.7.0 not now": Then.STOPS,
            "421 4.3.2 not now": Then.STOPS,
            "501 5.5.4 no": Then.STOPS,
            "550 5.7.1 not for you": Then.PAUSES,
            "220 go\r\n250 slipped in": Then.STOPS,
        },
        **STARTTLS,
    ),
    Row(step="AUTH", what="not offered", status="pending", then=Then.PAUSES, client={"username": "herald"}),
    Row(step="AUTH", what="`250 ok`", status="accepted", code="2.0.0", faults={"AUTH": Fault(say="250 ok")}, **AUTH),
    *opening(
        "AUTH",
        "AUTH",
        {
            "334 more": Then.STOPS,
            "454 4.7.0 not now": Then.STOPS,
            "421 4.3.2 not now": Then.STOPS,
            "504 5.5.4 not that way": Then.PAUSES,
            "530 5.7.0 encrypt first": Then.PAUSES,
            "534 5.7.9 too weak": Then.PAUSES,
            "535 5.7.8 wrong password": Then.PAUSES,
            "538 5.7.11 encrypt first": Then.PAUSES,
        },
        **AUTH,
    ),
]  # fmt: skip

MAIL = [
    *within(
        "MAIL",
        [
            ("354 go on", "deferred", LOST, Then.GOES_ON),
            ("450 4.3.0 not now", "deferred", "4.3.0", Then.SLOWS),
            ("421 4.3.2 not now", "deferred", "4.3.2", Then.SLOWS),
            ("550 5.1.8 not that sender", "pending", "5.1.8", Then.PAUSES),
            ("550 5.7.1 not that sender", "pending", "5.7.1", Then.PAUSES),
            ("530 5.7.0 log in first", "pending", "5.7.0", Then.PAUSES),
        ],
    ),
    Row(step="MAIL", what="cut before it arrives", status="deferred", code=LOST, tries=TRIES,
        spoil=Spoil(where=b"MAIL FROM", times=TRIES)),
    Row(step="MAIL", what="reset within it", status="deferred", code=LOST, tries=TRIES,
        spoil=Spoil(where=b"MAIL FROM", keep=5, deed=Deed.RST, times=TRIES)),
    Row(step="MAIL", what="arrives late", status="accepted", code="2.0.0",
        spoil=Spoil(where=b"MAIL FROM", deed=Deed.DELAY, seconds=0.1)),
    *within(
        "RCPT",
        [
            ("251 2.1.5 will forward", "accepted", "2.0.0", Then.GOES_ON),
            ("354 go on", "deferred", LOST, Then.GOES_ON),
            ("451 4.7.1 greylisted", "deferred", "4.7.1", Then.GOES_ON),
            ("452 4.2.2 mailbox full", "deferred", "4.2.2", Then.GOES_ON),
            ("451 4.7.1 too many mails", "deferred", "4.7.1", Then.SLOWS),
            ("452 4.3.1 system full", "deferred", "4.3.1", Then.SLOWS),
            ("421 4.7.28 unusual rate", "deferred", "4.7.28", Then.SLOWS),
            ("550 5.1.1 no such mailbox", "refused", "5.1.1", Then.GOES_ON),
            ("550 nobody", "refused", "550", Then.GOES_ON),
            ("550 5.7.1 policy", "deferred", "5.7.1", Then.COUNTS),
            ("530 5.7.0 log in first", "pending", "5.7.0", Then.PAUSES),
        ],
    ),
    Row(step="RCPT", what="cut before it arrives", status="deferred", code=LOST, tries=TRIES,
        spoil=Spoil(where=b"RCPT TO", times=TRIES)),
    *within(
        "DATA",
        [
            ("250 ok", "deferred", LOST, Then.GOES_ON),
            ("451 4.2.0 later", "deferred", "4.2.0", Then.GOES_ON),
            ("451 4.4.5 congestion", "deferred", "4.4.5", Then.SLOWS),
            ("421 4.3.2 not now", "deferred", "4.3.2", Then.SLOWS),
            ("554 5.5.0 no", "refused", "5.5.0", Then.GOES_ON),
            ("550 5.7.1 policy", "deferred", "5.7.1", Then.COUNTS),
            ("530 5.7.0 log in first", "pending", "5.7.0", Then.PAUSES),
        ],
    ),
    Row(step="DATA", what="cut within the reply", status="deferred", code=LOST, tries=TRIES,
        spoil=Spoil(where=b"354", keep=1, to_client=True, times=TRIES)),
    Row(step="message", what="hangs up within it", status="deferred", code=LOST, tries=TRIES, long=True,
        faults={"BODY": Fault(cut=True, after=1000)}),
    Row(step="message", what="cut within it", status="deferred", code=LOST, tries=TRIES, long=True, spoil=ENDLESS),
    Row(step="message", what="stops reading", status="deferred", code=LOST, long=True,
        faults={"BODY": Fault(wait=0.7, cut=True, after=1000)}),
    Row(step="message", what="`552 5.2.3 too big for that mailbox` within it", status="refused", code="5.2.3",
        faults={"BODY": Fault(say="552 5.2.3 too big for that mailbox", after=1000, wait=0.05, cut=True)}),
    Row(step="message", what="`451 4.2.0 later` within it", status="deferred", code="4.2.0",
        faults={"BODY": Fault(say="451 4.2.0 later", after=1000, wait=0.05, cut=True)}),
]  # fmt: skip

AFTER = [
    *at_the_end(),
    *afterwards(
        "RSET",
        ["354 go on", "450 4.3.0 not now", "421 4.3.2 bye", "500 5.5.1 what?"],
        status="refused",
        code="5.1.1",
        RCPT=Fault(say="550 5.1.1 no such mailbox"),
    ),
    *afterwards(
        "QUIT",
        ["250 ok", "354 go on", "450 4.3.0 not now", "421 4.3.2 bye", "500 5.5.1 what?"],
        status="accepted",
        code="2.0.0",
    ),
]

ROWS = (*OPENING, *MAIL, *AFTER)
