"""A word on leaving is not passed over where nothing is read of how somebody stands, be it a note or of no meaning."""

from __future__ import annotations

import pytest

from subscribers.errors import BadCell
from subscribers.files.records.columns import recognised
from subscribers.files.records.listening import listener
from subscribers.files.vocabulary.fields import Field


def hear(column: str, *cells: str, **told: Field) -> dict[str, tuple[int, str]]:
    """What is heard of leaving in cells below a column."""
    heard: dict[str, tuple[int, str]] = {}
    listen = listener(recognised(["email", column], told=told), heard)
    assert listen
    for cell in cells:
        listen(["ana@reader.example", cell])
    return heard


@pytest.mark.parametrize(("column", "cell"), [
    ("Newsletter-Status", "abgemeldet"), ("Situación", "dado de baja"),
    ("Situation", "résilié"), ("settings", '{"unsubscribed": true}'), ("subscriptions", '[{"status": "unsubscribed"}]'),
    ("preferences", '{"newsletter": false}'), ("Suppressions", "USER_SUPPRESSED"), ("Reasons", "['UNSUBSCRIBE']"),
    *(("Level", word) for word in (
        "unconfirmed", "Pending", "awaiting confirmation", "bounce", "hard bounce", "spam", "deleted", "denied",
        "отписан", "退会", "in attesa", "gesperrt", "Suspendido", "Annullato", "Geblokkeerd", "unzustellbar", "Lapsed",
        "Unsubscribed 2023", "Opted out (phone)", "Bounced x3", "gekündigt zum 31.12.", "BAJA 2023",
        "Baja (voluntaria)",
        "De baja",
    )),
])  # fmt: skip
def test_who_left_by_a_column_of_which_nothing_is_known_is_refused_with_the_remedy(column: str, cell: str) -> None:
    with pytest.raises(BadCell, match=r"which is not read, says .*--map"):
        hear(column, cell)
    assert hear(column, "", "Lisbon", '{"unsubscribed": false}', '{"newsletter": true}', "[1, 2]", "no") == {}
    assert listener(recognised(["email", column], told={column: Field.IGNORE}), {}) is None


@pytest.mark.parametrize("cell", [
    "Newsletter Abgemeldet", "unsubscriber", "Unsubscribed user", "Ne plus écrire", "News; Newsletter abgemeldet",
])  # fmt: skip
def test_a_tag_of_few_words_of_which_one_is_of_leaving_is_refused_too(cell: str) -> None:
    with pytest.raises(BadCell, match="if they left, put unsubscribed into a column named status"):
        hear("Categories", cell)
    assert hear("Categories", "Baja California", "Left Bank", "Former mayors", "Gone fishing") == {}


@pytest.mark.parametrize("name", ["Patron Status", "Membership status"])
@pytest.mark.parametrize("left", ["Former patron", "Declined patron", "closed", "Lapsed member"])
def test_how_somebody_stands_with_whatever_lets_none_in_who_left(bring, states, name: str, left: str) -> None:
    file = f"Email,{name}\nana@reader.example,Active patron\nben@reader.example,{left}\n"
    ((row, reason),) = bring(file).refused
    assert (row, f"--map '{name}=status'" in reason, list(states())) == (3, True, ["ana@reader.example"])


@pytest.mark.parametrize("cell", [
    "DO NOT EMAIL", "REMOVE", "please remove", "unsub 3/4", "opted out", "abbestellt", "bounced", "deceased",
    '{"unsubscribed": true}', "STOP", "unsub - 3 Feb", "unsubscribed (manual)", "unsubscribed from all",
    "opted out by phone", "no longer subscribed", "abgemeldet am 3. Mai", "off list", "take off list",
    "please take off list", "dead", "Décédé", "décédée 2023", "fallecido", "deceduto", "overleden", "zmarł",
    "zmarła", "zrezygnował", "raus", "supprimer", "gestorben", "falecido",
])  # fmt: skip
def test_a_note_of_nothing_but_a_word_on_leaving_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match=r"put unsubscribed into a column named status; .*: --map 'Comment=note'"):
        hear("Comment", cell)
    assert listener(recognised(["email", "Comment"], told={"Comment": Field.NOTE}), {}) is None


REMARKS = {
    "en": "no more emails pls|take off list|asked to be taken off|no longer wants mail|doesn't want mail|please remove "
          "from our list|they unsubscribed|died in 2021|no mail, but keeps the paper|"
          "Round 4/5 - does not want our emails any longer|Moved to Spain, cancel newsletter|Wants off|"
          "Opt-out received|Likes boats. Do not email her.|not interested|consent withdrawn|does not want",
    "de": "will keinen NL mehr|keine Mails mehr|kein NL|bitte nicht mehr anschreiben|bitte aus dem Verteiler löschen|"
          "wurde im Mai gestrichen|aus dem Verteiler nehmen|hat gekündigt|verstorben|† 2023|Newsletter: nein|"
          "bitte keine Post und keine Mails mehr|kein Interesse mehr|verst. 2023|Einwilligung im Mai widerrufen",
    "fr": "ne plus envoyer|plus de mails svp|ne veut plus recevoir la lettre|retirer de la liste|est décédé|a résilié|"
          "a demandé à être retiré|plus intéressé",
    "es": "no enviar|no mas correos|quitar de la lista|ha muerto|no quiere recibir el boletín|"
          "pidió que no le enviemos más|se dio de baja",
    "pt": "não enviar|nenhum email|sem newsletter|retirar da lista|faleceu|pediu para sair|óbito",
    "it": "non inviare|non vuole più mail|togliere dalla lista|è morto|niente newsletter|ha chiesto la cancellazione",
    "nl": "niet meer mailen|geen nieuwsbrief|uit de lijst halen|is overleden|wil geen mail meer|van de lijst af",
    "pl": "nie wysyłać|nie chce maili|prosi o usunięcie z listy|nie żyje|zrezygnowała|wycofana zgoda|do usunięcia|"
          "nie życzy sobie",
    "sv": "inga fler mejl|ta bort från listan|avliden|vill inte ha nyhetsbrev|avslutat",
    "da": "ikke flere mails|fjern fra listen|skal slettes|ønsker ikke nyhedsbrev|død|vil ikke have mails|skal fjernes",
}  # fmt: skip


