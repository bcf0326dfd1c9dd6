"""What a column holds the operator says, else the service that made the file, else the name of the column."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadFile, BadValue
from subscribers.files.records.columns import recognised
from subscribers.files.records.headless import headless
from subscribers.files.records.told import columns_told, untold
from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.hints import TELLING
from subscribers.files.vocabulary.services import SERVICES


def held(*names: str, **told: Field) -> dict[Field, tuple[int, ...]]:
    return dict(recognised(names, told=told).fields)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
def test_a_service_is_known_by_its_columns_in_any_order(service) -> None:
    more = () if service.alone else (*service.columns, "something else")
    names = list(dict.fromkeys([*service.known_by, *more]))
    assert recognised(names).service is service
    assert recognised([name.upper() for name in reversed(names)]).service is service


def test_columns_without_a_service_go_by_their_names() -> None:
    assert held("Nachname", "Vorname", "E-Mail", "Postleitzahl") == {
        Field.LAST_NAME: (0,),
        Field.FIRST_NAME: (1,),
        Field.ADDRESS: (2,),
    }


def test_an_address_is_a_mail_address_where_there_is_one_and_else_whatever_is_called_so() -> None:
    assert held("address", "email")[Field.ADDRESS] == (1,)
    assert held("address", "name")[Field.ADDRESS] == (0,)


def test_what_the_operator_says_goes_before_what_is_known() -> None:
    assert held("Kontakt", "name", Kontakt=Field.ADDRESS) == {Field.ADDRESS: (0,), Field.NAME: (1,)}
    assert held("email", "work", work=Field.ADDRESS) == {Field.ADDRESS: (1,)}
    assert held("email", "name", name=Field.IGNORE) == {Field.ADDRESS: (0,), Field.IGNORE: (1,)}


def test_several_columns_may_hold_topics_but_one_alone_a_name() -> None:
    assert held("email", "topics", "Ressort", Ressort=Field.TOPICS)[Field.TOPICS] == (2, 1)
    with pytest.raises(BadValue, match="two columns for name"):
        held("email", "a", "b", a=Field.NAME, b=Field.NAME)


def test_every_column_on_the_standing_is_read_and_the_strictest_word_holds() -> None:
    assert held("email", "Status", "email status", "status", "opt-out", "do not contact") == {
        Field.ADDRESS: (0,),
        Field.STATUS: (1, 3, 2),
        Field.UNSUBSCRIBED: (4, 5),
    }


@pytest.mark.parametrize("name", [
    "Abmeldedatum", "Abgemeldet am", "date de désinscription", "Désinscrit le", "opt-out", "OptOut", "opt_out",
    "Do not contact", "DO NOT EMAIL", "Fecha de baja", "unsubscribed_date", "Email Opt Out", "gekündigt am",
])  # fmt: skip
@pytest.mark.parametrize("others", [["email"], ["Email Address", "OPTIN_TIME", "CONFIRM_TIME", "LEID", "EUID"]])
def test_names_that_say_who_left_are_known_in_any_file(name: str, others: list[str]) -> None:
    assert held(*others, name)[Field.UNSUBSCRIBED] == (len(others),)


@pytest.mark.parametrize("name", [
    "Kündigung zum", "unsubscribe_campaign", "Abmeldegrund 2", "ne pas appeler", "Bounces (soft)", "deletion requested",
])  # fmt: skip
def test_a_name_that_may_say_who_left_is_a_hint_until_it_is_told_of(name: str) -> None:
    assert recognised(["email", name]).hints == ((1, TELLING),)
    assert recognised(["email", name], told={name: Field.IGNORE}).hints == ()
    assert held("email", name, **{name: Field.UNSUBSCRIBED})[Field.UNSUBSCRIBED] == (1,)


def test_of_a_service_only_a_name_that_may_say_who_left_is_a_hint() -> None:
    columns = recognised(["email", "active_subscription", "email_disabled", "prefer_digests", "unsub_notice"])
    assert (columns.service.name, columns.hints) == ("Substack, signups", ((4, TELLING),))


@pytest.mark.parametrize("name", ["Email 1", "E-mail 1 - Value", "Email 1 - Value", "Primary email address"])
def test_the_first_of_several_addresses_is_the_one_that_is_meant(name: str) -> None:
    assert held("Email 2", name, "Email 2 - Value")[Field.ADDRESS] == (1,)


def test_several_columns_that_may_say_who_left_are_told_of_in_one_line_to_paste() -> None:
    assert untold({"Kündigung zum": Field.UNSUBSCRIBED, "Don't mail $x": Field.STATUS}) == (
        "'Kündigung zum', \"Don't mail $x\" may say who is not to be mailed, in a way that is not known; say what each "
        "holds, such as: --map 'Kündigung zum=unsubscribed' --map 'Don'\"'\"'t mail $x=status'; or that it does not "
        "matter: --map 'Kündigung zum=ignore' --map 'Don'\"'\"'t mail $x=ignore'"
    )


def test_what_is_not_read_has_a_name_or_a_number() -> None:
    assert recognised(["email", "Ort ", "", "name", "full name"]).unread == ("Ort", "column 3", "full name")


def test_where_no_column_holds_addresses_the_refusal_shows_them_and_how_to_say_it() -> None:
    with pytest.raises(BadFile) as refused:
        recognised(["Kontakt", "Ort\x1b[2J"])
    assert str(refused.value) == (
        "no column is known to hold addresses; there are: 'Kontakt', 'Ort\\x1b[2J'; "
        "say which one does, such as: --map 'Kontakt=address'"
    )


def test_the_refusal_names_the_column_that_has_an_address_in_it() -> None:
    with pytest.raises(BadFile, match="such as: --map 'Kontakt=address'"):
        recognised(["Rufname", "Kontakt"], below=[["Ana", ""], ["Ben", "ben@reader.example"]])


def test_a_column_that_is_not_there_cannot_be_told_of() -> None:
    with pytest.raises(BadValue, match="no column 'Mail'; there are: 'email'"):
        held("email", Mail=Field.NAME)


def test_a_file_without_column_names_is_known_by_an_address_in_its_first_record() -> None:
    columns = headless(["Ana", "ana@reader.example"])
    assert columns
    assert (columns.fields, columns.width) == ({Field.ADDRESS: (1,)}, 2)
    named = headless(["Ana", "ana@reader.example"], told={"1": Field.NAME})
    assert named
    assert named.fields[Field.NAME] == (0,)
    assert headless(["Ana", "Kontakt"]) is None
    with pytest.raises(BadFile, match=r"holds 2 addresses; write one in a row, or, .* such as: --map '1=address'"):
        headless(["Ana <ana@reader.example>", "ben@reader.example"])
    assert headless(["ana@reader.example", "ana@work.example"], told={"2": Field.ADDRESS})


def test_words_on_columns_are_read_from_the_command_line() -> None:
    assert columns_told(["Courriel pro=address", "a=b=name"]) == {"Courriel pro": Field.ADDRESS, "a=b": Field.NAME}


def test_a_column_that_is_told_of_twice_is_refused_by_name() -> None:
    with pytest.raises(BadValue, match="names column 'Status' twice; say once what it holds"):
        columns_told(["Status=status", "Status=ignore"])
    with pytest.raises(BadValue, match="names column 'status' twice"):
        recognised(["email", "Status"], told={"Status": Field.STATUS, "status": Field.IGNORE})


def test_all_columns_of_a_name_are_told_of_together() -> None:
    assert held("email", "Memo", "Memo", Memo=Field.IGNORE)[Field.IGNORE] == (1, 2)
    assert held("Kontakt", "Kontakt", Kontakt=Field.ADDRESS)[Field.ADDRESS] == (0,)


def test_an_ad_is_a_first_name_beside_other_words_of_turkish_alone() -> None:
    assert recognised(["Email", "Ad"]).unread == ("Ad",)
    assert held("E-posta", "Ad", "Soyad") == {Field.ADDRESS: (0,), Field.FIRST_NAME: (1,), Field.LAST_NAME: (2,)}


@pytest.mark.parametrize("option", ["email", "email=", "=name", "email=nonsense"])
def test_words_that_are_none_are_refused_with_those_there_are(option: str) -> None:
    with pytest.raises(
        BadValue, match=r"'\*' is all that nothing else is said of; say what a column holds by its name"
    ):
        columns_told(["*=subscribed"])
    with pytest.raises(BadValue, match="is not COLUMN=FIELD, with FIELD one of address, name, first_name"):
        columns_told([option])


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_names_are_recognised_or_refused(names: list[str]) -> None:
    with suppress(BadFile):
        columns = recognised(names)
        assert all(place < len(names) for places in columns.fields.values() for place in places)
