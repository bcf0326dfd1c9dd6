"""Whoever a file says is not to be mailed is not, in whatever words; and a file that is plain is not stopped."""

from __future__ import annotations

import json

import pytest

from subscribers.errors import BadFile
from subscribers.files.vocabulary.fields import Field

CONSENTS = (
    "Aktiv", "actif", "activo", "ativo", "email_opt_in", "newsletter_subscribed", "Newsletter abonniert",
    "emails_enabled", "allow_email", "Receive emails", "Consent", "GDPR consent", "Einwilligung", "Zustimmung",
    "Marketing permission", "valid", "mail erlaubt", "Consenso newsletter", "Zgoda RODO", "Toestemming", "Samtycke",
    "Souhlas", "Hozzájárulás", "Согласие", "Alta", "Tilmeldt",
)  # fmt: skip
LEAVINGS = (
    "Austritt", "Ausgetreten am", "Beendet am", "Exit date", "Quit date", "End date", "Ended", "Stopped", "Resigned",
    "churned", "stop_mail", "Revoca consenso", "Cofnięcie zgody", "Sprzeciw",
)  # fmt: skip


def a_file(name: str, *cells: str, objects: bool = False) -> str:
    addresses = ("ana@reader.example", "ben@reader.example", "cleo@reader.example")
    if objects:
        rows = zip(addresses, cells, strict=False)
        return "".join(json.dumps({"email": address, name: cell}) + "\n" for address, cell in rows)
    return f'email,"{name}"\n' + "".join(f'{a},"{cell}"\n' for a, cell in zip(addresses, cells, strict=False))


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("no", ["no", "0", "false", "nein", "non", "FALSE", "não", "0.0"])
@pytest.mark.parametrize("name", CONSENTS)
def test_a_no_below_a_word_of_consent_is_one(bring, states, name: str, no: str, objects: bool) -> None:
    yes = {"0": "1", "0.0": "1.0"}.get(no, "yes")
    brought = bring(a_file(name, yes, no, yes, objects=objects))
    assert (brought.counts, brought.unread) == ((3, 0, 0), ())
    assert list(states().values()) == ["confirmed", "unsubscribed", "confirmed"]


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("left", ["2020-03-04", "04.03.2020", "yes", "1", "✓"])
@pytest.mark.parametrize("name", LEAVINGS)
def test_a_time_or_a_yes_below_a_word_of_leaving_is_one(bring, states, name: str, left: str, objects: bool) -> None:
    bring(a_file(name, "", left, "", objects=objects))
    assert list(states().values()) == ["confirmed", "unsubscribed", "confirmed"]


@pytest.mark.parametrize(("left", "stays"), [("unsubscribed", ""), ("abgemeldet", "active"), ("yes", "no")])
def test_words_for_a_standing_alone_below_a_word_of_leaving_are_a_status(bring, states, left: str, stays: str) -> None:
    assert bring(a_file("Stop Status", stays, left, stays)).refused == []
    assert list(states().values()) == ["confirmed", "unsubscribed", "confirmed"]


def test_when_they_left_is_told_by_the_whole_column(bring, roster) -> None:
    bring(a_file("Ausgetreten am", "", "04.03.2020", "31.12.2020"))
    (ben,) = roster.show("ben@reader.example").subscriptions
    assert f"{ben.left_at:%Y-%m-%d}" == "2020-03-04"


def test_a_mailbox_that_is_not_confirmed_waits_and_one_that_is_is_mailed(bring, states) -> None:
    bring(a_file("Email bestätigt", "ja", "nein", "ja"))
    assert list(states().values()) == ["confirmed", "unconfirmed", "confirmed"]


