"""What a file says of a reader's standing is understood, or their row is refused; it is never taken for a yes."""

from __future__ import annotations

import pytest

from subscribers.errors import BadCell
from subscribers.files.records.columns import recognised
from subscribers.files.records.verdicts import Verdicts
from subscribers.files.vocabulary.fields import STRICTNESS, Field, Verdict
from subscribers.model import Reason


def judge(column: str, cell: str) -> str | None:
    """The verdict on one cell: the standing, or the reason why they are suppressed."""
    told = {column: Field.STATE} if column == "state" else {}
    verdicts = Verdicts(recognised(["email", column], told=told))
    cells = ("ana@reader.example", cell)
    return verdicts.standing(cells) or (verdicts.reason(cells) if verdicts.may_suppress else None)


@pytest.mark.parametrize(
    ("column", "cell", "verdict"),
    [
        ("status", "Active", Verdict.SUBSCRIBED),
        ("status", "confirmed", Verdict.CONFIRMED),
        ("status", "Pending", Verdict.UNCONFIRMED),
        ("status", "Opted out", Verdict.UNSUBSCRIBED),
        *(
            ("status", cell, Verdict.UNSUBSCRIBED)
            for cell in ("Non attivo", "nicht mehr aktiv", "No longer subscribed", "n'est plus abonné", "niet actief")
        ),
        *(("status", cell, Verdict.UNCONFIRMED) for cell in ("Not verified", "non confermata", "не подтверждён")),
        ("status", "désabonné", Verdict.UNSUBSCRIBED),
        ("status", "Hard-Bounce", Reason.HARD_BOUNCE),
        ("status", "spam", Reason.COMPLAINT),
        ("status", "", None),
        ("status", "NEVER_SUBSCRIBED", Verdict.UNSUBSCRIBED),
        ("status", "No permission set", Verdict.UNSUBSCRIBED),
        ("status", "No Permissions Set", Verdict.UNSUBSCRIBED),
        ("status", "not_set", Verdict.UNSUBSCRIBED),
        ("status", "Implied", Verdict.UNCONFIRMED),
        ("status", "implicit", Verdict.UNCONFIRMED),
        ("status", "Awaiting Confirmation", Verdict.UNCONFIRMED),
        ("status", "pending_confirmation", Verdict.UNCONFIRMED),
        ("status", "Express", Verdict.SUBSCRIBED),
        ("status", "explicit", Verdict.SUBSCRIBED),
        ("status", "Soft bounced", Verdict.SUBSCRIBED),
        ("status", "granted", Verdict.SUBSCRIBED),
        ("status", "Denied", Verdict.UNSUBSCRIBED),
        ("status", "widerrufen", Verdict.UNSUBSCRIBED),
        *(
            ("status", word, Verdict.SUBSCRIBED)
            for word in (
                "attivo",
                "iscritto",
                "активен",
                "подписан",
                "aktywny",
                "actief",
            )
        ),
        *(
            ("status", word, Verdict.UNCONFIRMED)
            for word in (
                "in attesa",
                "non confermato",
                "pendiente de confirmar",
                "en attente",
                "не подтверждён",
                "niepotwierdzony",
                "double opt-in pending",
            )
        ),
        *(
            ("status", word, Verdict.UNSUBSCRIBED)
            for word in (
                "cancellato",
                "rimosso",
                "respinto",
                "disattivato",
                "bloccato",
                "inattivo",
                "non iscritto",
                "bloqueado",
                "no suscrito",
                "removido",
                "não inscrito",
                "rejeté",
                "отписан",
                "отписался",
                "заблокирован",
                "退会",
                "wypisany",
                "nieaktywny",
                "opgezegd",
                "avregistrerad",
                "junk",
                "error",
                "dropped",
                "held",
                "trashed",
            )
        ),
        *(("status", word, Reason.HARD_BOUNCE) for word in ("rimbalzato", "rebotado", "devolvido", "NPAI")),
        *(("status", word, Reason.COMPLAINT) for word in ("queja", "plainte")),
        *((name, "Abgemeldet", Verdict.UNSUBSCRIBED) for name in ("Статус", "Etat", "État", "状態")),
        ("state", "cancelled", Verdict.UNSUBSCRIBED),
        ("state", "Ohio", None),
        ("subscribed", "TRUE", Verdict.SUBSCRIBED),
        ("subscribed", "2023-01-02", Verdict.SUBSCRIBED),
        ("subscribed", "0", Verdict.UNSUBSCRIBED),
        ("unsubscribed", "", None),
        ("unsubscribed", "no", None),
        ("unsubscribed", "No, stays with us", None),
        ("unsubscribed", "No, left on 3 May", Verdict.UNSUBSCRIBED),
        ("unsubscribed", "Yes, by phone", Verdict.UNSUBSCRIBED),
        ("status", "Nein, danke", Verdict.UNSUBSCRIBED),
        ("unsubscribed", "yes", Verdict.UNSUBSCRIBED),
        ("unsubscribed_at", "2023-01-02 10:00", Verdict.UNSUBSCRIBED),
        *(
            (name, cell, Verdict.UNSUBSCRIBED)
            for name in ("unsubscribed", "Abgemeldet am", "Διαγραφή")
            for cell in ("31/12/2020", "2 Jan", "spring 2020", "2023年1月2日", "unsubscribed", "abgemeldet", "✓")
        ),
        ("bounced", "3", Reason.HARD_BOUNCE),
        *((name, "Unsubscribed", Verdict.UNSUBSCRIBED) for name in ("Global Status", "List status")),
        ("Global Status", "inactive", Verdict.UNSUBSCRIBED),
        ("bounced", "1", Reason.HARD_BOUNCE),
        ("complained", "t", Reason.COMPLAINT),
        ("confirmed_at", "2023-01-02T10:00:00Z", Verdict.CONFIRMED),
        ("confirmed", "yes", Verdict.CONFIRMED),
        ("confirmed", "no", Verdict.UNCONFIRMED),
        ("confirmed", "not confirmed", Verdict.UNCONFIRMED),
        ("confirmed_at", "pending", Verdict.UNCONFIRMED),
        ("Bestätigt", "nicht bestätigt", Verdict.UNCONFIRMED),
        ("Bestätigt", "abgemeldet", Verdict.UNSUBSCRIBED),
        ("confirmed", "2. Januar, vormittags", None),
        *(("status", sign, Verdict.UNSUBSCRIBED) for sign in ("✘", "❌", "✗\ufe0f")),
        *(("status", sign, Verdict.SUBSCRIBED) for sign in ("✓", "✔\ufe0f")),
        ("status", "-", None),
        ("status", "Opted-in", Verdict.SUBSCRIBED),
        ("status", "सदस्यता-रद्द", Verdict.UNSUBSCRIBED),
        *(("status", word, Verdict.SUBSCRIBED) for word in ("Alta", "De alta", "Dado de alta", "Cadastrado")),
        *(("status", word, Verdict.SUBSCRIBED) for word in ("Abbonata", "Iscritto")),
        *(("status", word, Verdict.SUBSCRIBED) for word in ("Subskrybuje", "Zapisana")),
        *(("status", word, Verdict.UNSUBSCRIBED) for word in ("nie subskrybuje", "Rezygnacja", "no cadastrado")),
        ("unsubscribed", "✓", Verdict.UNSUBSCRIBED),
        ("unsubscribed", "-", None),
        ("unsubscribed_at", "0000-00-00 00:00:00", None),
        ("unsubscribed_at", "0001-01-01T00:00:00Z", None),
        ("unsubscribed_at", "1970-01-01 00:00:00", None),
        ("subscribed", "✗", Verdict.UNSUBSCRIBED),
    ],
)
def test_a_word_is_understood(column: str, cell: str, verdict: str | None) -> None:
    assert judge(column, cell) == verdict


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("status", "VIP"),
        ("status", "2"),
        ("subscribed", ""),
        ("subscribed", "perhaps"),
        *((name, cell) for name in ("status", "subscribed") for cell in ("-1", "!active", "✗ active", "- 1", "(1)")),
        ("unsubscribed", "No, no more mails"),
        *(("status", cell) for cell in ("☒", "🚫", "~~active~~")),
        *(("confirmed", cell) for cell in ("perhaps", "vielleicht", "bounced", "!yes")),
        *(("unsubscribed", cell) for cell in ("❌", "✘", "✗")),
        *(
            (name, cell)
            for name in ("unsubscribed", "Abgemeldet am", "bounced", "complained", "unconfirmed", "Διαγραφή")
            for cell in ("perhaps", "subscribed", "last spring", "not yet", "?", "jein", "softly")
        ),
    ],
)
def test_a_word_that_is_not_refuses_the_row(column: str, cell: str) -> None:
    with pytest.raises(BadCell, match="put "):
        judge(column, cell)


