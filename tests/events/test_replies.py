from __future__ import annotations

import pytest

from digest.events.mail import read_mail
from digest.model.event import EventKind
from tests.events.families import READER, REF, prose

PERSON = {"From": f"Ines <{READER}>", "Return_Path": f"<{READER}>", "Subject": "Re: Ferry deal signed"}


@pytest.mark.parametrize(
    "field",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "Ferry"},
        {"Precedence": "auto_reply"},
        {"Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"Return_Path": "<>"},
    ],
    ids=lambda field: next(iter(field.items()))[0],
)
def test_a_machine_that_says_so_has_replied(field: dict[str, str]) -> None:
    [event] = read_mail(prose("I am away.", **(PERSON | field)))
    assert (event.kind, event.address, event.reference, event.fault) == (EventKind.REPLIED, READER, REF, None)


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Ferry", "Auto: Ferry", "Out of Office", "OOO until Monday", "On vacation", "AutoReply: hi",
        "Automatische Antwort: Fähre", "Abwesenheitsnotiz", "Réponse automatique : le ferry", "Absence du bureau",
        "Respuesta automática", "Fuera de la oficina", "Risposta automatica", "Fuori sede", "Resposta automática",
        "Automatisch antwoord", "Afwezig", "Autosvar", "Automatiskt svar: Färjan", "Automaattinen vastaus",
        "Automatyczna odpowiedź", "Automatická odpověď", "Автоматический ответ", "自動返信", "自动回复", "부재중",
        "自動応答",
        "=?utf-8?B?5LiN5Zyo?=", "=?iso-8859-1?Q?R=E9ponse_automatique?=",
    ],
)  # fmt: skip
def test_a_subject_tells_an_automatic_reply_in_many_languages(subject: str) -> None:
    [event] = read_mail(prose("...", **(PERSON | {"Subject": subject})))
    assert event.kind is EventKind.REPLIED


@pytest.mark.parametrize("subject", ["Re: Ferry", "Your autobiography of the ferry", "The office is out of reach", ""])
def test_a_person_who_writes_has_not_replied_as_a_machine(subject: str) -> None:
    assert read_mail(prose("Nice story!", **(PERSON | {"Subject": subject}), Auto_Submitted="no")) == []
