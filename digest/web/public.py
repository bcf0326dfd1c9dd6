"""The app that stands in public: SendGrid's webhook, and whether all is well."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from digest.web.safety import SafeHeaders

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from digest.web.webhook import Webhook

WEBHOOK_PATH = "/webhooks/sendgrid"


def public_app(*, webhook: Webhook, healthy: Callable[[], bool], pages: Sequence[BaseRoute] = ()) -> Starlette:
    """Return the app; `pages` are for readers, and `healthy` is called in a thread of its own at each look.

    GET and HEAD change nothing.
    """

    async def health(_request: Request) -> Response:
        well = await asyncio.to_thread(healthy)
        return JSONResponse({"status": "ok" if well else "no database"}, 200 if well else 503)

    return Starlette(
        routes=[
            Route("/healthz", health),
            Route(WEBHOOK_PATH, webhook.post, methods=["POST"]),
            *pages,
        ],
        middleware=[Middleware(SafeHeaders)],
    )