@pytest.mark.parametrize("remark", [remark for said in REMARKS.values() for remark in said.split("|")])
def test_a_remark_of_nothing_but_no_more_mail_is_refused_as_a_note_and_as_a_tag(remark: str) -> None:
    with pytest.raises(BadCell, match=r"put unsubscribed into a column named status; .*: --map 'Comment=note'"):
        hear("Comment", remark)
    for tags in (remark, f"sport; {remark}"):
        with pytest.raises(BadCell, match="which is not read, says"):
            hear("Tags", tags)


@pytest.mark.parametrize("remark", [
    "no", "Non-NL", "wants mail", "gets mail twice", "Mail no. 5", "no dogs", "no paper, mail ok", "print + email",
    "gate/left", "Left/Right", "print: yes, mail: yes", "Paid. Call first", "wants the paper, and mail", "my list",
    "waiting list", "to do", "mailing", "Newsletter Plus", "News mai", "sans souci", "contact me", "list 1",
])  # fmt: skip
def test_a_remark_that_may_say_anything_else_is_none_of_leaving(remark: str) -> None:
    assert hear("Comment", remark) == hear("Tags", remark) == {}


@pytest.mark.parametrize(
    "cell", ["", "likes boats", "3/4", "asked us to remove the old street", "12.5", "from Lisbon, stop 3"]
)
def test_any_other_note_is_a_note(cell: str) -> None:
    assert hear("Comment", cell) == {}


@pytest.mark.parametrize("cell", ["Unsubscribed ::: * myContacts", "vip; bounced", "vip,Opted out", "a|unsubscribed"])
def test_one_tag_of_several_may_say_who_left(cell: str) -> None:
    with pytest.raises(BadCell, match="put unsubscribed into a column named status"):
        hear("Labels", cell)
    assert hear("Labels", "vip ::: * myContacts") == {}


SENTENCES = (
    "Her sister unsubscribed on 3 May by phone", "called twice; opted out in the end, Ben says",
    "Likes boats. Do not email her on Sundays.",
    "hat sich im Mai telefonisch abgemeldet", "sa sœur s'est désabonnée en mai, par téléphone",
    "mail to the old address bounced, ask for a new one",
)  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("column", ["Memo", "Notes"])
def test_a_sentence_that_speaks_of_leaving_is_counted(column: str, sentence: str) -> None:
    heard = hear(column, "likes boats", sentence, "", sentence)
    assert {name: rows for name, (rows, _) in heard.items()} == {column: 2}
    assert heard[column][1] in sentence


def test_in_an_export_from_here_a_note_is_a_note() -> None:
    assert listener(recognised(["address", "lists", "note"]), {}) is None


def test_the_import_tells_of_it_and_takes_them_in(bring, states) -> None:
    done = bring("email,Memo,Notes\na@reader.example,her sister unsubscribed by phone in May,\nb@reader.example,,\n")
    assert (done.refused, list(states())) == ([], ["a@reader.example", "b@reader.example"])


@pytest.mark.parametrize("name", ["Unsubscribed", "ABGEMELDET Ann", "bounced - Ann", "Ann (opted out)"])
def test_a_name_before_an_address_that_speaks_of_leaving_is_asked_about(bring, states, name: str) -> None:
    ((row, reason),) = bring(f"email\n{name} <ana@reader.example>\nBen Ito <ben@reader.example>\n").refused
    assert (row, "before the address may say that they are not to be mailed" in reason) == (2, True)
    assert list(states()) == ["ben@reader.example"]


@pytest.mark.parametrize("note", [
    "im Büro bitte nicht mehr anschreiben, sagt Ina", "wurde im Mai aus der Kartei gestrichen", "pidió la baja ayer",
    "ne veut plus recevoir la lettre à son bureau", "please remove from our list before Easter", "marked us as spam",
    "her desk asked to be taken off",
])  # fmt: skip
def test_a_note_in_other_words_is_counted_too(note: str) -> None:
    assert list(hear("Note", note)) == ["Note"]


@pytest.mark.parametrize("column", ["Categories", "Gruppe", "Verteiler"])
def test_one_of_several_values_may_say_who_left_whatever_its_column_is_called(column: str) -> None:
    with pytest.raises(BadCell, match="put unsubscribed into a column named status"):
        hear(column, "News;Unsubscribed")


@pytest.mark.parametrize(("good", "left"), [
    ('"subscriptions": [{"list": "daily", "active": true}]', '"subscriptions": [{"list": "daily", "active": false}]'),
    ('"channels": [{"type": "email", "enabled": true}]', '"channels": [{"type": "email", "enabled": false}]'),
    ('"emails": [{"bounced": false}]', '"emails": [{"bounced": true}]'),
    ('"newsletters": [{"id": "1"}]', '"newsletters": []'),
    ('"tags": []', '"tags": ["unsubscribed"]'),
])  # fmt: skip
def test_a_list_of_objects_that_says_it_within_refuses_its_row(bring, states, good: str, left: str) -> None:
    done = bring(f'{{"email": "ana@reader.example", {good}}}\n{{"email": "ben@reader.example", {left}}}\n')
    assert ([row for row, _ in done.refused], list(states())) == ([2], ["ana@reader.example"])
