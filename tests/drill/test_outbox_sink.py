"""The outbox as a sink: a whole file is one mail, a torn one is none, one written again counts twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.drill.outbox_sink import OutboxSink, addressee

if TYPE_CHECKING:
    from pathlib import Path

MAIL = (
    b"To: Ana <ana@reader.example>\r\nSubject: Hello\r\nContent-Type: multipart/alternative;\r\n"
    b' boundary="=end="\r\n\r\n--=end=\r\n\r\nHello\r\n--=end=--\r\n'
)


def put(path: Path, mail: bytes) -> None:
    """Write a file as the outbox does: under another name, then renamed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    unfinished.write_bytes(mail)
    unfinished.replace(path)


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    sink = OutboxSink(tmp_path / "outbox")
    assert sink.reached() == 0
    assert sink.taken() == {}


def test_each_whole_file_is_one_mail_however_often_it_is_looked_at(tmp_path: Path) -> None:
    sink = OutboxSink(tmp_path)
    put(tmp_path / "daily" / "2026-11-23" / "ana@reader.example.eml", MAIL)
    (tmp_path / "daily" / "2026-11-23" / ".new").mkdir()
    (tmp_path / "daily" / "2026-11-23" / ".new" / "17").write_bytes(MAIL)
    for _ in range(3):
        assert sink.taken() == {"ana@reader.example": 1}
    assert sink.reached() == 1


def test_a_file_written_again_counts_twice_even_with_the_same_content(tmp_path: Path) -> None:
    sink = OutboxSink(tmp_path)
    put(tmp_path / "ana.eml", MAIL)
    sink.taken()
    put(tmp_path / "ana.eml", MAIL)
    assert sink.taken() == {"ana@reader.example": 2}


def test_a_file_that_is_gone_is_no_mail(tmp_path: Path) -> None:
    sink = OutboxSink(tmp_path)
    put(tmp_path / "ana.eml", MAIL)
    sink.taken()
    (tmp_path / "ana.eml").unlink()
    assert sink.taken() == {}


def test_a_mail_cut_anywhere_before_its_end_is_torn() -> None:
    whole = len(MAIL.rstrip())
    assert [length for length in range(len(MAIL) + 1) if addressee(MAIL[:length])] == [whole, whole + 1, whole + 2]
    assert addressee(MAIL) == "ana@reader.example"


def test_a_torn_file_counts_as_none(tmp_path: Path) -> None:
    put(tmp_path / "ana.eml", MAIL[:-20])
    sink = OutboxSink(tmp_path)
    assert sink.taken() == {}
