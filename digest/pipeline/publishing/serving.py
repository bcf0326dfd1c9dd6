"""Serves what stands in public: the pages for readers, what SendGrid posts, and whether all is well."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.errors import StoreError
from digest.events.signature import WebhookKey
from digest.pipeline.letters.clerk import Clerk
from digest.pipeline.returns.returns import take_in
from digest.store.database import be_patient, open_database
from digest.store.upkeep.presence import Presence
from subscribers.keys import secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from starlette.applications import Starlette

    from digest.model.event import Event
    from digest.pipeline.newsroom import Newsroom
    from digest.web.premises import Site

# A post waits so long for another process's commit before SendGrid is asked to come again.
PATIENCE = timedelta(seconds=5)

LAST_REQUESTS = 10  # seconds that requests under way have to end


@contextmanager
def app_of(
    newsroom: Newsroom, *, patience: timedelta = PATIENCE, wake: Callable[[], None] = lambda: None
) -> Iterator[Starlette]:
    """Yield the public app of a newsroom, whose database connection is from now on the app's.

    `wake` is called when a page has set something going.

    Raises:
        ConfigError: the webhook's key is none.
    """
    from digest.web.public import public_app
    from digest.web.webhook import Webhook

    given = newsroom.settings.mail.sendgrid.webhook_key
    be_patient(newsroom.db, patience)
    presence = Presence(newsroom.settings.database)

    def commit(events: Sequence[Event]) -> None:
        presence.check()
        take_in(newsroom, events)

    webhook = Webhook(WebhookKey(given) if given else None, take_in=commit, now=newsroom.now)
    with _site(newsroom, patience=patience, wake=wake, presence=presence) as site:
        yield public_app(webhook=webhook, healthy=lambda: healthy(newsroom, presence), site=site)


def serve_public(
    newsroom: Newsroom, *, host: str, port: int, on_ready: Callable[[str], None], tell: Callable[[str], None]
) -> None:
    """Serve until Ctrl-C or SIGTERM; `tell` hears of trouble.

    Raises:
        ConfigError: the webhook's key is none.
        UsageError: the port cannot be had.
    """
    from digest.web.server import serve

    with Clerk(newsroom, tell=tell) as clerk, app_of(newsroom, wake=clerk.wake) as app:
        serve(
            app,
            host=host,
            port=port,
            on_ready=on_ready,
            patience=LAST_REQUESTS,
            trusted_proxies=newsroom.settings.pages.trusted_proxies,
        )


def healthy(newsroom: Newsroom, presence: Presence) -> bool:
    """Tell whether the database answers, and is the one this program knows; asked through a connection of its own."""
    try:
        presence.check()
        open_database(newsroom.settings.database).close()
    except (StoreError, sqlite3.Error):
        return False
    return True


@contextmanager
def _site(newsroom: Newsroom, *, patience: timedelta, wake: Callable[[], None], presence: Presence) -> Iterator[Site]:
    """Yield what the pages share, with connections of their own for reading and for writing."""
    from digest.web.desk import ReadersDesk
    from digest.web.premises import Site
    from digest.web.press import Press
    from digest.web.seal import Seals

    with ExitStack() as stack:
        reading, writing = (open_database(newsroom.settings.database) for _ in range(2))
        for db in (reading, writing):
            stack.callback(db.close)
            be_patient(db, patience)
        desk = ReadersDesk(replace(newsroom, db=reading), replace(newsroom, db=writing), check=presence.check)
        stack.callback(desk.close)
        yield Site(
            desk=desk,
            press=Press(newsroom.settings, now=newsroom.now),
            seals=Seals(secret(newsroom.db, "forms")),
            wake=wake,
        )
