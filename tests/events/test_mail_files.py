from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from digest.errors import IngestError
from digest.events.mail_files import LARGEST, mail_files, mails_in


class Aside:
    """Remembers what was set aside, and what could not be read."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.unreadable: list[tuple[str, str | None]] = []

    def __call__(self, name: str, reason: str) -> None:
        self.told.append((Path(name).name, reason))

    def unread(self, name: str, error: OSError) -> None:
        self.unreadable.append((Path(name).name, error.strerror))


@pytest.fixture
def aside() -> Aside:
    return Aside()


def found(path: Path, aside: Aside) -> list[tuple[str, bytes]]:
    mails = mail_files(path, set_aside=aside, unreadable=aside.unread)
    return [(str(Path(name).relative_to(path.parent)), raw) for name, raw in mails]


MBOX = (
    b"From a Mon Nov 23 06:00:00 2026\nSubject: 1\n\nFrom the start\n\n"
    b"From b Mon Nov 23 07:00:00 2026\nSubject: 2\n\nx\n"
)


def test_a_file_holds_one_mail(tmp_path: Path, aside: Aside) -> None:
    (tmp_path / "one.eml").write_bytes(b"Subject: 1\n\nx\n\nFrom here on\n")
    assert found(tmp_path / "one.eml", aside) == [("one.eml", b"Subject: 1\n\nx\n\nFrom here on\n")]


def test_an_mbox_holds_many_each_after_a_blank_line(tmp_path: Path, aside: Aside) -> None:
    (tmp_path / "mail").write_bytes(MBOX)
    mails = found(tmp_path / "mail", aside)
    assert [name for name, _ in mails] == ["mail #1", "mail #2"]
    assert [raw.splitlines()[0] for _, raw in mails] == [b"Subject: 1", b"Subject: 2"]


def test_a_maildir_holds_what_is_new_and_what_was_seen_but_nothing_unfinished(tmp_path: Path, aside: Aside) -> None:
    box = tmp_path / "Maildir"
    for folder in ("new", "cur", "tmp"):
        (box / folder).mkdir(parents=True)
        (box / folder / f"1700000000.{folder}.host:2,S").write_bytes(folder.encode())
    (box / "dovecot-uidlist").write_bytes(b"3 V1")
    assert [raw for _, raw in found(box, aside)] == [b"new", b"cur"]


def test_a_folder_is_searched_through_in_the_order_of_the_names(tmp_path: Path, aside: Aside) -> None:
    (tmp_path / "in" / "more").mkdir(parents=True)
    (tmp_path / "in" / "b.eml").write_bytes(b"b")
    (tmp_path / "in" / "a.mbox").write_bytes(MBOX)
    (tmp_path / "in" / ".hidden").write_bytes(b"h")
    (tmp_path / "in" / "empty").touch()
    (tmp_path / "in" / "more" / "c").write_bytes(b"c")
    os.mkfifo(tmp_path / "in" / "pipe")
    names = [name for name, _ in found(tmp_path / "in", aside)]
    assert names == ["in/a.mbox #1", "in/a.mbox #2", "in/b.eml", "in/more/c"]
    assert aside.told == []


def test_a_mail_that_is_too_large_is_set_aside_and_the_others_follow(tmp_path: Path, aside: Aside) -> None:
    huge = b"From x\nSubject: huge\n\n" + b"y" * LARGEST + b"\n\n"
    (tmp_path / "box").write_bytes(huge + MBOX)
    (tmp_path / "huge.eml").write_bytes(huge[7:])
    assert [raw.splitlines()[0] for _, raw in found(tmp_path, aside)] == [b"Subject: 1", b"Subject: 2"]
    assert aside.told == [("box #1", "is larger than 5 MB"), ("huge.eml", "is larger than 5 MB")]


def test_a_file_that_cannot_be_read_is_told_and_the_others_follow(tmp_path: Path, aside: Aside) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    (tmp_path / "b").write_bytes(b"b")
    assert [raw for _, raw in found(tmp_path, aside)] == [b"b"]
    assert aside.unreadable == [("a", "No such file or directory")]
    assert aside.told == []


def test_a_stream_holds_one_mail_or_an_mbox_or_nothing(aside: Aside) -> None:
    assert list(mails_in(io.BytesIO(b"Subject: 1\n\nx"), name="-", set_aside=aside)) == [("-", b"Subject: 1\n\nx")]
    assert [name for name, _ in mails_in(io.BytesIO(MBOX), name="-", set_aside=aside)] == ["- #1", "- #2"]
    assert list(mails_in(io.BytesIO(b""), name="-", set_aside=aside)) == []
    assert list(mails_in(io.BytesIO(b"x" * (LARGEST + 1)), name="-", set_aside=aside)) == []
    assert aside.told == [("-", "is larger than 5 MB")]


def test_a_path_at_which_nothing_stands_is_an_error(tmp_path: Path, aside: Aside) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name, words in (("none", "no such file"), ("pipe", "is a pipe"), ("x" * 300, "no such file")):
        with pytest.raises(IngestError, match=words):
            found(tmp_path / name, aside)
