"""The DMARC record that holds for a domain is found and judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.doctor.dmarc import check_dmarc
from digest.doctor.names import Names

if TYPE_CHECKING:
    from tests.doctor.conftest import NameServer


@pytest.mark.parametrize(
    ("place", "records", "health", "words"),
    [
        ("_dmarc.news.herald.example", ["v=DMARC1; p=reject"], "good", "_dmarc.news.herald.example: p=reject"),
        ("_dmarc.herald.example", ["v=DMARC1; p=quarantine; rua=mailto:x@y.example"], "good", "_dmarc.herald.example"),
        ("_dmarc.herald.example", ["v=DMARC1; p=none"], "doubtful", "p=none"),
        ("_dmarc.herald.example", ["v=DMARC1; p=block"], "wrong", "p=block"),
        ("_dmarc.herald.example", ["v=DMARC1; rua=mailto:x@y.example"], "wrong", "p=(missing)"),
        ("_dmarc.herald.example", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "wrong", "2 records"),
        ("_dmarc.herald.example", ["p=none; v=other"], "wrong", "has none"),
        ("_dmarc.example", ["v=DMARC1; p=reject"], "wrong", "has none"),
    ],
)
def test_a_record_is_judged(server: NameServer, place: str, records: list[str], health: str, words: str) -> None:
    server.txt(place, *records)
    found = check_dmarc(Names(server.address), "news.herald.example")
    assert found.health == health
    assert words in found.words
    assert bool(found.remedy) is (health != "good")
