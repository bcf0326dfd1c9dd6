"""Gathers everything that is kept about one person, for whoever asks what that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from digest.store.mail import letters
from digest.store.mail.traces import traces_of
from subscribers.addresses import parse
from subscribers.files.intake.imports import before_imports, suppressed_before
from subscribers.forgetting import addresses_of
from subscribers.records import find
from subscribers.roster import Roster
from subscribers.suppressions import Suppressions

if TYPE_CHECKING:
    from digest.pipeline.newsroom import Newsroom

_DELIVERY = (
    "issue", "address", "name", "list", "list_title", "joined_at", "status", "attempts", "via", "code", "detail",
    "changed_at", "retry_at",
)  # fmt: skip
_EVENT = ("kind", "fault", "source", "code", "detail", "at", "seen_at")


def everything(newsroom: Newsroom, address: str) -> dict[str, Any]:
    """Return the complete personal record: what the roster has, and every mail, event, suppression and soft bounce.

    Raises:
        UnknownSubscriber: nobody on the roster has this address.
    """
    number = find(newsroom.db, address)
    record, keys = Roster(newsroom.db).show(address).as_dict(), addresses_of(newsroom.db, number)
    current = Suppressions(newsroom.db).about(keys[:1])
    traces = traces_of(newsroom.db, number, keys)
    issues = {one["id"]: one["issue"] for one in traces.deliveries}
    return record | {
        "epoch": Roster(newsroom.db).epoch(number),
        "former_addresses": [parse(key).display for key in keys[1:]],
        "before_imports": before_imports(newsroom.db, number),
        "suppressed_before": suppressed_before(newsroom.db, keys),
        "suppressions": [
            one.as_dict() | {"former": one not in current} for one in Suppressions(newsroom.db).about(keys)
        ],
        "deliveries": [{name: one[name] for name in _DELIVERY} for one in traces.deliveries],
        "events": [
            {"issue": issues.get(one["delivery_id"], "")} | {name: one[name] for name in _EVENT}
            for one in traces.events
        ],
        "letters": letters.of_subscriber(newsroom.db, number),
        "soft_bounces": list(traces.soft_bounces),
    }
