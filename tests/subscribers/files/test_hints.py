"""The words in a column's name hint at whether it says who is to be mailed, in the languages of newsrooms."""

from __future__ import annotations

import pytest

from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.hints import Hint, hint_of, of_standings


def seen(name: str) -> Hint:
    hint = hint_of(name)
    assert hint
    return hint


@pytest.mark.parametrize("name", [
    "Aktiv", "actif", "activo", "ativo", "email_opt_in", "emailOptIn", "newsletter_subscribed", "Newsletter abonniert",
    "emails_enabled", "allow_email", "Receive emails", "Consent", "GDPR consent", "Einwilligung", "Werbeeinwilligung",
    "Zustimmung", "Marketing permission", "valid", "mail erlaubt", "Mail OK", "Consent (yes/no)", "Marketing emails",
    "Recevoir la newsletter", "email_digests", "Abo (1=ja 0=nein)",
    "Consentimiento", "Autorizado", "Aceita receber e-mails", "Consent given",
])  # fmt: skip
def test_a_word_of_consent_alone_is_plain(name: str) -> None:
    assert (seen(name).field, seen(name).plain) == (Field.SUBSCRIBED, True)


@pytest.mark.parametrize("name", [
    "Austritt", "Ausgetreten am", "Beendet am", "Exit date", "Quit date", "End date", "Ended", "Stopped", "Resigned",
    "churned", "stop_mail", "Newsletter stop", "Parti le", "Fecha de salida", "Saiu em", "no consent", "nicht aktiv",
    "Consent refused", "Fecha baja", "Leaving date", "Gelöscht",
    "Liste noire", "Kein Newsletter", "Bloqueado", "Werbesperre", "Marketing Suspended", "suspended_at", "Trashed",
    "Mailsperre", "Rückläufer", "Liste rouge", "Opposition", "Rebote", "Devolvido", "Escluso", "Geblokkeerd",
    "Ungültig", "Former", "Bad email", "Ex-subscriber", "On hold", "Denylisted", "Wil geen nieuwsbrief",
    "Ne veut pas de newsletter",
])  # fmt: skip
def test_a_word_of_leaving_or_a_consent_denied_is_of_who_left(name: str) -> None:
    assert (seen(name).field, seen(name).plain) == (Field.UNSUBSCRIBED, True)


@pytest.mark.parametrize("name", ["Email bestätigt", "DOI", "Newsletter confirmed"])
def test_a_word_of_confirming_is_of_who_confirmed(name: str) -> None:
    assert (seen(name).field, seen(name).plain) == (Field.CONFIRMED, True)


@pytest.mark.parametrize("name", ["Newsletter status", "Newsletterstatus", "Abonnementsstatus", "Nieuwsbriefstatus"])
def test_the_status_of_a_newsletter_is_one_of_readers_however_it_is_written(name: str) -> None:
    assert seen(name).status


@pytest.mark.parametrize("name", ["Contact status", "Kontaktstatus", "Mitgliedsstatus", "Inschrijfstatus"])
def test_any_other_status_may_be_one_of_readers(name: str) -> None:
    assert of_standings(name)
    assert hint_of(name) is None


@pytest.mark.parametrize("name", ["Active subscription", "Contract end", "Consent for partners", "not ended"])
def test_beside_other_words_it_is_not_plain(name: str) -> None:
    assert not seen(name).plain


@pytest.mark.parametrize("name", [
    "Ne souhaite plus recevoir", "Möchte keinen Newsletter mehr", "Doesn't want email", "Non vuole più ricevere",
    "Wrong address", "Dirección incorrecta",
])  # fmt: skip
def test_a_consent_denied_beside_other_words_is_of_who_left(name: str) -> None:
    assert (seen(name).field, seen(name).plain) == (Field.UNSUBSCRIBED, False)


@pytest.mark.parametrize("name", ["active_since", "Valid from", "Consent text", "Consent date", "opt_in_source"])
def test_a_name_may_tell_something_about_a_consent_rather_than_whether_there_is_one(name: str) -> None:
    assert seen(name).detail


@pytest.mark.parametrize("name", [
    "Endorsement", "Weekend", "Vendor", "Gender", "Kalender", "Activity score", "Age", "Ort", "Company", "Country",
    "SMS consent", "Phone opt-in", "Cookie consent", "Week-end", "Newsletter name", "No", "No.", "Kundennummer", "",
    "Mitgliedschaft", "validation", "Accepts SMS Marketing", "Permis de conduire", "Stadt",
    "Notizen 2", "Email 2", "Inbox",
])  # fmt: skip
def test_other_names_hint_at_nothing(name: str) -> None:
    assert hint_of(name) is None
