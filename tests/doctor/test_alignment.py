"""Who signs and who takes the bounces is held against the domain of From, as strictly as its DMARC record asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.doctor.alignment import are_aligned, check_alignment
from digest.doctor.names import Names

if TYPE_CHECKING:
    from tests.doctor.conftest import NameServer

OURS, BELOW, FOREIGN = "herald.example", "mail.herald.example", "provider.example"


def test_domains_are_aligned_where_one_stands_under_the_other() -> None:
    assert are_aligned("herald.example", "Herald.example.")
    assert are_aligned("mail.herald.example", "herald.example")
    assert not are_aligned("mail.herald.example", "herald.example", strictly=True)
    assert not are_aligned("notherald.example", "herald.example")


@pytest.mark.parametrize(
    ("record", "signed_by", "bounces_to", "health", "words"),
    [
        ("p=reject", OURS, OURS, "good", "DKIM and SPF count for herald.example"),
        ("p=reject", BELOW, BELOW, "good", "DKIM and SPF count"),
        ("p=reject; adkim=s; aspf=s", OURS, OURS, "good", "DKIM and SPF count"),
        ("p=reject; aspf=s", OURS, BELOW, "good", "DKIM counts for herald.example; SPF is for mail.herald.example"),
        ("p=reject; adkim=s", BELOW, OURS, "doubtful", "DKIM is for mail.herald.example (adkim=s)"),
        ("p=reject; adkim=s; aspf=s", BELOW, BELOW, "wrong", "so that every mail fails"),
        ("p=none; ADKIM=S; aspf=s", BELOW, FOREIGN, "wrong", "SPF is for provider.example (aspf=s)"),
        ("p=reject", FOREIGN, FOREIGN, "wrong", "DKIM is for provider.example (adkim=r)"),
        ("p=reject; aspf=s", "", BELOW, "doubtful", "SPF is for mail.herald.example (aspf=s)"),
        ("p=reject; adkim=s", "", OURS, "good", "SPF counts"),
        ("p=reject; adkim=s", "", "", "not checked", "doctor --delivered"),
    ],
)
def test_what_counts_is_told(
    server: NameServer, record: str, signed_by: str, bounces_to: str, health: str, words: str
) -> None:
    server.txt("_dmarc.herald.example", f"v=DMARC1; {record}")
    found = check_alignment(Names(server.address), OURS, signed_by=signed_by, bounces_to=bounces_to)
    assert found.health == health, found
    assert words in found.words
    assert bool(found.remedy) is (health in ("doubtful", "wrong"))


@pytest.mark.parametrize("records", [[], ["v=DMARC1; p=none", "v=DMARC1; p=reject"]])
def test_without_one_record_nothing_is_held_against_anything(server: NameServer, records: list[str]) -> None:
    server.txt("_dmarc.herald.example", *records)
    assert check_alignment(Names(server.address), OURS, signed_by=OURS).health == "not checked"
