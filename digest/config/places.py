"""Reads the values of digest.toml that name a place: zones, languages, web addresses, hosts, variables."""

from __future__ import annotations

import re
from difflib import get_close_matches
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from digest.config.plain import show, text

# Known to Babel for certain; loading Babel only to hear so would slow down the start of every command.
COMMON_LANGUAGES = frozenset({"ar", "de", "en", "en-GB", "en-US", "es", "fr", "it", "nl", "pl", "pt", "pt-BR", "pt-PT"})

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9-]+(\.[a-z0-9-]+)*)(:(?P<port>[0-9]{1,5}))?"
    r"(?P<path>(/[a-z0-9._~%@:+=-]*)*)",
    re.IGNORECASE,
)
_LOOPBACK = re.compile(r"localhost|127(\.[0-9]{1,3}){3}|\[::1\]")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]+")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LAST_PORT = 65535
_USUAL_PORTS = {"http": 80, "https": 443}  # which browsers leave out of an origin


def zone(value: object) -> str:
    """Read the IANA name of a time zone that this machine knows."""
    name = text(value)
    try:
        return ZoneInfo(name).key
    except (ValueError, LookupError, OSError):
        near = get_close_matches(name, sorted(available_timezones()), n=1)
        hint = f"did you mean {near[0]!r}?" if near else "write one such as Europe/Lisbon or UTC"
        raise ValueError(f"{show(name)} is not a time zone; {hint}") from None


def language(value: object) -> str:
    """Read a language tag (BCP 47) whose words and dates we can write; its letters come back in the usual case."""
    tag = text(value)
    if tag in COMMON_LANGUAGES:
        return tag
    if not _LANGUAGE.fullmatch(tag) or not _known_to_babel(tag):
        raise ValueError(f"{show(tag)} is not a language we know; write its tag, such as en, pt-BR or zh-Hant")
    first, *rest = tag.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) > 2 else part.upper() for part in rest)])


def _known_to_babel(tag: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def web_address(value: object) -> str:
    """Read the base of web addresses, https except on this machine itself; no slash or usual port stays at its end."""
    address = text(value)
    if re.match(r"[^/]*//[^/]*@", address):
        raise ValueError("a web address here holds no user name or password; leave out what stands before the @")
    match = _URL.fullmatch(address)
    if not match or int(match["port"] or 0) > _LAST_PORT:
        raise ValueError(f"{show(address)} is not an ASCII web address such as https://herald.example, without ? or #")
    scheme, host = match["scheme"].lower(), match["host"].lower()
    if scheme == "http" and not _LOOPBACK.fullmatch(host):
        raise ValueError(f"{show(address)} is not safe; write https:// (http:// is only for this machine itself)")
    port = f":{match['port']}" if match["port"] and int(match["port"]) != _USUAL_PORTS[scheme] else ""
    return f"{scheme}://{host}{port}{match['path']}".rstrip("/")


def ping_address(value: object) -> str:
    """Read an address to be called as it stands; it may hold a key, so it is in no message."""
    address = text(value)
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or not address.isascii() or " " in address:
        raise ValueError("this is not a web address such as https://hc-ping.com/your-key")
    return address


def host(value: object) -> str:
    """Read the name or IP address of a server, without its port."""
    name = text(value)
    if not _HOST.fullmatch(name):
        raise ValueError(f"{show(name)} is not a host such as mail.herald.example or 127.0.0.1, without a port")
    return name


def variable(value: object) -> str:
    """Read the name of an environment variable; a value that is none may be the secret itself and is never shown."""
    if not isinstance(value, str) or not _VARIABLE.fullmatch(value):
        raise ValueError("this is not the name of an environment variable; write one such as DIGEST_SMTP_PASSWORD")
    return value
