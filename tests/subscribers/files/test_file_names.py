"""A file's name tells that those in it left, in whatever language, and no other name does."""

from __future__ import annotations

import pytest

from subscribers.files.fields import Verdict
from subscribers.files.file_names import left_by


@pytest.mark.parametrize("name", [
    "unsubscribed.csv", "unsubscribed_segment_export_8893817261.csv", "Opt-outs 2026.csv", "OptOuts.csv",
    "suppressed.txt", "blacklist.csv", "do-not-mail.csv", "no_mail.txt", "nonsubscribed_segment_export.csv",
    "never-subscribed.csv", "Abgemeldete.csv", "Kündigungen.csv", "nicht_mehr_anschreiben.csv", "désabonnés.csv",
    "De\u0301sinscriptions.csv",
    "bajas.csv", "descadastrados.csv", "disiscritti.csv", "uitgeschreven.csv", "отписались.csv", "配信停止.csv",
    "수신거부.csv", "denylist.csv", "rejects.csv", "DNM.csv", "désabos.csv", "erased.csv", "gdpr-erasures.csv",
    "ex-readers.csv", "lapsed.csv", "Löschungen.csv", "suspended.csv", "opposition.csv", "Robinsonliste.csv",
    "bad_addresses.csv",
])  # fmt: skip
def test_a_name_that_tells_of_leaving(name: str) -> None:
    assert left_by(name) is Verdict.UNSUBSCRIBED


@pytest.mark.parametrize(("name", "verdict"), [
    ("bounces.csv", Verdict.BOUNCED), ("hardBounces.csv", Verdict.BOUNCED),
    ("cleaned_segment_export_12.csv", Verdict.BOUNCED), ("spam_reports.csv", Verdict.COMPLAINED),
    ("rebotes.csv", Verdict.BOUNCED), ("Rückläufer.csv", Verdict.BOUNCED), ("plaintes.csv", Verdict.COMPLAINED),
])  # fmt: skip
def test_it_may_tell_why(name: str, verdict: Verdict) -> None:
    assert left_by(name) is verdict


@pytest.mark.parametrize("name", [
    "subscribed.csv", "not-unsubscribed.csv", "readers-without-bounces.csv", "dupes_removed.csv", "members.csv",
    "standard input",
    "online-plus.csv", "wine_passport.csv", "leftovers.csv", "deadlines.csv", "experts.csv",
    "nonprofit-readers.csv", "subscribed_segment_export_1.csv",
    "alle außer abgemeldete ohne Abmeldungen.csv", "",
])  # fmt: skip
def test_any_other_name(name: str) -> None:
    assert left_by(name) is None
