"""What is named is opened: a file, standard input, or an archive of several; what cannot be read says so."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadFile, RosterError
from subscribers.files.intake.opening import DAMAGE, opened

if TYPE_CHECKING:
    from pathlib import Path


def names(place: str | Path, data: bytes = b"") -> list[str]:
    with opened(str(place), stdin=io.BytesIO(data)) as found:
        return [part.name for part in found.parts]


def archive(**members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name.replace("__dot__", "."), text)
    return data.getvalue()


def test_a_file_is_called_by_its_name_alone_without_what_could_command_a_terminal(tmp_path) -> None:
    path = tmp_path / "mem\x1bbers.csv"
    path.write_text("email\n")
    assert names(path) == ["mem bers.csv"]


def test_standard_input_can_be_read_again_from_its_beginning() -> None:
    with opened("-", stdin=io.BytesIO(b"email\n")) as found:
        assert found.name == "standard input"
        for _ in range(2):
            with found.parts[0].open() as stream:
                stream.seek(0)
                assert stream.read() == b"email\n"


def test_an_archive_is_told_by_its_bytes_and_gives_what_could_be_readers() -> None:
    data = archive(
        **{
            "a.csv": "email",
            "b/c.jsonl": "{}",
            "notes.pdf": "",
            "__MACOSX/a.csv": "",
            ".DS_Store": "",
            "nonsubscribed.csv": "",
        }
    )
    with opened("-", stdin=io.BytesIO(data)) as found:
        assert [part.name for part in found.parts] == ["a.csv", "c.jsonl"]
        (pdf, why), *others = found.passed_over
        assert (pdf, why[:23]) == ("notes.pdf", "its name ends on none o")
        assert others == [("nonsubscribed.csv", "these people never subscribed")]


@pytest.mark.parametrize("name", ["unsubscribed.xlsx", "unsubscribed", "Abmeldungen/2024.xls", "bounces.csv.gz"])
def test_an_archive_with_leavers_that_cannot_be_read_is_refused_with_the_remedy(name: str) -> None:
    with pytest.raises(BadFile, match=f"{name} cannot be read, and its name says .* save it as CSV in the archive, or"):
        names("-", archive(**{"subscribed.csv": "email", name: ""}))


@pytest.mark.parametrize("name", ["more.zip", "Readers.XLSX", "part.csv.gz"])
def test_an_archive_with_what_may_hold_readers_that_cannot_be_read_is_refused(name: str) -> None:
    with pytest.raises(
        BadFile, match=f"{name} cannot be read, and may hold readers; save it as CSV in the archive, or"
    ):
        names("-", archive(**{"subscribed.csv": "email", name: ""}))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            archive(**{"[Content_Types].xml": "", "xl/a.txt": ""}),
            "is a workbook of a spreadsheet; save the sheet as CSV",
        ),
        (archive(**{"a.pdf": ""}), "has 0 files in it that could be read"),
        (archive(**{f"{n}.csv": "" for n in range(101)}), "has 101 files in it"),
        (archive(**{"a.csv": "email"})[:40], "is an archive that cannot be read"),
    ],
    ids=["workbook", "no table", "too many", "broken"],  # the bytes have the time in them
)
def test_an_archive_of_no_use_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(BadFile, match=reason):
        names("-", data)


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(archive(**{"a.csv": "email"}))
    data[6] |= 1  # the flag in the member's own header
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(BadFile, match="is encrypted"):
        names("-", bytes(data))


def test_a_folder_is_no_file(tmp_path) -> None:
    with pytest.raises(BadFile, match="is a folder; name a file"):
        names(tmp_path)
    with pytest.raises(FileNotFoundError):
        names(tmp_path / "none.csv")


def test_a_file_without_a_name_in_a_damaged_archive_is_passed_over_and_told() -> None:
    data = archive(**{"a.csv": "email\nana@reader.example\n", "b.csv": "email\n"})
    with opened("-", stdin=io.BytesIO(data[::-1].replace(b"vsc.a", b"\0\0\0\0\0", 1)[::-1])) as found:
        assert ([part.name for part in found.parts], [name for name, _ in found.passed_over]) == (["b.csv"], [""])


@given(st.binary(max_size=200), st.integers(0, 120))
def test_a_damaged_archive_raises_nothing_undocumented(noise: bytes, place: int) -> None:
    data = archive(**{"a.csv": "email\nana@reader.example\n" * 3})
    stdin = io.BytesIO(data[:place] + noise + data[place + len(noise) :])
    with suppress(RosterError, *DAMAGE), opened("-", stdin=stdin) as found:
        for part in found.parts:
            with part.open() as stream:
                stream.read()
