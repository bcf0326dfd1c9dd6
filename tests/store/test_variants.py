"""Variants in the database: what an earlier version had frozen goes on as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Database

from digest.store.database import migrate, open_database
from digest.store.issues import variants
from digest.store.mail.line import Line
from digest.store.migrations import migrations
from subscribers.migrations import migrations as subscriber_migrations
from tests.store.conftest import NOW

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

ISSUE = """
INSERT INTO issues (id, edition, slot, label, state, cutoff, created_at)
VALUES (7, 'daily', '2026-11-23T00:00:00Z', '2026-11-23', 'sending', '2026-11-23T00:00:00Z', '2026-11-23T00:00:00Z')
"""
VARIANT = """
INSERT INTO variants (id, issue_id, key, subject, preheader, html, text, message, sender, token_mark, reason_mark)
VALUES (3, 7, 'pt-BR', 'News', 'More', '<p>', 't', x'6d00ff', 'digest@herald.example', 'tt', 'rr')
"""
DELIVERY = """
INSERT INTO deliveries (issue_id, variant_id, subscriber_id, address, address_key, name, list, list_title, joined_at,
    epoch, status) VALUES (7, 3, :id, :id, :id, '', 'daily', 'Daily', '2026-11-01T00:00:00Z', 0, :status)
"""


def half_sent(path: Path, statuses: Iterable[str], *, before: str) -> None:
    """Make a database as it was before a step of the schema, with an issue of deliveries that stand so."""
    old = Database(path)
    migrations.apply(old, stop_before=before)
    subscriber_migrations.apply(old)
    with old.conn:
        old.conn.execute(ISSUE)
        old.conn.execute(VARIANT)
        for number, status in enumerate(statuses, 1):
            old.conn.execute(DELIVERY, {"id": number, "status": status})
    old.close()


def test_an_issue_half_sent_by_an_earlier_version_is_taken_up_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "digest.db"
    half_sent(path, ["accepted", "pending", "pending"], before="m008_variants")
    assert "digest: m008_variants" in migrate(path)
    db = open_database(path)
    found = variants.whole(db, 7)
    assert found is not None
    assert found == variants.fetch(path, 3)
    assert (found.message, found.sender, found.name) == (b"m\x00\xff", "digest@herald.example", "pt-BR")
    assert (found.rendering.html, found.rendering.text, found.rendering.language) == ("<p>", "t", "pt-BR")
    assert variants.languages(db, 7) == {3: "pt-BR"}
    assert variants.count(db, 7) == 1
    (plan,) = variants.plans(db, 7)
    assert (plan.name, plan.recipients) == ("pt-BR", 3)
    line = Line(db, 7).pending("", 5, now=NOW)
    assert [(one.subscriber_id, one.variant_id) for one in line.recipients] == [(2, 3), (3, 3)]
    db.close()