def test_a_state_may_be_a_region_or_a_word_on_leaving() -> None:
    columns = recognised(["email", "Estado"], told={"Estado": Field.STATE})
    said = [
        Verdicts(columns).standing(["ana@reader.example", cell]) for cell in ("Jalisco", "activo", "baja", "inativo")
    ]
    assert said == [None, "subscribed", "unsubscribed", "unsubscribed"]


@pytest.mark.parametrize("cell", ["n/a", "#N/A", " "])
def test_not_applicable_is_no_leaving(cell: str) -> None:
    assert Verdicts(recognised(["email", "Unsubscribed"])).standing(["ana@reader.example", cell]) is None


def test_where_another_column_says_who_left_they_need_not_be_called_subscribed() -> None:
    verdicts = Verdicts(recognised(["email", "Subscribed", "Unsubscribed", "Status"]))
    said = [
        verdicts.standing(["ana@reader.example", *cells])
        for cells in (
            ("", "2023-02-01", "Unsubscribed"),
            ("", "", "Junk"),
            ("", "", "Unconfirmed"),
            ("2023-01-01", "", "Active"),
        )
    ]
    assert said == ["unsubscribed", "unsubscribed", "unconfirmed", "subscribed"]
    with pytest.raises(BadCell, match="'Subscribed' is empty; put yes or no there"):
        verdicts.standing(["ana@reader.example", "", "", "Active"])