def test_where_others_say_yes_nothing_is_no_yes(bring, states) -> None:
    brought = bring(a_file("GDPR consent", "yes", "", "x"))
    told = "'GDPR consent' is empty; put yes or no there, or, if it does not matter: --map 'GDPR consent=ignore'"
    assert brought.refused == [(3, told)]
    assert "ben@reader.example" not in states()


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize(("name", "cells"), [
    ("Consent", ("granted", "denied")),
    ("eu_consent", ("granted", "nope")),
    ("Partner consent", ("granted", "nope")),
    ("Consent pending", ("yes", "no")),
    ("Subscribed or pending", ("yes", "no")),
    ("Confirmed or pending", ("yes", "no")),
    ("Pending or denied", ("", "moved away")),
    ("Opt-in pending for the weekly", ("yes", "no")),
    ("Aktiv", ("ja", "ruhend")),
    ("GDPR consent", ("by letter to the desk", "")),
    ("Consent for partners", ("yes", "no")), ("VIP", ("x", "")), ("Bezahlt", ("ja", "nein")), ("Printabo", ("", "x")),
    ("Abonné papier", ("oui", "non")), ("Papieren krant", ("ja", "nee")), ("Vegetarisch", ("", "ja")),
    ("Consent for partners", ("yes", "")),
    ("Active subscription", ("true", "false")),
    ("Consent date", ("2020-01-02", "no")),
    ("not ended", ("yes", "no")),
    ("Marketing emails", ("weekly", "no")),
    ("End date", ("2020-01-02", "2999-01-02")),
    ("Ended", ("", "spring 2020")),
    ("Stop", ("Harbour Street", "2020-01-02")),
    ("Churn", ("", "moved to Lisbon")),
    ("Contract end", ("", "2020-01-02")),
    ("Austritt", ("", "zum Jahresende")),
    ("Kündigung zum", ("no", "")),
    ("Kündigung zum", ("", "2020-01-02")),
])  # fmt: skip
def test_what_is_not_plain_stops_the_import_with_the_remedy(bring, db, name, cells, objects: bool) -> None:
    with pytest.raises(BadFile, match=f"'{name}' may say who .*, in a way that is not known; .* --map '{name}=ignore'"):
        bring(a_file(name, *cells, objects=objects))
    assert db.execute("SELECT count(*) FROM subscribers").fetchone() == (0,)


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize(("name", "cells"), [
    ("active_since", ("2020-01-02", "")),
    ("Valid from", ("2020-01-02", "03/04/2020")),
    ("Valid until", ("2999-01-02", "")),
    ("Consent text", ("I agree to be mailed.", "")),
    ("Consent date", ("2020-01-02", "")),
    ("Consent version", ("1", "2")),
    ("opt_in_source", ("web", "none")),
    ("Stop", ("Harbour Street", "12")),
    ("Stop", ("1", "14")),
    ("Exit", ("B", "")),
    ("Active campaigns", ("0", "7")),
    ("SMS consent", ("no", "yes")),
    ("SMS status", ("subscribed", "unsubscribed")),
    ("SMS subscriber status", ("Never subscribed", "Unsubscribed")),
    ("SMS blacklisted", ("0", "1")),
    ("Phone opt-out", ("yes", "no")),
    ("Pending orders", ("3", "yes")),
    ("eu_consent_message", ("I agree.", "")),
    ("Phone valid", ("no", "")),
    ("Consent", ("", "")),
    ("Ended", ("", "no")),
    ("churned", ("0", "0")),
    ("Kundennummer", ("0", "3")),
    ("Land", ("NO", "NO")),
    ("Clicks", ("0", "0")),
    ("Newsletter name", ("no", "Daily")),
    ("Kündigung zum", ("", "")),
])  # fmt: skip
def test_what_is_of_no_account_stops_nothing(bring, states, name, cells, objects: bool) -> None:
    assert bring(a_file(name, *cells, objects=objects)).counts == (2, 0, 0)
    assert set(states().values()) == {"confirmed"}


CHOICES = [("Weekend", ("yes", "no")), ("Fnorden", ("tak", "nie")), ("Col", ("1", "0")), ("Daily", ("no", "no"))]


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize(("name", "cells"), CHOICES)
def test_yes_and_no_stop_a_file_whatever_their_column_is_called(bring, name, cells, objects: bool) -> None:
    remedy = f"such as: --map '{name}=subscribed', or, .* opposite: --map '{name}=unsubscribed'; .*'{name}=ignore'"
    with pytest.raises(BadFile, match=remedy):
        bring(a_file(name, *cells, objects=objects))
    assert bring(a_file(name, *cells, objects=objects), told={name: Field.IGNORE}).counts == (2, 0, 0)


