"""What a refusal says to add to the command does, as it stands, what is meant: who left stays out, others come in."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import pytest

from subscribers.errors import BadFile
from subscribers.files.records.told import columns_told, standing_told

_REMEDY = re.compile(r"(?:such as: |does not matter: |import it with )(--.*?)(?=; or|, or, |$)")


def pasted(bring, file: str) -> Any:
    """Import a file as the refusal of it says."""
    with pytest.raises(BadFile) as refused:
        bring(file, confirmed=True)
    found = _REMEDY.search(str(refused.value))
    assert found, refused.value
    said = shlex.split(found[1])
    options = list(zip(said[::2], said[1::2], strict=True))
    told = columns_told([value for option, value in options if option == "--map"])
    everyone = standing_told(next((value for option, value in options if option == "--as"), ""))
    return bring(file, told=told, everyone=everyone, confirmed=True)


def table(head: str, *rows: str) -> str:
    """A file in which Ann is a reader, and each other row is of one who left."""
    names = ["ann", *(f"left{number}" for number in range(1, len(rows)))]
    return "\n".join([f"Email;{head}", *(f"{who}@reader.example;{row}" for who, row in zip(names, rows, strict=True))])


@pytest.mark.parametrize("file", [
    table("Email Marketing Consent;Email Suppressions", "SUBSCRIBED;[]", "UNSUBSCRIBED;[]", "SUBSCRIBED;['BOUNCE']"),
    table("unsubscribedMessageTypeIds;unsubscribedChannelIds", "[];[]", "[];[55]", "[12, 13];[]"),
    table("activated;deactivated", "1601042335;0", "1601042335;1601042339", "0;0"),
    table("Newsletter consent;Consent for partners", "yes;no", "no;yes"),
    table("Consent", "granted", "denied", "withdrawn"),
    table("Kündigung zum", "", "31.12.2023"),
    table("Reason removed", "", "moved away"),
    table("Unsub=1", "0", "1"),
    table("Abonné d'office (désinscrit le)", "", "2022-03-04"),
    table("Ne souhaite plus recevoir", "non", "oui"),
    table("Unsuscribed", "no", "yes"),
    table("Weekend", "yes", "no"),
    table("Odjava;Fnord", ";yes", "x;yes"),
    table("Bounce Type", "", "Hard Bounce"),
    table("No Bulk Emails (User Opt Out)", "No", "Yes"),
])  # fmt: skip
def test_a_remedy_for_columns_lets_in_who_is_a_reader_and_nobody_else(bring, mailable, file: str) -> None:
    assert pasted(bring, file).refused == []
    assert mailable("weekly") == ["ann@reader.example"]


@pytest.mark.parametrize("about", [
    {"emails": [{"email": "ann@reader.example", "primary": True}]},
    {"emails": ["ann@reader.example"]},
    {"id": 3, "account": {"email": "ann@reader.example"}},
    {"id": 3, "who": {"mails": [{"address": "ann@reader.example", "kind": "work"}]}},
])  # fmt: skip
def test_a_remedy_finds_the_address_in_an_object_of_json(bring, mailable, about: dict[str, object]) -> None:
    assert pasted(bring, json.dumps(about)).refused == []
    assert mailable("weekly") == ["ann@reader.example"]


def test_an_address_among_several_of_an_object_is_not_guessed_at(bring) -> None:
    ((_, reason),) = pasted(bring, json.dumps({"emails": ["ann@reader.example", "lee@reader.example"]})).refused
    assert reason == "emails is a list; write one value there"


@pytest.mark.parametrize("reason", ["Reason", "Abmeldegrund"])
def test_of_all_who_left_no_row_is_passed_over_for_how_it_is_written(bring, mailable, reason: str) -> None:
    names = ["ann", "ben", "cleo"]
    bring("".join(f"{name}@reader.example\n" for name in names), confirmed=True)
    rows = "ann@reader.example,many,2020-01-01,more\nmailto:ben@reader.example,x\n MAILTO:cleo@reader.example?to=x,\n"
    assert bring(f"Email,{reason}\n{rows}", everyone=standing_told("unsubscribed")).refused == []
    assert mailable("weekly") == []


@pytest.mark.parametrize("separator", [",", ";"])
def test_lines_that_stand_in_quotation_marks_as_a_whole_are_read(bring, mailable, roster, separator: str) -> None:
    lines = (
        ("Email", "Name", "Status"),
        ("ann@reader.example", '""Lee, Ann; ""', "active"),
        ("ben@reader.example", "Ben", "unsubscribed"),
    )
    assert bring("".join(f'"{separator.join(line)}"\r\n' for line in lines), confirmed=True).refused == []
    assert (mailable("weekly"), roster.show("ann@reader.example").name) == (["ann@reader.example"], "Lee, Ann;")