@pytest.mark.parametrize(
    ("column", "cell", "verdict"),
    [
        *(("Bounced", cell, Reason.HARD_BOUNCE) for cell in ("hard", "Permanent", "hard bounce", "yes", "2020-01-02")),
        *(("Bounced", cell, None) for cell in ("soft", "Transient", "soft bounce", "no", "")),
        *(("Email frequency", cell, Verdict.UNSUBSCRIBED) for cell in ("never", "None", "off", "nein", "unsubscribed")),
        *(("Frequency", cell, None) for cell in ("daily", "weekly", "", "active")),
        *(("Quarantined", cell, Verdict.UNSUBSCRIBED) for cell in ("true", "2020-01-02")),
        ("Quarantined", "false", None),
        *(("Email subscriber status", cell, Verdict.UNSUBSCRIBED) for cell in ("off", "never", "nein")),
    ],
)
def test_what_a_column_is_about_tells_what_its_words_mean(column: str, cell: str, verdict: str | None) -> None:
    told = {column: Field.STATUS} if column.endswith("status") else {}
    verdicts = Verdicts(recognised(["email", column], told=told))
    cells = ("ana@reader.example", cell)
    assert (verdicts.standing(cells) or (verdicts.may_suppress and verdicts.reason(cells)) or None) == verdict


