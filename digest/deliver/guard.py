"""Keeps mail from everybody but those a staging set-up names."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def allowed(address_key: str, only_to: Collection[str]) -> bool:
    """Tell whether `mail.only_to` (keys of addresses, and of domains as `@domain`) lets who has this key be mailed.

    >>> allowed("ana@herald.example", ["@herald.example"])
    True
    """
    return not only_to or address_key in only_to or address_key[address_key.find("@") :] in only_to
