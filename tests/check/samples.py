"""Mails to judge: the theme's own, and such as have something wrong in them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from digest.check.judge import judge
from digest.check.mail import Sample
from digest.deliver.message import MessageTemplate, encode
from digest.model.delivery import Envelope
from digest.model.finding import CheckSettings
from digest.model.links import preferences_url, unsubscribe_url, view_url
from digest.render.escape import web_address
from digest.render.issue import render
from digest.render.theme import load_theme
from tests.contracts.issues import MARKS, SLOT, morning

if TYPE_CHECKING:
    from digest.model.finding import Finding
    from digest.model.issue import Issue, Rendering

READER = Envelope(
    delivery_id=1,
    address="ana@reader.example",
    name="Ana",
    message_id="<daily.1@herald.example>",
    token="Abcdefghij-_0123456789",
    reference="0123456789abcdef0123456789abcdef",
    reason="You get this because you joined Daily on 3 May 2026.",
)


def sample(issue: Issue) -> Sample:
    """Return an issue through our own theme, as a reader gets it."""
    rendering = render(issue, theme=load_theme(issue.theme), marks=MARKS)
    base, token = issue.publication.url, READER.token
    html, text = rendering.html.replace(MARKS.token, token), rendering.text.replace(MARKS.token, token)
    return Sample(
        publication=issue.publication,
        language=rendering.language,
        subject=rendering.subject,
        preheader=rendering.preheader,
        html=html.replace(MARKS.reason, escape(READER.reason)),
        text=text.replace(MARKS.reason, READER.reason),
        message=_message(rendering, base),
        titles=tuple(one.title for one in issue.items[: len(issue.items) - rendering.dropped]),
        words=(
            issue.publication.name,
            issue.publication.postal_address,
            READER.reason,
            *(word for one in issue.items for word in (one.summary, one.source, one.kicker, one.image_alt)),
            *(web_address(one.url) for one in issue.items),
        ),
        unsubscribe_url=unsubscribe_url(base, token),
        reader_urls=(preferences_url(base, token), view_url(base, token)),
        cut=bool(rendering.full_size),
    )


def _message(rendering: Rendering, base: str) -> bytes:
    blob = encode(
        rendering,
        sender_name="The Harbour Herald",
        sender_address="digest@herald.example",
        reply_to="",
        date=SLOT,
        list_id="daily.herald.example",
        base_url=base,
        archive_url=f"{base}/archive/daily",
        marks=MARKS,
    )
    return MessageTemplate(blob, MARKS).fill(READER)


@cache
def good() -> Sample:
    """Return an ordinary morning, in which nothing is wrong."""
    return sample(morning())


def with_html(old: str, new: str, *, count: int = 1) -> Sample:
    """Return an ordinary morning with something else in its HTML."""
    assert old in good().html
    return replace(good(), html=good().html.replace(old, new, count))


def with_body(extra: str) -> Sample:
    """Return an ordinary morning with more at the end of its HTML."""
    return with_html("</body>", f"{extra}</body>")


def found(mail: Sample, **settings: Any) -> tuple[Finding, ...]:
    """Return what the rules find."""
    return judge(mail, settings=CheckSettings(**settings))


def names(mail: Sample) -> set[str]:
    """Return the names of the rules that find something."""
    return {str(one.rule) for one in found(mail)}
