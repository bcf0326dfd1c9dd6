"""Calls an address outside, so that somebody notices when runs fail or come no more; never fails itself."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

_log = logging.getLogger(__name__)


def ping(url: str, *, timeout: timedelta) -> bool:
    """Call an address once, for no longer than `timeout`; tell whether it answered well. An empty one is not called.

    The address may hold a key of the service, so it is in no message.
    """
    if not url:
        return False
    import urllib3

    patience = urllib3.Timeout(total=timeout.total_seconds())
    try:
        with urllib3.PoolManager(retries=False) as pool:
            status = pool.request("GET", url, timeout=patience, redirect=False).status
    except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        _log.warning("a health ping did not get through: %s", type(error).__name__)
        return False
    if status >= 400:
        _log.warning("a health ping was answered with %d", status)
    return status < 400