@pytest.mark.parametrize(("name", "cells"), CHOICES)
def test_they_stop_it_beside_a_status_too_and_all_of_them_can_be_settled_at_once(bring, states, name, cells) -> None:
    rows = "".join(f"{who}@reader.example,active,{cell},,x\n" for who, cell in zip("ab", cells, strict=True))
    file = f"Email,Status,{name},Odjava,All of them\n{rows}c@reader.example,active,{cells[0]},x,x\n"
    left = f"--map '{name}=unsubscribed' --map 'Odjava=unsubscribed'"
    with pytest.raises(BadFile, match=rf"'{name}', 'Odjava' .*: {left}, .* such .* '\*=ignore'$"):
        bring(file)
    assert bring(file, told={"Odjava": Field.UNSUBSCRIBED, "*": Field.IGNORE}).counts == (3, 0, 0)
    assert list(states().values()) == ["confirmed", "confirmed", "unsubscribed"]


@pytest.mark.parametrize("cells", [("yes", ""), ("", "x"), ("yes", "no"), ("no", "yes")])
@pytest.mark.parametrize(("status", "words"), [("Status", ("active", "unsubscribed")), ("Estado", ("Alta", "Baja"))])
def test_where_another_column_tells_how_they_stand_the_offers_are_always_the_same(
    bring, status: str, words: tuple[str, str], cells: tuple[str, str]
) -> None:
    rows = map("{}@reader.example,{},{}\n".format, "ab", words, cells)
    with pytest.raises(BadFile) as refused:
        bring(f"Email,{status},Odjava\n{''.join(rows)}")
    assert str(refused.value).endswith(
        "; where yes says that they are not mailed: --map 'Odjava=unsubscribed', or, where yes says that they are: "
        "--map 'Odjava=subscribed', or, where it has nothing to do with mails: --map 'Odjava=ignore'"
    )


def test_a_column_of_words_beside_one_of_answers_is_told_of_by_itself(bring) -> None:
    with pytest.raises(BadFile) as refused:
        bring("Email,Status,Ledenstand,Fnord\na@reader.example,active,actief,yes\nb@reader.example,active,slapend,\n")
    assert str(refused.value).endswith(
        "; say what it holds, such as: --map 'Ledenstand=status'; or that it does not matter: --map 'Ledenstand=ignore'"
        "; and of 'Fnord': where yes says that they are not mailed: --map 'Fnord=unsubscribed', or, where yes says "
        "that they are: --map 'Fnord=subscribed', or, where it has nothing to do with mails: --map 'Fnord=ignore'; or, "
        "if not one of all such columns matters: --map '*=ignore'"
    )


def test_in_and_out_below_a_word_of_consent_stop_a_file(bring) -> None:
    with pytest.raises(BadFile, match="'Opt' may say who is not to be mailed"):
        bring(a_file("Opt", "in", "out"))


WAYS = [
    ("Edition", ("Daily", "None")), ("Send by", ("email", "post")), ("Send by", ("email", "nothing")),
    ("Receives", ("Print + email", "Print only")), ("Delivery", ("email only", "paper")),
    ("Preferred contact", ("email", "phone")), ("Ausgabe", ("Täglich", "keine")), ("Versand", ("E-Mail", "per Post")),
    ("Édition", ("Quotidienne", "aucune")), ("Envoi", ("mail", "papier")), ("Edición", ("Diaria", "ninguna")),
    ("Edizione", ("Settimanale", "nessuna")), ("Verzending", ("e-mail", "geen")), ("Wydanie", ("dzienne", "żadna")),
    ("Utgåva", ("daglig", "ingen")),
]  # fmt: skip


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize(("name", "cells"), WAYS)
def test_who_gets_nothing_or_by_another_way_is_asked_about_and_not_mailed(
    bring, mailable, name, cells, objects: bool
) -> None:
    file = a_file(name, *cells, objects=objects)
    with pytest.raises(BadFile, match=f"such as: --map '{name}=frequency'; or that it does not matter: "):
        bring(file)
    bring(file, told={name: Field.FREQUENCY})
    assert mailable("weekly") == ["ana@reader.example"]


