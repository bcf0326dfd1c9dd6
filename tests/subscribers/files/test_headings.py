"""A column's name is known in any case, with any punctuation, accent or not, in the languages of newsrooms."""

from __future__ import annotations

import pytest

from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.headings import BY_NAME, heading


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("E-Mail", Field.ADDRESS),
        ("  EMAIL_ADDRESS ", Field.ADDRESS),
        ("Adresse électronique", Field.ADDRESS),
        ("Correo electronico", Field.ADDRESS),
        ("メールアドレス", Field.ADDRESS),
        ("Эл. почта", Field.ADDRESS),
        ("Vorname", Field.FIRST_NAME),
        ("Prenom", Field.FIRST_NAME),
        ("Apellidos", Field.LAST_NAME),
        ("Nachname", Field.LAST_NAME),
        ("Full name", Field.NAME),
        ("Langue", Field.LANGUAGE),
        ("Temas", Field.TOPICS),
        ("Opt-in", Field.SUBSCRIBED),
        ("Unsubscribed At", Field.UNSUBSCRIBED),
        ("Hard bounced", Field.BOUNCED),
        ("Email Invalid", Field.BOUNCED),
        ("liststatus1", Field.STATUS),
        ("Remarks", Field.NOTE),
        ("Marked email as spam", Field.COMPLAINED),
        ("Cancelado em", Field.UNSUBSCRIBED),
        ("Data di cancellazione", Field.UNSUBSCRIBED),
        *(
            (name, Field.ADDRESS)
            for name in (
                "Ηλ. ταχυδρομείο",
                "ΗΛΕΚΤΡΟΝΙΚΌ ΤΑΧΥΔΡΟΜΕΊΟ",
                "Διεύθυνση email",
                "E-posta adresi",
                "Eposta",
                "Adresa de email",
                "E-mail cím",
                "E-mailová adresa",
                "Адрес электронной почты",
                "Електронна пошта",
                "电子邮箱",
                "이메일 주소",
                "عنوان البريد الإلكتروني",
                "ईमेल",
                "אימייל",
                "Địa chỉ email",
            )
        ),
        *((name, Field.NAME) for name in ("Όνομα", "Ad Soyad", "Isim", "İsim", "Jméno", "Név", "ФИО", "Ім'я", "名前")),
        *((name, Field.FIRST_NAME) for name in ("Ad", "ADI", "Prenume", "Keresztnév")),
        *((name, Field.LAST_NAME) for name in ("Επώνυμο", "Soyadı", "SOYADI", "Příjmení", "Vezetéknév", "Nume")),
        *(
            (name, Field.JOINED_AT)
            for name in (
                "Subscriber Since",
                "Anmeldedatum",
                "Registriert",
                "Registriert am",
                "Iscritto il",
                "Data iscrizione",
                "Fecha de suscripción",
                "Data de inscrição",
                "Cadastrado em",
                "Date d'abonnement",
            )
        ),
    ],
)
def test_a_name_is_known(name: str, field: Field) -> None:
    assert heading(name) in BY_NAME[field]


@pytest.mark.parametrize("field", sorted(set(Field) - {
    Field.LISTS,  # of another program it names lists that are not ours
    Field.SUPPRESSED,  # of another program it may be yes or no
    Field.SUPPRESSED_AT, Field.SUPPRESSED_BY,
    Field.IGNORE,
    Field.STATE,  # may be a standing, which the cells tell
}))  # fmt: skip
def test_a_field_is_known_by_its_own_name(field: Field) -> None:
    assert heading(field) in BY_NAME[field]


def test_no_name_means_two_things() -> None:
    words = [word for words in BY_NAME.values() for word in words]
    assert sorted(words) == sorted(set(words))
    assert "" not in words
