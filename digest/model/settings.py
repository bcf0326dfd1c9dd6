"""The settings: digest.toml and the environment, read once into frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from pathlib import Path

    from digest.model.brand import Brand
    from digest.model.edition import Edition
    from digest.model.finding import CheckSettings
    from digest.model.issue import Publication


class TransportName(StrEnum):
    """What carries the mail."""

    OUTBOX = "outbox"  # a folder of .eml files
    SMTP = "smtp"  # a mail server
    SENDGRID = "sendgrid"  # SendGrid's v3 API


class Security(StrEnum):
    """How an SMTP connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxSettings:
    """Where the outbox stands."""

    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpSettings:
    """How to reach the mail server; the password itself is not here, only where it is found."""

    host: str
    port: int
    security: Security
    connections: int
    username: str
    password_env: str
    timeout: timedelta
    bounce_address: str  # bounces go to a variation of it that names the delivery; empty: to the sender
    password_file: Path | None = None  # read where the variable is not set


@dataclass(frozen=True, slots=True, kw_only=True)
class SendgridSettings:
    """How to reach SendGrid; `batch` is how many recipients a request carries, `workers` how many requests run."""

    api_key_env: str
    region: str
    url: str
    sandbox: bool
    batch: int
    workers: int
    timeout: timedelta
    webhook_key: str  # SendGrid's public key for its event webhook, base64; empty: the webhook takes nothing
    api_key_file: Path | None = None  # read where the variable is not set


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimSettings:
    """With which key mails are signed (RFC 6376)."""

    domain: str
    selector: str
    key_file: Path


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` mails in each `per`."""

    count: int
    per: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """From whom, through what, how fast, and to whom at most."""

    from_name: str
    from_address: str
    reply_to: str
    transport: TransportName
    rate: Rate | None
    domain_rates: Mapping[str, Rate]  # by the domain of the recipient
    only_to: tuple[str, ...]  # keys of addresses, and of domains as `@domain`
    unsubscribe_to: str  # where mails that unsubscribe go, beside the link; empty: nowhere
    feedback_id: str  # the constant part of Feedback-ID; empty: no such header
    dkim: DkimSettings | None
    outbox: OutboxSettings
    smtp: SmtpSettings
    sendgrid: SendgridSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """What fetching may do; `max_bytes` bounds one answer, decompressed."""

    allow_private: bool
    timeout: timedelta
    max_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesSettings:
    """What the public pages offer, and how long a confirmation is waited for."""

    topics: tuple[str, ...] | None  # offered to readers; None: the tags that the editions name
    languages: tuple[str, ...]  # offered to readers, beside the publication's
    privacy_url: str  # where it is told what is done with a reader's data; empty: nowhere
    confirm_within: timedelta
    remind_after: timedelta | None  # None: never
    trusted_proxies: tuple[str, ...]  # addresses and networks whose word on who asks is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSettings:
    """For how long `db prune` leaves things in the database; None: for good."""

    deliveries: timedelta | None  # after an issue was finished; then only its counts are kept
    events: timedelta | None
    letters: timedelta | None
    stories: timedelta | None
    runs: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthSettings:
    """Addresses that a run calls when it begins and as it ends, each empty where none is to be called."""

    start_url: str
    success_url: str
    failure_url: str
    timeout: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSettings:
    """Where the log goes and how: `format` is text or json, `level` the least grave that is written."""

    file: Path | None
    stderr: bool
    format: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything digest.toml says, checked; paths are absolute."""

    file: Path
    publication: Publication
    database: Path
    media: Path | None  # a folder whose files stand in public under {publication.url}/media/
    mail: MailSettings
    brand: Brand
    pages: PagesSettings
    fetch: FetchSettings
    editions: Mapping[str, Edition]
    segments: Mapping[str, str]  # the expressions of those with names
    tag_words: Mapping[str, tuple[str, ...]]
    check: CheckSettings
    keep: KeepSettings
    health: HealthSettings
    log: LogSettings
