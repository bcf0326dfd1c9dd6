"""The indexes of what went awry: they hold that alone, and lead everybody who looks for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from digest.model.delivery import DeliveryStatus
from digest.store.database import migrate, open_database
from digest.store.mail import deliveries, events, line
from digest.store.schema.awry_tables import AWRY
from digest.store.upkeep import adoption
from tests.store.test_variants import half_sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

ASKED = {
    "status": "", "issue": 1, "want": 1, "now": "", "lane": "", "variant": 1, "first": 1, "last": 9,
}  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Database]:
    """A ledger that an earlier version made, with a delivery of each status."""
    half_sent(tmp_path / "digest.db", [status.value for status in DeliveryStatus], before="m013_awry")
    migrate(tmp_path / "digest.db")
    db = open_database(tmp_path / "digest.db")
    yield db
    db.close()


def test_they_hold_what_waits_was_refused_came_back_or_is_not_known(ledger: Database) -> None:
    for index in ("deliveries_awry", "deliveries_awry_of_subscriber"):
        found = ledger.conn.execute(f"SELECT status FROM deliveries INDEXED BY {index} WHERE {AWRY}").fetchall()
        assert sorted(status for (status,) in found) == [
            "bounced", "complained", "deferred", "expired", "refused", "unknown",
        ]  # fmt: skip


@pytest.mark.parametrize("analysed", [False, True])
@pytest.mark.parametrize(
    "sql",
    [
        line.DUE, line.ANY, line.NEXT_TRY, deliveries.ANY_TO_CLAIM, deliveries.EXPIRE, deliveries.RESEND_UNKNOWN,
        deliveries.SKIP_UNKNOWN, events.ANY_OPEN, events.REFUSED, adoption.CLOSE_ISSUES,
    ],
)  # fmt: skip
def test_they_lead_to_the_few_of_an_issue(ledger: Database, sql: str, *, analysed: bool) -> None:
    if analysed:
        ledger.conn.execute("ANALYZE")
    asked = {name: value for name, value in ASKED.items() if f":{name}" in sql}
    steps = [step[3] for step in ledger.conn.execute(f"EXPLAIN QUERY PLAN {sql}", asked).fetchall()]
    assert [step for step in steps if re.search(r"deliveries_awry \(issue_id=\? AND status=\?", step)], steps
