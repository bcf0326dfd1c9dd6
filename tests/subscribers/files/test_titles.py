"""A row within a list that begins another list ends the import, so that nobody below it is taken for a reader."""

from __future__ import annotations

import pytest

from subscribers.errors import BadFile


@pytest.mark.parametrize("title", [
    "Unsubscribed:", "# Unsubscribed", "Abgemeldet", "No more mails", "opted out in May", "Bajas",
    "Dados de baja en 2023",
    "Cancellati", "Cancelados", "Uitgeschrevenen", "Nicht mehr anschreiben", "Ne plus contacter", "Suppression list",
    ",Abgemeldete Leser:", "Unsubscribed,1",
])  # fmt: skip
@pytest.mark.parametrize("head", ["", "email,name\n"])
def test_a_title_of_leavers_stops_it_with_the_remedy(bring, db, head: str, title: str) -> None:
    with pytest.raises(BadFile, match=r"row \d says '.*', as if those below it .* with --as unsubscribed"):
        bring(f"{head}ana@reader.example,Ana\n\n{title}\nben@reader.example,Ben\n")
    assert db.execute("SELECT count(*) FROM subscribers").fetchone() == (0,)


@pytest.mark.parametrize("names", ["Email,Unsubscribed on", "Abmeldung,E-Mail", "Email,Name,Opted out"])
@pytest.mark.parametrize("head", ["", "Email,Subscribed on\n"])
def test_other_names_of_columns_stop_it_with_the_remedy(bring, db, head: str, names: str) -> None:
    with pytest.raises(BadFile, match=r"row \d names columns again, and others .* a file of its own"):
        bring(f"{head}ana@reader.example,2020-01-01\n\n{names}\nben@reader.example,2021-01-01\n")
    assert db.execute("SELECT count(*) FROM subscribers").fetchone() == (0,)


@pytest.mark.parametrize("row", ["EMAIL,Name", "Readers of the north,", ",Ben", "n/a,unsubscribed by phone"])
def test_any_other_row_without_an_address_is_refused_alone(bring, states, row: str) -> None:
    done = bring(f"email,name\nana@reader.example,Ana\n{row}\ncleo@reader.example,Cleo\n")
    assert ([number for number, _ in done.refused], list(states())) == (
        [3],
        ["ana@reader.example", "cleo@reader.example"],
    )


def test_a_standing_without_an_address_is_no_title(bring, states) -> None:
    done = bring("email,status\nana@reader.example,active\n,unsubscribed\n")
    assert ([number for number, _ in done.refused], list(states())) == ([3], ["ana@reader.example"])


@pytest.mark.parametrize("name", ["Unsubscribed", "Bounced", "Abgemeldet"])
def test_addresses_of_leavers_beside_those_of_readers_stop_it_with_the_remedy(bring, states, name: str) -> None:
    with pytest.raises(
        BadFile, match=f"below '{name}' are addresses, such as 'ben2@reader.example'; give those a file"
    ):
        bring(f"Email,{name}\nana@reader.example,ben2@reader.example\nben2@reader.example,\n")
    assert states() == {}