@pytest.mark.parametrize(("name", "cells"), [
    ("Edition", ("Evening Post", "Morning Brief")), ("Send by", ("email", "digital")), ("Delivery", ("Daily", "")),
    ("Allergies", ("nuts", "none")), ("Preferred name", ("Post", "none")),
])  # fmt: skip
def test_other_words_for_what_somebody_gets_stop_nothing(bring, name, cells) -> None:
    assert bring(a_file(name, *cells)).counts == (2, 0, 0)


def test_all_such_columns_come_last_where_nothing_else_tells_how_they_stand(bring) -> None:
    with pytest.raises(BadFile) as refused:
        bring("Email,Fnord,Weekend\na@reader.example,yes,yes\nb@reader.example,no,no\n")
    assert str(refused.value).endswith(
        "; or that it does not matter: --map 'Fnord=ignore' --map 'Weekend=ignore'; or, if not one of all such columns "
        "matters: --map '*=ignore'"
    )


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize(
    "cells",
    [("actief", "slapend"), ("Subscribed", "Gone fishing"), ("Active patron", "Left in May"), ("aktiv", "ruhend")],
)
def test_a_few_words_of_which_one_is_for_a_reader_stop_it_as_well(bring, states, cells, objects: bool) -> None:
    with pytest.raises(BadFile, match=r"such as: --map 'Ledenstand=status'; .*: --map 'Ledenstand=ignore'"):
        bring(a_file("Ledenstand", *cells, objects=objects))
    bring(a_file("Ledenstand", *cells, objects=objects), told={"Ledenstand": Field.STATUS})
    assert list(states()) == ["ana@reader.example"]


@pytest.mark.parametrize(
    "cells", [("actief", "actief"), ("express", "slow"), ("red", "blue"), ("actief", "on 2020-01-02")]
)
def test_other_words_stop_nothing(bring, cells) -> None:
    assert bring(a_file("Ledenstand", *cells)).counts == (2, 0, 0)


@pytest.mark.parametrize(("cell", "state"), [
    ("Yes, please", "confirmed"),
    ("Ja, gerne!", "confirmed"),
    ("Oui merci", "confirmed"),
    ("No, thank you", "unsubscribed"),
    ("Nein danke", "unsubscribed"),
    ("nej tak", "unsubscribed"),
    ("No, I get too many already", "unsubscribed"),
    ("No, thanks, not now", "unsubscribed"),
    ("No thanks", "unsubscribed"),
    ("Yes, sign me up", "confirmed"),
    ("Yes — sign me up!", "confirmed"),
    ("Ja, ich möchte ihn und kann mich jederzeit wieder abmelden", "confirmed"),
    ("Nein, …", "unsubscribed"),
])  # fmt: skip
def test_a_question_on_a_form_may_be_answered_courteously(bring, states, cell: str, state: str | None) -> None:
    bring(a_file("Would you like to receive our newsletter?", "Yes, please", cell))
    assert states().get("ben@reader.example") == state
    with pytest.raises(BadFile, match="'Anything else\\?' may say who"):
        bring(a_file("Anything else?", "No, thank you", "Yes"))


@pytest.mark.parametrize("cell", ["Yes, no", "Yes, unsubscribe me", "Y, whatever"])
def test_an_answer_that_is_turned_round_is_none(bring, cell: str) -> None:
    with pytest.raises(BadFile, match="may say who is not to be mailed"):
        bring(a_file("Would you like to receive our newsletter?", "Yes, please", cell))


def test_alta_and_baja_are_how_readers_stand_in_spain(bring, states) -> None:
    assert bring(a_file("Estado", "Alta", "Baja", "Alta")).refused == []
    assert list(states().values()) == ["confirmed", "unsubscribed", "confirmed"]


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize(("name", "yes", "no"), [
    ("Consentement", "J'accepte de recevoir l'infolettre", "Je refuse"),
    ("Consentement", "J’accepte", "Je n'accepte pas de recevoir l'infolettre"),
    ("Consenso newsletter", "Acconsento", "Non acconsento"),
    ("Consentimiento", "Acepto recibir el boletín", "No acepto"),
    ("Consentimento", "Aceito", "Não aceito"),
    ("Einwilligung", "Ich stimme zu", "Ich stimme nicht zu"),
    ("Toestemming", "Ik ga akkoord", "Ik ga niet akkoord"),
    ("Zgoda RODO", "Wyrażam zgodę", "Nie wyrażam zgody"),
    ("Consent", "I agree to be mailed", "I do not agree"),
])  # fmt: skip
def test_who_agrees_in_the_first_person_says_yes(bring, states, name: str, yes: str, no: str, objects: bool) -> None:
    assert bring(a_file(name, yes, no, yes, objects=objects)).refused == []
    assert list(states().values()) == ["confirmed", "unsubscribed", "confirmed"]


