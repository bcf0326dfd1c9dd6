"""Keeps mail from everybody but those a staging set-up names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def allowed(address: str, only_to: Collection[str]) -> bool:
    """Tell whether `mail.only_to` (addresses, or `@domain`; matched ignoring case) lets this address be mailed.

    >>> allowed("Ana@Herald.example", ["@herald.example"])
    True
    """
    if not only_to:
        return True
    wanted = address.casefold()
    return any(wanted.endswith(entry) if entry[:1] == "@" else wanted == entry for entry in map(str.casefold, only_to))
