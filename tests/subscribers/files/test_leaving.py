"""Names of files and columns, and a few words in a cell, tell of leaving in whatever language; others do not."""

from __future__ import annotations

import pytest

from subscribers.files.vocabulary.fields import Verdict
from subscribers.files.vocabulary.leaving import left_by, says, telling


@pytest.mark.parametrize("name", [
    "unsubscribed.csv", "unsubscribed_segment_export_8893817261.csv", "Opt-outs 2026.csv", "OptOuts.csv",
    "suppressed.txt", "blacklist.csv", "do-not-mail.csv", "no_mail.txt", "nonsubscribed_segment_export.csv",
    "never-subscribed.csv", "Abgemeldete.csv", "Kündigungen.csv", "nicht_mehr_anschreiben.csv", "désabonnés.csv",
    "De\u0301sinscriptions.csv",
    "bajas.csv", "descadastrados.csv", "disiscritti.csv", "uitgeschreven.csv", "отписались.csv", "配信停止.csv",
    "수신거부.csv", "denylist.csv", "rejects.csv", "DNM.csv", "désabos.csv", "erased.csv", "gdpr-erasures.csv",
    "ex-readers.csv", "lapsed.csv", "Löschungen.csv", "suspended.csv", "opposition.csv", "Robinsonliste.csv",
    "liste noire.csv", "czarna lista.csv", "zwarte lijst.csv", "opzeggers.csv", "rejets.csv", "anciens abonnés.csv",
    "bad_addresses.csv", "Kuendigungen.csv", "Newsletterabmeldungen.csv", "churned.csv",
])  # fmt: skip
def test_a_name_that_tells_of_leaving(name: str) -> None:
    assert left_by(name) is Verdict.UNSUBSCRIBED


@pytest.mark.parametrize(("name", "verdict"), [
    ("bounces.csv", Verdict.BOUNCED), ("hardBounces.csv", Verdict.BOUNCED),
    ("cleaned_segment_export_12.csv", Verdict.BOUNCED), ("spam_reports.csv", Verdict.COMPLAINED),
    ("rebotes.csv", Verdict.BOUNCED), ("Rückläufer.csv", Verdict.BOUNCED),
    ("unconfirmed.csv", Verdict.UNCONFIRMED), ("pending-2026.csv", Verdict.UNCONFIRMED),
    ("Ruecklaeufer.csv", Verdict.BOUNCED), ("plaintes.csv", Verdict.COMPLAINED),
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


@pytest.mark.parametrize("name", ["Never email again", "No molestar", "Não perturbe", "Nein danke", "Не присылать"])
def test_a_name_may_tell_who_left_though_not_how(name: str) -> None:
    assert telling(name)


@pytest.mark.parametrize("text", [
    "Newsletter Abgemeldet", "unsubscriber", "Unsubscribed user", "Ne plus écrire", "Do Not Disturb", "Bounce Rule",
    "Newsletter-Abmeldung", "non_transactional", "newsletterAbgemeldet", "Boletín: cancelado", "Cancel subscription",
    "Cancellation 3/2024", "Removal", "Removed Lisbon", "Kündigung Abo",
    "Ex-abonné", "Former reader", "ehemaliger Abonnent", "antiguo suscriptor",
])  # fmt: skip
def test_a_few_words_tell_of_leaving(text: str) -> None:
    assert says(text, of_people=False)


@pytest.mark.parametrize("text", ["Former patron", "Declined patron", "closed", "Expired member", "Ex-member"])
def test_of_people_more_words_do(text: str) -> None:
    assert (says(text, of_people=False), says(text, of_people=True)) == (False, True)


@pytest.mark.parametrize(
    "text", ["", "Lisbon", "Active patron", "not unsubscribed", "no bounce", "subscriber", "Exeter"]
)
def test_other_words_tell_of_none(text: str) -> None:
    assert not says(text, of_people=True)


@pytest.mark.parametrize("text", [
    "Cancel culture", "Removals Ltd", "Ex-Yugoslavia", "Former East Germany", "Résilience climatique",
    "Kündigungsschutz Berlin", "Widerspruch gegen Kohle", "Fire suppression", "Complaints desk", "Left Bank",
])  # fmt: skip
def test_words_that_may_be_of_anything_tell_of_none_beside_others(text: str) -> None:
    assert not says(text, of_people=False)