@pytest.mark.parametrize("cell", ["J'accepte de ne plus rien recevoir", "I agree to unsubscribe", "Acepto la baja"])
def test_who_agrees_to_leaving_does_not(bring, states, cell: str) -> None:
    assert [
        row for row, _ in bring(a_file("Consent", "yes", cell, "no"), told={"Consent": Field.SUBSCRIBED}).refused
    ] == [3]


def test_a_no_to_advertising_beside_a_yes_to_the_newsletter_refuses_its_row(bring, states) -> None:
    addresses = ("ana@reader.example", "ben@reader.example", "cleo@reader.example")
    cells = ("No,Sí", "Sí,Sí", "Sí,No")
    file = "email,Acepta publicidad,Quiere boletín\n" + "".join(map("{},{}\n".format, addresses, cells))
    ((row, reason),) = bring(file).refused
    assert (row, list(states().values())) == (2, ["confirmed", "unsubscribed"])
    assert reason.endswith("if advertising is another matter: --map 'Acepta publicidad=ignore'")
    bring(file, told={"Acepta publicidad": Field.IGNORE})
    assert list(states().values()) == ["confirmed", "confirmed", "unsubscribed"]


@pytest.mark.parametrize("name", ["Phone or mail blocked", "Do not call or contact", "Call status"])
def test_a_column_that_is_of_mail_too_is_not_passed_over(bring, states, name: str) -> None:
    try:
        bring(a_file(name, "", "unsubscribed"))
    except BadFile:
        assert states() == {}
    else:
        assert list(states()) == ["ana@reader.example"]


def test_a_consent_that_was_put_into_the_export_of_a_service_is_one(bring, states) -> None:
    head = "Email Address,OPTIN_TIME,CONFIRM_TIME,LEID,EUID,VIP,GDPR consent\n"
    bring(f"{head}ana@reader.example,,2020-01-02,1,a,no,yes\nben@reader.example,,2020-01-02,2,b,no,no\n")
    assert list(states().values()) == ["confirmed", "unsubscribed"]


@pytest.mark.parametrize(("name", "cells", "field"), [
    ("Consent", ("granted", "perhaps"), "status"),
    ("Austritt", ("", "zum Jahresende"), "status"),
    ("Kündigung zum", ("", "erfolgt"), "status"),
    ("Consent of parents", ("yes", "no"), "subscribed"),
    ("Contract end", ("", "2020-01-02"), "unsubscribed"),
    ("Opt-in pending for the weekly", ("True", "False"), "unconfirmed"),
    ("Subscribed or pending", ("yes", "no"), "unconfirmed"),
    ("Hard bounce reason", ("", "No such mailbox"), "bounced"),
    ("Reason removed", ("", "moved away"), "why_left"),
])  # fmt: skip
def test_a_column_of_words_is_taken_for_a_status_in_the_remedy(bring, name, cells, field: str) -> None:
    with pytest.raises(BadFile, match=f"such as: --map '{name}={field}';"):
        bring(a_file(name, *cells))


@pytest.mark.parametrize(("name", "cells"), [
    ("Bounced Count", ("0", "3")), ("Bounce count", ("0", "1")), ("bounce_soft", ("0", "1")),
    ("hs_email_bounce", ("", "3")), ("Number of bounces on this user", ("0", "2")),
    ("Consent to track", ("Yes", "Unchanged")), ("Consent to track", ("Yes", "No")), ("Subscribed via", ("web", "api")),
    ("Consent for partners", ("yes", "no")), ("VIP", ("x", "")), ("Bezahlt", ("ja", "nein")), ("Printabo", ("", "x")),
    ("Abonné papier", ("oui", "non")), ("Papieren krant", ("ja", "nee")), ("Vegetarisch", ("", "ja")),
])  # fmt: skip
def test_what_tells_of_nobody_that_they_left_is_to_be_ignored_in_the_remedy(bring, states, name, cells) -> None:
    with pytest.raises(BadFile, match=f"not known; likely it does not matter: --map '{name}=ignore'$"):
        bring(a_file(name, *cells))
    bring(a_file(name, *cells), told={name: Field.IGNORE})
    assert set(states().values()) == {"confirmed"}


