"""The app that stands in public: the pages for readers, SendGrid's webhook, and whether all is well."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from digest.web.pages import Failures, page_routes
from digest.web.request_log import RequestLog
from digest.web.safety import AbsoluteForm, NoTraceback, OneLength, SafeHeaders

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from digest.web.premises import Site
    from digest.web.webhook import Webhook

WEBHOOK_PATH = "/webhooks/sendgrid"
HEALTH_PATH = "/healthz"
MACHINES = (WEBHOOK_PATH, HEALTH_PATH)


def public_app(*, webhook: Webhook, healthy: Callable[[], bool], site: Site) -> Starlette:
    """Return the app; `healthy` is called in a thread of its own at each look.

    GET and HEAD change nothing.
    """

    async def health(_request: Request) -> Response:
        well = await asyncio.to_thread(healthy)
        return JSONResponse({"status": "ok" if well else "no database"}, 200 if well else 503)

    base = unquote(site.press.base)
    places = dict.fromkeys(("", base))  # a web server that passes on what is below the path alone finds them too
    failures = Failures(site, machines=frozenset(f"{place}{path}" for place in places for path in MACHINES))
    app = Starlette(
        routes=[
            *(Route(f"{place}{HEALTH_PATH}", health) for place in places),
            *(Route(f"{place}{WEBHOOK_PATH}", webhook.post, methods=["POST"]) for place in places),
            *page_routes(site),
        ],
        exception_handlers=failures.handlers(),
        middleware=[
            Middleware(AbsoluteForm),
            Middleware(RequestLog, base=base),
            Middleware(SafeHeaders),
            Middleware(OneLength),
            Middleware(NoTraceback, answer=failures.failed),
        ],
    )
    app.router.redirect_slashes = False  # a one-click POST gets no redirect (RFC 8058, 3.1), nor does a path trick
    return app
