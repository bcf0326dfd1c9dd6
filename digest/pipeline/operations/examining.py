"""Examines a newsroom from its configuration to the DNS, and says of each thing how it stands and what helps."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from digest.clock import NOW_VARIABLE
from digest.deliver.dkim import Signer
from digest.doctor import alignment, carriage, dmarc, hours, rights, signing, spf, timetable
from digest.doctor.names import Names, NoAnswer
from digest.errors import DigestError, StoreError, TransportError
from digest.model.health import doubtful, good, not_checked, wrong
from digest.model.settings import TransportName
from digest.pipeline.delivery.timekeeping import doubt_of_clock
from digest.pipeline.newsroom import open_newsroom
from digest.pipeline.operations.database_checking import check_database
from digest.pipeline.operations.examining_work import examine_work
from digest.pipeline.preview.own_pictures import missing_logos
from digest.store.faults import explained
from digest.store.upkeep.sightings import latest_time
from digest.writing import unwritable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from digest.model.health import Examined
    from digest.model.settings import Settings

OWN_HOSTS = ("127.0.0.1", "::1", "localhost")


def examine(
    settings: Settings,
    *,
    clock: Callable[[], datetime],
    environ: Mapping[str, str],
    offline: bool = False,
    name_server: str = "",
) -> Iterator[Examined]:
    """Yield what is found, thing by thing; `offline` asks nobody beyond this machine."""
    yield good("configuration", str(settings.file))
    yield from _logos(settings)
    yield from _log(settings)
    mail = settings.mail
    files = (mail.smtp.password_file, mail.sendgrid.api_key_file, mail.dkim.key_file if mail.dkim else None)
    yield from rights.check_rights(secrets=[file for file in files if file], database=settings.database)
    seen = hours.Seen(0, "offline", None) if offline else hours.ask_pages(settings.publication.url)
    yield from _database(settings, clock=clock, environ=environ, elsewhere=seen.date)
    yield timetable.check_timetable(settings.file, environ=environ)
    yield carriage.check_transport(mail, environ=environ, offline=offline)
    if mail.only_to:
        others = f" and {len(mail.only_to) - 1} more" if len(mail.only_to) > 1 else ""
        words = f"nobody is mailed but {mail.only_to[0]}{others}, whatever the lists say"
        yield doubtful("only_to", words, "empty [mail] only_to where readers are to get their mail")
    yield not_checked(hours.PAGES, "offline") if offline else hours.check_pages(settings.publication.url, seen)
    yield from _domain(settings, offline=offline, name_server=name_server)


def _log(settings: Settings) -> Iterator[Examined]:
    if file := settings.log.file:
        if file.is_dir():
            yield wrong("log", f"{file} is a folder", "name a file in [log] file")
        elif fault := unwritable([file]):
            yield wrong("log", fault.words, f"{fault.remedy}, or name another in [log] file")
        else:
            yield good("log", str(file))


def _logos(settings: Settings) -> Iterator[Examined]:
    if settings.brand.logo:
        lost = ", ".join(map(str, missing_logos(settings)))
        words = f"no such file: {lost}; readers see its alt text alone"
        yield wrong("logo", words, "put it there, or mend [brand] logo") if lost else good("logo", "it is there")


def _database(
    settings: Settings, *, clock: Callable[[], datetime], environ: Mapping[str, str], elsewhere: datetime | None
) -> Iterator[Examined]:
    """Yield what the database and the work it tells of are like; where it cannot be opened, that alone."""
    try:
        for one in check_database(settings.database, thorough=False):
            words = "; ".join(one.problems)
            yield wrong(one.check, words, one.remedy) if words else good(one.check, str(settings.database))
        with open_newsroom(settings, clock=clock, environ=environ) as newsroom:
            yield hours.check_clock(
                clock(),
                jump=doubt_of_clock(newsroom),
                latest=latest_time(newsroom.db),
                elsewhere=elsewhere,
                zone=settings.publication.timezone,
                stopped=NOW_VARIABLE in environ,
            )
            yield from examine_work(newsroom)
    except StoreError as error:
        words, _, remedy = str(error).rpartition("; ")
        yield wrong("database", words or str(error), remedy or "restore a backup: docs/operations.md")
    except sqlite3.Error as error:
        words, _, remedy = explained(error, settings.database).partition("; ")
        yield wrong("database", words, remedy)
    except DigestError as error:
        yield wrong("database", str(error), "digest db check")


def _domain(settings: Settings, *, offline: bool, name_server: str) -> Iterator[Examined]:
    sender = settings.mail.from_address.rpartition("@")[2]
    checks: dict[str, Callable[[Names], Examined]] = {
        "sender's domain": lambda names: _replies(names, sender),
        spf.CHECK: lambda names: spf.check_spf(names, _envelope_domain(settings), server=_server(settings)),
        signing.CHECK: lambda names: _signing(settings, names, sender),
        dmarc.CHECK: lambda names: dmarc.check_dmarc(names, sender),
        alignment.CHECK: lambda names: _alignment(settings, names, sender),
    }
    reason = "offline" if offline else ""
    if settings.mail.transport is TransportName.OUTBOX:
        reason = "the outbox mails nobody"
    for check, judge in checks.items():
        try:
            yield not_checked(check, reason) if reason else judge(Names(name_server))
        except NoAnswer as error:
            yield not_checked(check, f"the DNS does not answer: {error}")


def _replies(names: Names, sender: str) -> Examined:
    if names.mail_servers(sender) or names.addresses(sender):
        return good("sender's domain", f"{sender} takes mail, so replies and bounces arrive")
    remedy = f"publish an MX record at {sender}, or set [mail] from to an address that takes mail"
    return wrong("sender's domain", f"{sender} has no mail server: many receivers turn its mail away", remedy)


def _envelope_domain(settings: Settings) -> str:
    """Return the domain that SPF is asked for: that of the bounce address."""
    mail = settings.mail
    address = mail.smtp.bounce_address if mail.transport is TransportName.SMTP else ""
    return (address or mail.from_address).rpartition("@")[2]


def _server(settings: Settings) -> str:
    """Return the mail server, if it is another machine."""
    host = settings.mail.smtp.host
    return host if settings.mail.transport is TransportName.SMTP and host not in OWN_HOSTS else ""


def _signing(settings: Settings, names: Names, sender: str) -> Examined:
    dkim = settings.mail.dkim
    if settings.mail.transport is TransportName.SENDGRID:
        return signing.check_sendgrid_keys(names, sender)
    if dkim is None:
        return signing.signed_elsewhere()
    try:
        name, record = Signer(dkim).dns_record()
    except TransportError as error:
        return wrong(signing.CHECK, str(error), "docs/smtp.md")
    return signing.check_own_key(names, name=name, record=record, signed_by=dkim.domain, sender=sender)


def _alignment(settings: Settings, names: Names, sender: str) -> Examined:
    """SendGrid signs and takes bounces as the account says, which cannot be seen from here."""
    if settings.mail.transport is TransportName.SENDGRID:
        return alignment.check_alignment(names, sender)
    signed_by = settings.mail.dkim.domain if settings.mail.dkim else ""
    return alignment.check_alignment(names, sender, signed_by=signed_by, bounces_to=_envelope_domain(settings))