@pytest.mark.parametrize(("name", "word", "field"), [
    ("Reason removed", "moved away", "why_left"), ("Unsubscribed via", "web", "why_left"),
    ("Hard bounce reason", "UNKNOWN_USER", "bounced"),
])  # fmt: skip
def test_the_remedy_for_a_reason_takes_in_who_left_when_it_is_pasted(bring, mailable, name, word, field) -> None:
    with pytest.raises(BadFile, match=f"such as: --map '{name}={field}';"):
        bring(a_file(name, "", word))
    assert bring(a_file(name, "", word), told={name: Field(field)}).refused == []
    assert mailable("weekly") == ["ana@reader.example"]


@pytest.mark.parametrize(("name", "cells", "field"), [
    ("Consent to track and newsletters", ("yes", "no"), "subscribed"),
    ("Consent via e-mail", ("granted", "refused"), "status"),
])  # fmt: skip
def test_what_may_tell_who_left_is_not(bring, name, cells, field: str) -> None:
    with pytest.raises(BadFile, match=f"such as: --map '{name}={field}';"):
        bring(a_file(name, *cells))


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("name", [
    "Email subscriber status", "Newsletter-Status", "Email permission status", "Consent status", "Opt-in status",
])  # fmt: skip
def test_a_status_is_one_beside_words_of_mail_and_consent(bring, states, name: str, objects: bool) -> None:
    brought = bring(a_file(name, "Subscribed", "Never subscribed", "Sundays", objects=objects))
    assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}
    ((_, reason),) = brought.refused
    assert reason.startswith("the status 'Sundays' is not known")


def test_a_status_that_says_yes_or_no_is_no_word(bring, states) -> None:
    bring(a_file("Newsletter-Status", "ja", "nein", "ja"))
    assert list(states().values()) == ["confirmed", "unsubscribed", "confirmed"]


@pytest.mark.parametrize("name", ["Order status", "Legal status", "Marital status", "SMS status", "Contact status"])
def test_a_status_of_something_else_is_of_no_account(bring, states, name: str) -> None:
    assert bring(a_file(name, "open", "GmbH")).counts == (2, 0, 0)


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("no", ["none", "off", "never", "cancelled", "unsubscribed", "nein"])
@pytest.mark.parametrize("name", ["Subscription", "Email subscription", "Abonnement"])
def test_a_subscription_that_is_none_or_ended_is_no_consent(bring, states, name: str, no: str, objects: bool) -> None:
    assert bring(a_file(name, "active", no, "active", objects=objects)).refused == []
    assert list(states().values()) == ["confirmed", "unsubscribed", "confirmed"]


@pytest.mark.parametrize("plans", [("free", "premium"), ("monthly", "yearly"), ("1", "14")])
def test_a_subscription_that_is_a_plan_is_of_no_account(bring, states, plans: tuple[str, str]) -> None:
    assert bring(a_file("Subscription", *plans)).unread == ("Subscription",)
    assert set(states().values()) == {"confirmed"}


@pytest.mark.parametrize(("cells", "field"), [(("premium", "none"), "subscribed"), (("premium", "no"), "status")])
def test_a_plan_beside_none_is_not_passed_over(bring, cells, field: str) -> None:
    with pytest.raises(BadFile, match=f"such as: --map 'Subscription={field}'; .* --map 'Subscription=ignore'"):
        bring(a_file("Subscription", *cells))


def test_hubspots_count_of_bounces_is_to_be_ignored_also_where_it_is_but_0_or_1(bring) -> None:
    with pytest.raises(BadFile, match=r"likely it does not matter: --map 'hs_email_bounce=ignore'$"):
        bring(a_file("hs_email_bounce", "0", "1"))


