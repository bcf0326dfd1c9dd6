"""Whoever is named in a row that is refused is not let in by another: it may say that they are not to be mailed."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("rows", [
    "Email,Note\nana@reader.example,\nana@reader.example,REMOVE\n",
    "Email,Name\nana@reader.example,\n#ana@reader.example,\n",
    "Email,Status\nana@reader.example,far away\nana@reader.example,active\n",
    "Email,Status\nana@reader.example,active\nana@reader.example,active,gone\n",
    'Email,Status\nana@reader.example,active\n"ana@reader.example,bounced\n',
    *(f'Email,Status\nAna@reader.example,active\n"{text}",unsubscribed\n' for text in (
        "mail:ana@reader.example", "ana@reader.example;", "ana@reader.example..", "ana(work)@reader.example",
        "ana @reader.example", "\u200bana@reader.example", "x@reader.example, ana@reader.example",
    )),
])  # fmt: skip
def test_who_has_a_row_refused_is_not_let_in_by_another(bring, states, rows: str) -> None:
    done = bring(f"{rows}ben@reader.example,\n")
    assert list(states()) == ["ben@reader.example"]
    assert "names them too, and is refused; mend that one, or take it out" in str(done.refused)


def test_who_left_by_one_row_leaves_whatever_another_says(bring, states) -> None:
    bring("email,status\nana@reader.example,unsubscribed\nana@reader.example,nonsense\nben@reader.example,active\n")
    assert states() == {"ana@reader.example": "unsubscribed", "ben@reader.example": "confirmed"}


@pytest.mark.parametrize("row", [
    "Unsubscribed,", "DO NOT,EMAIL", "(unsubscribed),", ",Abgemeldet", "not subscribed,", "hard bounce,",
])  # fmt: skip
def test_a_name_that_is_but_a_word_on_leaving_is_no_name(bring, states, row: str) -> None:
    head = "email,first name,last name\n"
    ((number, reason),) = bring(f"{head}ana@reader.example,{row}\nben@reader.example,Ben,Stop\n").refused
    assert (number, "put unsubscribed into a column named status" in reason) == (2, True)
    assert list(states()) == ["ben@reader.example"]


def test_so_it_is_with_a_row_whose_cells_have_shifted(bring, states) -> None:
    done = bring("email,name,status\nana@reader.example,unsubscribed\nben@reader.example,unsubscribed,unsubscribed\n")
    assert ([row for row, _ in done.refused], states()) == ([2], {"ben@reader.example": "unsubscribed"})


@pytest.mark.parametrize("name", [
    "DO NOT,EMAIL", "Bob,(unsubscribed)", "ABGEMELDET,Ito", "Bob,Lee - opted out", "Bob (left),", "Bob,Lee (RIP)",
    "zzz Bob - deleted,", "Bob (zmarł),Lee",
])  # fmt: skip
def test_whose_name_has_a_word_on_leaving_in_it_is_refused(bring, states, name: str) -> None:
    file = f"Email,First Name,Last Name\nana@reader.example,Mort,Stop\nbob@reader.example,{name}\n"
    ((row, reason),) = bring(file).refused
    assert (row, reason.startswith(f"the name is {name.replace(',', ' ').strip()}; if they left")) == (3, True)
    assert list(states()) == ["ana@reader.example"]
