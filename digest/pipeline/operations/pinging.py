"""Calls an address outside, so that somebody notices when runs fail or come no more; never fails itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

_log = logging.getLogger(__name__)


def ping(url: str, *, timeout: timedelta) -> None:
    """Call an address once, for no longer than `timeout`; an empty one is not called.

    The address may hold a key of the service, so it is in no message.
    """
    if not url:
        return
    import urllib3

    patience = urllib3.Timeout(total=timeout.total_seconds())
    try:
        with urllib3.PoolManager(retries=False) as pool:
            status = pool.request("GET", url, timeout=patience, redirect=False).status
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        _log.warning("a health ping did not get through: %s", type(error).__name__)
    else:
        if status >= 400:
            _log.warning("a health ping was answered with %d", status)
