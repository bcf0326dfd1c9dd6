"""Seals a form to the page it stands on, so that only one of ours, sent from there and not too late, does anything."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from datetime import datetime

    from starlette.requests import Request

VALID_FOR = 24 * 3600  # seconds

_STAMP = 5  # bytes
_LENGTH = _STAMP + 16


@dataclass(frozen=True, slots=True)
class Seals:
    """Makes and checks seals with a secret of the database; no cookie and no table is needed."""

    secret: bytes

    def make(self, page: str, *, now: datetime) -> str:
        """Return the seal of a page (its name and, if it has one, its token): 28 URL-safe characters."""
        stamp = int(now.timestamp()).to_bytes(_STAMP)
        return urlsafe_b64encode(stamp + self._tag(page, stamp)).decode()

    def holds(self, seal: str, page: str, *, now: datetime) -> bool:
        """Tell whether a seal is of this page and no older than a day."""
        return self.is_ours(seal, page) and -60 <= now.timestamp() - int.from_bytes(_raw(seal)[:_STAMP]) <= VALID_FOR

    def is_ours(self, seal: str, page: str) -> bool:
        """Tell whether a seal was made for this page, however long ago; compared in constant time."""
        raw = _raw(seal)
        return len(raw) == _LENGTH and hmac.compare_digest(raw[_STAMP:], self._tag(page, raw[:_STAMP]))

    def _tag(self, page: str, stamp: bytes) -> bytes:
        return hmac.digest(self.secret, stamp + page.encode("utf-8", "surrogatepass"), "sha256")[: _LENGTH - _STAMP]


def _raw(seal: str) -> bytes:
    try:
        return urlsafe_b64decode(seal.encode("ascii"))
    except ValueError:
        return b""


def comes_from_elsewhere(request: Request, *, public_url: str) -> bool:
    """Tell whether a browser says that another site made this request (Fetch Metadata; RFC 6454, 7).

    An Origin of `null` is that of a sandbox, or of a page that hides where it stands; no form of ours is sent from one.
    Old browsers and programs say nothing, and the form's seal must do.
    """
    site = request.headers.get("sec-fetch-site", "")
    if site:
        return site not in {"same-origin", "none"}
    host, public = request.headers.get("host", ""), urlsplit(public_url)
    ours = {f"{public.scheme}://{public.netloc}", f"https://{host}", f"http://{host}"}
    origin = request.headers.get("origin")
    return origin is not None and origin not in ours
