"""What is read of an import: each file to its end, or none; what a name says of those in it is not passed over."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from subscribers.errors import BadFile, BadValue
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened
from subscribers.files.vocabulary.fields import Field, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

READERS = "email\nana@reader.example\n"
BARE = "ben@reader.example\ncleo@reader.example\n"


@pytest.fixture
def take(db, lists, now, tmp_path) -> Callable[..., list[tuple[str, str]]]:
    """Import files by their names, several as a ZIP, and return what was passed over."""

    def run(files: dict[str, str], *, archive: str = "", **wish) -> list[tuple[str, str]]:
        path = tmp_path / (archive or next(iter(files)))
        if archive:
            with zipfile.ZipFile(path, "w") as made:
                for name, text in files.items():
                    made.writestr(name, text)
        else:
            path.write_text(files[path.name])
        with (
            opened(str(path), stdin=io.BytesIO()) as found,
            importing(db, found, wish=Wish(lists=("weekly",), **wish), now=now) as report,
        ):
            assert report.refused == 0
            return list(report.passed_over)

    return run


@pytest.mark.parametrize(
    "text", [BARE, f"email\n{BARE}", "email,Name,Confirmed at\nben@reader.example,Ben,2020-01-02\n"]
)
def test_a_file_whose_name_alone_tells_that_they_left_stops_with_the_remedy(take, db, states, text: str) -> None:
    with pytest.raises(
        BadFile, match=r"^unsubscribed\.csv: its name says .*; import it with --as unsubscribed, or, if"
    ):
        take({"unsubscribed.csv": text})
    assert db.execute("SELECT count(*) FROM subscribers").fetchone() == (0,)
    take({"unsubscribed.csv": text}, everyone=Verdict.UNSUBSCRIBED)
    assert set(states().values()) == {"unsubscribed"}


def test_what_its_columns_may_say_is_asked_with_what_its_name_says(take, states) -> None:
    files = {"Abmeldungen_2025.csv": "E-Mail;Grund\nben@reader.example;verzogen\nann@reader.example;\n"}
    with pytest.raises(BadFile, match=(
        r"its name says .*, and so may its columns; import it with --as unsubscribed, or, if they are readers: "
        r"--as subscribed, and of its columns: 'Grund' may say .*: --map 'Grund=why_left'; .*: --map 'Grund=ignore'$"
    )):  # fmt: skip
        take(files)
    take(files, everyone=Verdict.UNSUBSCRIBED)
    assert set(states().values()) == {"unsubscribed"}


def test_where_columns_tell_how_they_stand_its_name_is_not_asked_about(take) -> None:
    with pytest.raises(BadFile, match=r"^unsub-review\.csv: 'VIP' may say"):
        take({"unsub-review.csv": "email,status,VIP\nben@reader.example,active,yes\nann@reader.example,active,no\n"})


def test_the_operator_may_say_that_they_are_readers_all_the_same(take, states) -> None:
    take({"unsubscribed.csv": BARE}, everyone=Verdict.SUBSCRIBED)
    assert set(states().values()) == {"confirmed"}


@pytest.mark.parametrize(("files", "archive"), [
    ({"readers.csv": READERS, "bounces.csv": BARE}, "all.zip"),
    ({"readers.csv": READERS, "unsubscribed/1.csv": BARE}, "all.zip"),
    ({"export.csv": BARE}, "bounces.zip"),
])  # fmt: skip
def test_so_does_one_in_an_archive_whatever_part_of_its_name_tells(take, db, files, archive: str) -> None:
    with pytest.raises(BadFile, match="its name says that these people are not to be mailed"):
        take(files, archive=archive)
    assert db.execute("SELECT count(*) FROM subscribers").fetchone() == (0,)


@pytest.mark.parametrize("told", ["status\nben@reader.example,active", "subscribed\nben@reader.example,yes"])
def test_a_column_that_tells_how_they_stand_goes_before_the_name(take, states, told: str) -> None:
    take({"unsubscribed.csv": f"email,{told}\n"})
    assert states() == {"ben@reader.example": "confirmed"}


@pytest.mark.parametrize(("everyone", "reason"), [
    (Verdict.BOUNCED, "hard-bounce"), (Verdict.COMPLAINED, "complaint"),
])  # fmt: skip
def test_all_of_a_file_may_be_suppressed(take, suppressions, everyone: Verdict, reason: str) -> None:
    take({"gone.csv": BARE}, everyone=everyone)
    assert {one.reason for one in suppressions.list()} == {reason}


def test_what_is_said_of_all_revives_nobody_whom_the_file_calls_gone(take, states) -> None:
    take({"a.csv": "email,status\nben@reader.example,unsubscribed\n"}, everyone=Verdict.SUBSCRIBED)
    take({"b.csv": "email,status\ncleo@reader.example,active\n"}, everyone=Verdict.UNCONFIRMED)
    assert states() == {"ben@reader.example": "unsubscribed", "cleo@reader.example": "unconfirmed"}


def test_how_all_stand_is_said_of_one_file_alone(take) -> None:
    with pytest.raises(BadValue, match=r"unpack all\.zip, and import its files one by one"):
        take({"a.csv": READERS, "b.csv": BARE}, archive="all.zip", everyone=Verdict.BOUNCED)


def test_what_holds_no_addresses_is_passed_over_and_named_among_others(take, states) -> None:
    files = {
        "README.txt": "Thank you!\nWrite to help@service.example for help.\n",
        "orders.csv": "order;total\n1;20\n",
        "empty.csv": "",
        "log.json": "[1, 2]",
        "readers.csv": READERS,
    }
    reason = "no addresses stand in it"
    assert take(files, archive="all.zip") == [(name, reason) for name in files if name != "readers.csv"]
    assert list(states()) == ["ana@reader.example"]


@pytest.mark.parametrize("text", [
    "Kontakt,Ort\nben@reader.example,Lisboa\n", '[{"email": "ben@reader.example"}]',
    "names\nBen Ito ben@reader.example\n",
    "who|where\nBen| ben@reader.example |\n",
])  # fmt: skip
def test_what_seems_to_hold_readers_and_cannot_be_read_stops_them_all(take, db, text: str) -> None:
    with pytest.raises(BadFile, match=r"^people\.csv: "):
        take({"readers.csv": READERS, "people.csv": text}, archive="all.zip")
    assert db.execute("SELECT count(*) FROM subscribers").fetchone() == (0,)


def test_an_archive_without_readers_says_so(take) -> None:
    with pytest.raises(BadFile, match=r"^all\.zip: no file in it holds addresses"):
        take({"README.txt": "Hi\n", "orders.csv": "order\n1\n"}, archive="all.zip")


def test_a_column_told_of_may_be_in_one_file_of_several_but_must_be_in_one(take, states) -> None:
    files = {"leute.csv": "Kontakt\nben@reader.example\n", "readers.csv": READERS}
    take(files, archive="all.zip", told={"Kontakt": Field.ADDRESS})
    assert list(states()) == ["ana@reader.example", "ben@reader.example"]
    with pytest.raises(BadValue, match="there is no column 'Kontact'; there are: 'email'"):
        take({"a.csv": READERS, "b.csv": READERS}, archive="all.zip", told={"Kontact": Field.NAME})


def test_a_key_told_of_may_be_in_one_object_of_several_but_must_be_in_one(bring, states) -> None:
    data = '{"email": "ana@reader.example", "Memo": "REMOVE"}\n{"email": "ben@reader.example"}\n'
    assert bring(data, told={"Memo": Field.IGNORE}).refused == []
    assert list(states()) == ["ana@reader.example", "ben@reader.example"]
    with pytest.raises(BadValue, match="there is no column 'Mem'; there are: 'email', 'Memo'"):
        bring(data, told={"Mem": Field.IGNORE})


@pytest.mark.parametrize("sign", "#*~!")
def test_a_row_that_is_crossed_out_is_refused(bring, states, sign: str) -> None:
    ((row, reason),) = bring(f"email\n{sign}ana@reader.example\nben@reader.example\n").refused
    assert (row, reason.startswith(f"the address begins with {sign}, as one that is crossed out")) == (2, True)
    assert list(states()) == ["ben@reader.example"]


@pytest.mark.parametrize(("name", "text"), [
    ("unsubscribed.csv", "Email,Status\nana@reader.example,\n"),
    ("bounces.csv", "Email,Unsubscribed\nana@reader.example,\n"),
    ("unsubscribed.csv", "Email,Status\nben@reader.example,bounced\nana@reader.example,\n"),
])  # fmt: skip
def test_where_a_files_name_says_that_they_left_each_row_is_to_say_how(take, states, name: str, text: str) -> None:
    with pytest.raises(BadFile, match=r"and row \d does not say how .* --as (?:unsubscribed|bounced), or, if they are"):
        take({name: text})
    take({name: text}, everyone=Verdict.SUBSCRIBED)
    assert "ana@reader.example" in states()
