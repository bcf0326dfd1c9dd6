"""The addresses of our own pages that stand in every mail; `digest serve` answers them."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit


def unsubscribe_url(base: str, token: str) -> str:
    """Return the one-click unsubscribe address (RFC 8058): POST leaves, GET shows a page."""
    return f"{base}/u/{token}"


def preferences_url(base: str, token: str) -> str:
    """Return the address of a reader's own preferences."""
    return f"{base}/p/{token}"


def view_url(base: str, token: str) -> str:
    """Return the address of a reader's own copy of the issue."""
    return f"{base}/v/{token}"


def confirm_url(base: str, token: str) -> str:
    """Return the address that the one link of a confirmation mail leads to: GET shows a page, POST confirms."""
    return f"{base}/c/{token}"


def media_url(base: str) -> str:
    """Return the address below which the files of the media folder stand."""
    return f"{base}/media/"


def media_path(address: str, *, base: str) -> str:
    """Return where in the media folder the file of an address stands; `base` is what `media_url` returned."""
    return unquote(urlsplit(address.removeprefix(base)).path)


def issue_url(base: str, issue: str) -> str:
    """Return the public address of an issue named `edition/label`."""
    return f"{base}/archive/{issue.replace(':', '')}"


def archive_url(base: str, edition: str) -> str:
    """Return the public address of an edition's back issues."""
    return f"{base}/archive/{edition}"


def year_url(base: str, edition: str, year: str) -> str:
    """Return the public address of what was sent of an edition in a year."""
    return f"{base}/archive/{edition}/{year}"


def rss_url(base: str, edition: str) -> str:
    """Return the address of an edition's feed as RSS 2.0."""
    return f"{base}/archive/{edition}/rss.xml"


def json_feed_url(base: str, edition: str) -> str:
    """Return the address of an edition's feed as JSON Feed 1.1."""
    return f"{base}/archive/{edition}/feed.json"