def test_a_service_is_taken_at_its_own_word(bring, states) -> None:
    bring("email,active_subscription,email_disabled,prefer_digests\nana@reader.example,false,false,false\n")
    assert states() == {"ana@reader.example": "confirmed"}


@pytest.mark.parametrize("objects", [False, True])
def test_the_last_row_of_a_large_file_stops_it_as_the_first_would(bring, db, monkeypatch, objects: bool) -> None:
    monkeypatch.setattr("subscribers.files.records.sheets.AT_ONCE", 2)
    with pytest.raises(BadFile, match="'Consent' may say who is not to be mailed"):
        bring(a_file("Consent", "yes", "no", "only on Sundays", objects=objects))


def test_an_object_with_a_hint_that_came_too_late_to_be_looked_at_is_refused_alone(bring, states, monkeypatch) -> None:
    monkeypatch.setattr("subscribers.files.records.sheets.AT_ONCE", 1)
    brought = bring('{"email": "ana@reader.example"}\n{"email": "ben@reader.example", "consent": "no"}\n')
    assert [row for row, _ in brought.refused] == [2]
    assert brought.refused[0][1].startswith("'consent' may say who is not to be mailed")
    assert states() == {"ana@reader.example": "confirmed"}


@pytest.mark.parametrize("value", ['["no"]', '{"given": "perhaps"}'])
def test_a_consent_that_is_no_plain_value_is_not_passed_over(bring, value: str) -> None:
    with pytest.raises(BadFile, match=r"'consent(\.given)?' may say who"):
        bring(f'{{"email": "ana@reader.example", "consent": {value}}}\n')


def test_what_the_operator_says_goes_before_any_hint(bring, states) -> None:
    bring(a_file("Consent for partners", "yes", "no"), told={"Consent for partners": Field.IGNORE})
    assert set(states().values()) == {"confirmed"}


@pytest.mark.parametrize("name", ["Confirmed Opt-Out Source", "Reason removed", "Abmeldegrund 2"])
def test_a_reason_is_taken_for_one_in_the_remedy_where_another_column_says_who_left(bring, name: str) -> None:
    with pytest.raises(BadFile, match=f"such as: --map '{name}=why_left';"):
        bring(f"email,status,{name}\nana@reader.example,active,\nben@reader.example,unsubscribed,moved away\n")


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("yes", ["yes", "True", "1", "ja"])
@pytest.mark.parametrize("name", [
    "Pending", "Unconfirmed", "Awaiting confirmation", "Not confirmed", "IsOptInPending", "Opt-in pending",
    "Newsletter pending", "Email unconfirmed", "Ausstehend",
])  # fmt: skip
def test_whoever_a_column_calls_pending_waits(bring, states, name: str, yes: str, objects: bool) -> None:
    no = {"1": "0", "True": "False"}.get(yes, "no")
    bring(a_file(name, no, yes, no, objects=objects), confirmed=True)
    assert list(states().values()) == ["confirmed", "unconfirmed", "confirmed"]


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("name", ["Stato", "Estado", "State"])
def test_a_state_is_a_standing_where_nothing_else_tells_of_a_place(bring, states, name: str, objects: bool) -> None:
    brought = bring(a_file(name, "attivo", "sparito", "cancellato", objects=objects))
    assert states() == {"ana@reader.example": "confirmed", "cleo@reader.example": "unsubscribed"}
    ((_, reason),) = brought.refused
    assert reason == "the status 'sparito' is not known; put a word like subscribed or unsubscribed there"


def test_a_state_of_words_that_are_not_known_stops_the_import_where_nothing_tells_of_a_place(bring) -> None:
    with pytest.raises(BadFile, match=r"'State' may say who .*: --map 'State=status'; or .*: --map 'State=ignore'"):
        bring(a_file("State", "CA", "NY"))


@pytest.mark.parametrize("objects", [False, True])
@pytest.mark.parametrize("name", ["Inscrit le", "Aangemeld op", "Data zapisu", "Alta", "Consentement RGPD"])
def test_a_time_in_each_row_below_a_word_of_consent_is_when_they_joined(
    bring, roster, name: str, objects: bool
) -> None:
    assert bring(a_file(name, "04/03/2020", "31/12/2020", objects=objects)).refused == []
    (ana,) = roster.show("ana@reader.example").subscriptions
    assert f"{ana.joined_at:%Y-%m-%d}" == "2020-03-04"


