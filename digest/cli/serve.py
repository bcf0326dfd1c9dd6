"""`digest serve`: what stands in public."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urljoin, urlsplit

import typer

from digest.cli.context import session
from digest.cli.output import note


def serve(
    ctx: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen at; behind a web server, leave it.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 is any free port.")] = 8000,
) -> None:
    """Serve the public pages until Ctrl-C or SIGTERM; also while a send is under way.

    Readers subscribe, confirm, choose, pause and leave there, and read back issues. It writes the mails that confirm,
    and takes in what SendGrid reports. With -v it logs a line for each request, without whose it was.

    Example: digest serve --port 8000
    """
    from digest.pipeline.publishing.serving import serve_public

    with session(ctx).newsroom() as newsroom:
        quiet = session(ctx).quiet
        if not newsroom.settings.mail.sendgrid.webhook_key:
            note("the webhook takes nothing: mail.sendgrid.webhook_key is not set", quiet=quiet)
        pages = urlsplit(newsroom.settings.publication.url).path
        serve_public(
            newsroom,
            host=host,
            port=port,
            on_ready=lambda url: note(f"serving at {urljoin(url, pages)}; end it with Ctrl-C", quiet=quiet),
            tell=lambda trouble: note(f"digest: {trouble}"),
        )
