"""Takes addresses apart, whatever state they are in."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def scheme(address: str) -> str:
    """Return the scheme in lower case; empty where there is none."""
    found = _SCHEME.match(address)
    return found[1].casefold() if found else ""


def host(address: str) -> str:
    """Return the host in lower case; empty where there is none."""
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""


def suffix(address: str) -> str:
    """Return how the name of the file at an address ends, in lower case and without the dot."""
    try:
        name = urlsplit(address.strip()).path.rpartition("/")[2]
    except ValueError:
        return ""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def is_web(address: str) -> bool:
    """Tell whether an address is a whole one of the web."""
    return scheme(address) in ("http", "https") and bool(host(address))