def test_nobody_joined_at_a_no(bring, states) -> None:
    brought = bring(a_file("Joined", "2020-01-02", "no", "0"))
    told = "'Joined' is 'no'; put a date there, or, if it says who is subscribed: --map 'Joined=subscribed'"
    assert brought.refused == [(3, told)]
    bring(a_file("Joined", "2020-01-02", "no", "yes"), told={"Joined": Field.SUBSCRIBED})
    assert states()["ben@reader.example"] == "unsubscribed"


def test_beside_a_place_a_state_is_a_region_unless_one_of_its_cells_is_a_standing(bring, states) -> None:
    head = "email,City,State\n"
    assert bring(f"{head}ana@reader.example,Toledo,Ohio\n").unread == ("City",)
    brought = bring(f"{head}ben@reader.example,Toledo,flown\ncleo@reader.example,Toledo,active\n")
    assert [row for row, _ in brought.refused] == [2]
    assert states() == {"ana@reader.example": "confirmed", "cleo@reader.example": "confirmed"}


@pytest.mark.parametrize("name", ["reason", "Grund", "Motivo", "error"])
def test_reasons_are_not_passed_over_where_nothing_else_tells_how_anybody_stands(bring, states, name: str) -> None:
    with pytest.raises(BadFile, match=f"such as: --map '{name}=why_left'; or that it does not matter"):
        bring(f"email,{name}\nana@reader.example,custom\n")
    bring(f"email,{name}\nana@reader.example,custom\n", told={name: Field.WHY})
    assert states() == {"ana@reader.example": "unsubscribed"}
    bring(f"email,{name},status\nben@reader.example,custom,active\n")
    assert states()["ben@reader.example"] == "confirmed"


@pytest.mark.parametrize(("rows", "option"), [
    ("ana@reader.example,Ana,yes\nben@reader.example,Ben,no\n", "3=subscribed"),
    ("Ana;ana@reader.example;ja\nBen;ben@reader.example;nein\n", "3=subscribed"),
    ("ana@reader.example,1\nben@reader.example,0\n", "2=subscribed"),
    ("ana@reader.example,x\nben@reader.example,\n", "2=unsubscribed"),
    ("ana@reader.example,2020-01-02\nben@reader.example,\n", "2=unsubscribed"),
    (",Email,\n1,ana@reader.example,ja\n2,ben@reader.example,nein\n", "column 3=subscribed"),
])  # fmt: skip
def test_yes_and_no_below_no_name_stop_the_import_with_the_remedy(bring, states, rows: str, option: str) -> None:
    with pytest.raises(BadFile, match=f"say what it holds, such as: --map '{option}'[;,] .*or that it does not matter"):
        bring(rows)
    name, _, field = option.partition("=")
    bring(rows, told={name: Field(field)})
    assert sorted(states().values()) == ["confirmed", "unsubscribed"]


@pytest.mark.parametrize(
    "rows", ["ana@reader.example,Ana,Lisboa\nben@reader.example,No,\n", "1,ana@reader.example\n2,ben@reader.example\n"]
)
def test_anything_else_below_no_name_stops_nothing(bring, states, rows: str) -> None:
    bring(rows)
    assert len(states()) == 2


@pytest.mark.parametrize(("good", "left"), [
    ('"subscriptions": {"daily": true}', '"subscriptions": {"daily": false}'),
    ('"channels": {"email": true}', '"channels": {"email": false}'),
    ('"preferences": {"daily": true}', '"preferences": {"daily": false}'),
])  # fmt: skip
def test_a_no_within_an_object_of_preferences_stops_the_import_with_the_remedy(bring, good: str, left: str) -> None:
    with pytest.raises(
        BadFile,
        match=r"say what it holds, such as: --map '.*=subscribed', or, where yes .* opposite: .*; or that it does",
    ):
        bring(f'{{"email": "ana@reader.example", {good}}}\n{{"email": "ben@reader.example", {left}}}\n')
    bring(f'{{"email": "ana@reader.example", {good}, "channels.sms": false}}\n')
