"""Says what form a Mail Send request must have, as SendGrid describes it: which fields, of which type, how long."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Any address that mail could be sent to in ASCII, and little else.
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])"
)
BAD_ADDRESS = "Does not contain a valid address."

Error = tuple[str, str]  # the field, as in `personalizations.0.to.0.email`; and the message


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a value must be; `kind` is JSON's word for it.

    `fields` are those of an object that are known, `each` is for all others, and for the entries of an array.
    """

    kind: str
    fields: Mapping[str, Form] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    each: Form | None = None
    least: int = 0  # characters, or entries
    most: int = 1 << 60
    unique: bool = False
    address: bool = False
    words: tuple[str, ...] = ()  # the only ones there are, if any


_TEXT = Form(kind="string")
_SOME = Form(kind="string", least=1)
_FLAG = Form(kind="boolean")
_NUMBER = Form(kind="integer")
_TEXTS = Form(kind="object", each=_TEXT)
_MAILBOX = Form(
    kind="object", fields={"email": Form(kind="string", address=True), "name": _TEXT}, needed=("email",)
)  # fmt: skip
_MAILBOXES = Form(kind="array", each=_MAILBOX, most=1000)


def _switch(**more: Form) -> Form:
    return Form(kind="object", fields={"enable": _FLAG, **more})


_PERSONALIZATION = Form(
    kind="object",
    fields={
        "from": _MAILBOX,
        "to": Form(kind="array", each=_MAILBOX, least=1, most=1000),
        "cc": _MAILBOXES,
        "bcc": _MAILBOXES,
        "subject": _SOME,
        "headers": _TEXTS,
        "substitutions": _TEXTS,
        "dynamic_template_data": Form(kind="object"),
        "custom_args": _TEXTS,
        "send_at": _NUMBER,
    },
    needed=("to",),
)

_ATTACHMENT = Form(
    kind="object",
    fields={
        "content": _SOME,
        "type": _SOME,
        "filename": _TEXT,
        "disposition": Form(kind="string", words=("inline", "attachment")),
        "content_id": _TEXT,
    },
    needed=("content", "filename"),
)

MAIL = Form(
    kind="object",
    fields={
        "personalizations": Form(kind="array", each=_PERSONALIZATION, least=1, most=1000),
        "from": _MAILBOX,
        "reply_to": _MAILBOX,
        "reply_to_list": Form(kind="array", each=_MAILBOX, most=1000, unique=True),
        "subject": _SOME,
        "content": Form(
            kind="array",
            each=Form(kind="object", fields={"type": _SOME, "value": _SOME}, needed=("type", "value")),
            least=1,
        ),
        "attachments": Form(kind="array", each=_ATTACHMENT),
        "template_id": _TEXT,
        "headers": _TEXTS,
        "categories": Form(kind="array", each=Form(kind="string", most=255), most=10, unique=True),
        "custom_args": _TEXTS,
        "send_at": _NUMBER,
        "batch_id": _TEXT,
        "asm": Form(
            kind="object",
            fields={"group_id": _NUMBER, "groups_to_display": Form(kind="array", each=_NUMBER, most=25)},
            needed=("group_id",),
        ),
        "ip_pool_name": Form(kind="string", least=2, most=64),
        "mail_settings": Form(
            kind="object",
            fields={
                "bypass_list_management": _switch(),
                "bypass_spam_management": _switch(),
                "bypass_bounce_management": _switch(),
                "bypass_unsubscribe_management": _switch(),
                "footer": _switch(text=_TEXT, html=_TEXT),
                "sandbox_mode": _switch(),
            },
        ),
        "tracking_settings": Form(
            kind="object",
            fields={
                "click_tracking": _switch(enable_text=_FLAG),
                "open_tracking": _switch(substitution_tag=_TEXT),
                "subscription_tracking": _switch(text=_TEXT, html=_TEXT, substitution_tag=_TEXT),
                "ganalytics": _switch(
                    utm_source=_TEXT, utm_medium=_TEXT, utm_term=_TEXT, utm_content=_TEXT, utm_campaign=_TEXT
                ),
            },
        ),
    },
    needed=("personalizations", "from"),
)


def misshapen(value: object, form: Form, *, where: str = "") -> Iterator[Error]:
    """Yield what is wrong with the form of a value, its parts included."""
    if kind_of(value) != form.kind:
        yield where, f"Invalid type. Expected: {form.kind}, given: {kind_of(value)}."
    elif isinstance(value, str):
        if form.address and not (value.isascii() and ADDRESS.fullmatch(value)):
            yield where, BAD_ADDRESS
        elif form.words and value not in form.words:
            yield where, f"Must be one of {', '.join(form.words)}."
        elif not form.least <= len(value) <= form.most:
            yield where, f"Must be {form.least} to {form.most} characters long."
    elif isinstance(value, list):
        yield from _misshapen_list(value, form, where)
    elif isinstance(value, dict):
        yield from _misshapen_object(value, form, where)


def kind_of(value: object) -> str:
    """Return JSON's word for a value."""
    kinds = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return kinds.get(type(value), "null")


def _misshapen_list(value: list[object], form: Form, where: str) -> Iterator[Error]:
    if not form.least <= len(value) <= form.most:
        yield where, f"Must have {form.least} to {form.most} entries, and has {len(value)}."
    elif form.unique and any(value.count(one) > 1 for one in value):
        yield where, "Must have no entry twice."
    elif form.each:
        for place, one in enumerate(value):
            yield from misshapen(one, form.each, where=f"{where}.{place}")


def _misshapen_object(value: dict[str, object], form: Form, where: str) -> Iterator[Error]:
    prefix = f"{where}." if where else ""
    for name in form.needed:
        if name not in value:
            yield f"{prefix}{name}", f"The {name} is needed."
    for name, one in value.items():
        if inner := form.fields.get(name, form.each):
            yield from misshapen(one, inner, where=f"{prefix}{name}")