@pytest.mark.parametrize("cell", ["hard", "temporary", "never", "none"])
def test_such_a_word_in_any_other_column_says_nothing(cell: str) -> None:
    assert judge("Difficulty", cell) is None


def test_the_strictest_word_holds() -> None:
    verdicts = Verdicts(recognised(["email", "status", "unsubscribed", "bounced", "complained", "confirmed"]))
    cells = ("a@b.example", "active", "yes", "yes", "yes", "yes")
    assert (verdicts.standing(cells), verdicts.reason(cells)) == (Verdict.UNSUBSCRIBED, Reason.COMPLAINT)
    assert list(STRICTNESS) == list(Verdict)


def test_a_file_that_says_nothing_of_it_is_not_asked() -> None:
    assert not Verdicts(recognised(["email", "name"])).any
    assert not Verdicts(recognised(["email", "unsubscribed"])).may_suppress


@pytest.mark.parametrize("column", [
    "Odhlášen", "Leiratkozott", "Dezabonat", "Peruutettu", "Avmeldt", "Відписаний", "Abonelikten çıktı", "Διαγραφή",
    "配信停止", "購読解除", "退会", "退订", "수신거부", "구독취소", "ألغى الاشتراك", "सदस्यता रद्द",
    "isexcludedfromcampaigns",
])  # fmt: skip
def test_who_left_is_known_by_the_heading_in_any_language_and_so_is_a_no_to_it(column: str) -> None:
    for yes in ("true", "да", "ano", "はい", "evet", "igen", "kyllä", "ναι", "是", "نعم", "हाँ", "2023-01-01"):
        assert judge(column, yes) == Verdict.UNSUBSCRIBED
    for no in ("", "нет", "hayır", "いいえ", "ne", "όχι", "否", "لا", "keine", "nem", "nu", "ei", "नहीं"):
        assert judge(column, no) is None


@pytest.mark.parametrize("word", [
    "odhlášen", "leiratkozott", "dezabonat", "tilaus peruttu", "avmeldt", "відписаний", "abonelikten çıktı", "διαγραφή",
    "配信停止", "購読解除", "已退订", "수신거부", "구독취소", "ألغى الاشتراك", "सदस्यता रद्द",
])  # fmt: skip
def test_who_left_is_known_by_the_word_in_any_language(word: str) -> None:
    assert judge("status", word) == Verdict.UNSUBSCRIBED


@pytest.mark.parametrize(
    ("cell", "verdict"),
    [
        ("enabled", Verdict.SUBSCRIBED),
        ("by_user", Verdict.UNSUBSCRIBED),
        ("by_moderator", Verdict.UNSUBSCRIBED),
        ("by_bounces", Reason.HARD_BOUNCE),
    ],
)
def test_whose_delivery_a_mailing_list_has_stopped_is_not_mailed(cell: str, verdict: str) -> None:
    assert judge("delivery_status", cell) == verdict


@pytest.mark.parametrize("letter", ["S", "x", "o"])
def test_a_letter_below_status_that_may_begin_any_word_is_no_yes(bring, states, letter: str) -> None:
    ((row, reason),) = bring(f"email,status\nana@reader.example,{letter}\nben@reader.example,y\n").refused
    assert (row, list(states())) == (2, ["ben@reader.example"])
    assert reason.endswith("or, if it is a yes: --map 'status=subscribed'") is (letter == "x")


def test_of_who_left_in_any_case_no_other_word_need_be_understood(bring, states) -> None:
    done = bring("email,status\nana@reader.example,nonsense\n", everyone=Verdict.UNSUBSCRIBED)
    assert (done.refused, states()) == ([], {"ana@reader.example": "unsubscribed"})


def test_a_databases_word_for_nothing_is_none_of_leaving(bring, states) -> None:
    bring("email,Unsubscribed on\nana@reader.example,\\N\nben@reader.example,2020-01-02\n")
    assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}
