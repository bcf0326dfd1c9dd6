"""Makes links absolute, and tells whether two links lead to the same story."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_SCHEMES = ("http", "https")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_SAFE = "%/:@!$&'()*+,;=?-._~[]"  # RFC 3986, 3.3 and 3.4, and the brackets that browsers leave alone

# Parameters that say who clicked or where the link stood, never which story it leads to.
_TRACKING_PREFIX = re.compile(r"(?:utm|itm|mtm|pk|piwik|matomo|at|ns|hsa|stm|guce)_|__hs|_hs", re.IGNORECASE)
_TRACKING_NAMES = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id mc_cid mc_eid igshid igsh mkt_tok
    hsctatracking vero_id vero_conv oly_enc_id oly_anon_id rb_clickid s_cid ml_subscriber ml_subscriber_hash wickedid
    _openstat _ga _gl cmp cmpid ocid smid ito xtor srnd guccounter sc_campaign ftag traffic_source echobox
"""
_TRACKING = frozenset(_TRACKING_NAMES.split())


def absolute(link: str, base: str) -> str:
    """Return `link` made absolute against `base`, or an empty string when it is not http or https.

    What names no other place than `base` itself, being empty or only a fragment, is no link.

    >>> absolute("../a b.html", "https://herald.example/news/")
    'https://herald.example/a%20b.html'
    """
    link = link.strip()
    try:
        joined = urljoin(base.strip(), link) if link[:1] not in {"", "#"} else ""
        parts = urlsplit(joined)
    except ValueError:
        return ""
    if parts.scheme not in _SCHEMES or not parts.hostname:
        return ""
    return urlunsplit(parts).replace(" ", "%20")


def canonical(url: str) -> str:
    """Return the form of a link under which two links to one story are equal; never raises, and is idempotent.

    By RFC 3986, 6.2: host in lower case and ASCII, no default port, escapes only where needed. Beyond it: http counts
    as https, `/a/` as `/a`, parameters are sorted by name, and those that only track the click go, as do fragments
    (but `#!`, which names a page) and credentials. `www.` stays. What is no web link is only stripped.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        return url.strip()
    if parts.scheme not in _SCHEMES or not host:
        return url.strip()
    place = host if port in (None, 80, 443) else f"{host}:{port}"
    fragment = _normal(parts.fragment) if parts.fragment.startswith("!") else ""
    path = _normal(parts.path).rstrip("/") or "/"
    return urlunsplit(("https", place, path, _query(parts.query), fragment))


def _query(query: str) -> str:
    kept = [part for part in _normal(query).split("&") if part and not _tracks(part.partition("=")[0])]
    return "&".join(sorted(kept, key=lambda part: part.partition("=")[0]))


def _tracks(name: str) -> bool:
    return name.lower() in _TRACKING or _TRACKING_PREFIX.match(name) is not None


def _ascii_host(host: str) -> str:
    """Return the host as it is looked up (RFC 3490), in brackets when it is an IPv6 address."""
    host = host.lower().rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return quote(host).lower()


def _normal(part: str) -> str:
    """Return a path, query or fragment with capital escapes and none for unreserved characters (RFC 3986, 6.2.2)."""
    return _ESCAPE.sub(_escape, _STRAY_PERCENT.sub("%25", quote(part, safe=_SAFE, errors="replace")))


def _escape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if character in _UNRESERVED else found[0].upper()
