"""Serves what stands in public: takes in what SendGrid posts, and answers whether all is well."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.errors import StoreError
from digest.events.signature import WebhookKey
from digest.pipeline.returns import take_in
from digest.store.database import be_patient, open_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

    from digest.pipeline.newsroom import Newsroom

# A post waits so long for another process's commit before SendGrid is asked to come again.
PATIENCE = timedelta(seconds=5)

LAST_REQUESTS = 10  # seconds that requests under way have to end


def app_of(newsroom: Newsroom, *, patience: timedelta = PATIENCE) -> Starlette:
    """Return the public app of a newsroom, whose database connection is from now on the app's.

    Raises:
        ConfigError: the webhook's key is none.
    """
    from digest.web.public import public_app
    from digest.web.webhook import Webhook

    given = newsroom.settings.mail.sendgrid.webhook_key
    be_patient(newsroom.db, patience)
    webhook = Webhook(
        WebhookKey(given) if given else None, take_in=lambda events: take_in(newsroom, events), now=newsroom.now
    )
    return public_app(webhook=webhook, healthy=lambda: healthy(newsroom))


def serve_public(newsroom: Newsroom, *, host: str, port: int, on_ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Raises:
        ConfigError: the webhook's key is none.
        UsageError: the port cannot be had.
    """
    from digest.web.server import serve

    serve(app_of(newsroom), host=host, port=port, on_ready=on_ready, patience=LAST_REQUESTS)


def healthy(newsroom: Newsroom) -> bool:
    """Tell whether the database answers, and is the one this program knows; asked through a connection of its own."""
    try:
        open_database(newsroom.settings.database).close()
    except (StoreError, sqlite3.Error):
        return False
    return True
