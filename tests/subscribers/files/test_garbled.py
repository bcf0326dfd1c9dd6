"""A column's name in another encoding than it is read in is not passed over, since it may be one of leaving."""

from __future__ import annotations

import pytest

from subscribers.errors import BadFile

CYRILLIC = "E-mail;Имя;Отписан\nana@reader.example;A;нет\nben@reader.example;B;да\n"
FRENCH = "E-mail;Prénom;Désabonné\nana@reader.example;A;non\nben@reader.example;B;oui\n"
CZECH = "E-mail;Odhlášen\nana@reader.example;ne\nben@reader.example;ano\n"


@pytest.mark.parametrize(("text", "encoding"), [
    (CYRILLIC, "cp1251"), (CYRILLIC, "koi8-r"), (FRENCH, "mac_roman"), (FRENCH, "cp850"), (CZECH, "iso8859-2"),
    (CYRILLIC.replace("Отписан", "Διαγραφή"), "cp1253"),
])  # fmt: skip
def test_the_import_stops_until_the_encoding_is_told(bring, states, text: str, encoding: str) -> None:
    data = text.encode(encoding, "replace")
    with pytest.raises(
        BadFile, match="looks as if the file were not in windows-1252; say what it is in, such as --enc"
    ):
        bring(data)
    if "Διαγραφή" not in text:
        bring(data, encoding=encoding)
        assert states() == {"ana@reader.example": "confirmed", "ben@reader.example": "unsubscribed"}


@pytest.mark.parametrize("name", ["DÃ©sabonnÃ©", "D&eacute;sabonn&eacute;"])
def test_a_name_that_was_garbled_before_is_to_be_written_again(bring, name: str) -> None:
    with pytest.raises(BadFile, match=r"is garbled; write it in the file as it is meant, or, .*: --map"):
        bring(f"email,{name}\nana@reader.example,oui\n")


@pytest.mark.parametrize(
    "name", ["Straße", "Créée le", "N° client", "Fête", "Größe", "Code d\u2019accès", "Año", "Preis €"]
)
def test_names_that_are_right_are_taken_as_they_are(bring, states, name: str) -> None:
    bring(f"email;{name}\nana@reader.example;Düne\n".encode("cp1252"))
    assert list(states()) == ["ana@reader.example"]


@pytest.mark.parametrize(("encoding", "active", "left"), [
    ("cp1251", "активен", "отписан"), ("mac_roman", "Abonné", "Désabonné"), ("cp850", "Abonné", "Désabonné"),
    ("cp1251", "да", "не писать"),
])  # fmt: skip
def test_words_in_another_encoding_in_a_column_that_is_not_read_let_nobody_in(bring, states, encoding, active, left):
    file = f"Email;Info\nana@reader.example;\nben@reader.example;{left}\n".encode(encoding)
    ((row, reason),) = bring(file).refused
    assert (row, "--encoding cp1251 or" in reason, list(states())) == (3, True, ["ana@reader.example"])
    assert bring(file.replace(left.encode(encoding), active.encode(encoding)), encoding="cp1252").refused == []
    assert "column 'Info', which is not read, says" in bring(file, encoding=encoding).refused[0][1]


def test_a_name_with_signs_of_html_in_it_stops_it(bring) -> None:
    with pytest.raises(BadFile, match="the column name 'D&eacute' is garbled"):
        bring("E-mail;D&eacute;sabonn&eacute;\nana@reader.example;;oui;\n")


def test_other_words_are_as_they_are_meant(bring) -> None:
    words = ["Zoë d’Été", "Größe", "„Wort“", "¿Qué?", "Þórður", "l’été…", "São João", "Łódź".replace("ź", "z")]
    rows = "".join(f"r{number}@reader.example;{word}\n" for number, word in enumerate(words))
    assert bring(f"Email;Info\n{rows}".encode("cp1252", "replace")).refused == []
