"""Files of ours in a folder of others: what is new is written, what was ours goes, a kill leaves all whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from digest.errors import DigestError
from digest.pipeline.publishing.own_files import LIST, Planned, Tally, keep

if TYPE_CHECKING:
    from pathlib import Path


def plan(*names: str, key: str = "1") -> list[Planned]:
    return [Planned(name, key, lambda name=name: f"{name} {key}".encode()) for name in names]


def files(folder: Path) -> dict[str, str]:
    found = {str(one.relative_to(folder)): one.read_text() for one in folder.rglob("*") if one.is_file()}
    return {name: text for name, text in found.items() if not name.startswith(".digest-archive")}


def test_a_second_build_of_the_same_writes_nothing(tmp_path: Path) -> None:
    assert keep(tmp_path, plan("a/x.html", "b.html")) == Tally(2, 0, 0)
    before = {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*") if one.is_file()}
    assert keep(tmp_path, plan("a/x.html", "b.html")) == Tally(0, 2, 0)
    assert {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*") if one.is_file()} == before


def test_what_changed_is_written_and_what_somebody_spoilt_is_mended(tmp_path: Path) -> None:
    keep(tmp_path, plan("a.html", "b.html", "c.html"))
    (tmp_path / "b.html").write_text("spoilt")
    (tmp_path / "c.html").unlink()
    assert keep(tmp_path, [*plan("a.html", key="2"), *plan("b.html", "c.html")]) == Tally(3, 0, 0)
    assert files(tmp_path) == {"a.html": "a.html 2", "b.html": "b.html 1", "c.html": "c.html 1"}


def test_what_is_planned_no_more_goes_with_its_empty_folders_and_others_files_stay(tmp_path: Path) -> None:
    keep(tmp_path, plan("a/b/x.html", "a/y.html", "c/z.html"))
    (tmp_path / "a" / "theirs.html").write_text("theirs")
    (tmp_path / "index.html").write_text("theirs")
    assert keep(tmp_path, plan("c/z.html")) == Tally(0, 1, 2)
    assert files(tmp_path) == {"a/theirs.html": "theirs", "c/z.html": "c/z.html 1", "index.html": "theirs"}
    assert not (tmp_path / "a" / "b").exists()


def test_a_file_of_somebody_else_in_the_way_stops_it_before_anything_is_changed(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text("theirs")
    with pytest.raises(DigestError, match=r"b\.html is none of ours; move it away, or build into another folder"):
        keep(tmp_path, plan("a.html", "b.html"))
    assert files(tmp_path) == {"b.html": "theirs"}


def test_an_optional_one_is_left_to_whoever_wrote_it(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("theirs")
    wanted = [*plan("a.html"), plan("robots.txt")[0]._replace(optional=True)]
    assert keep(tmp_path, wanted) == Tally(1, 0, 0, ("robots.txt",))
    assert keep(tmp_path, []).removed == 1
    assert files(tmp_path) == {"robots.txt": "theirs"}


@pytest.mark.parametrize("moment", range(4))
def test_killed_at_any_file_it_leaves_whole_ones_and_the_next_build_goes_on(tmp_path: Path, moment: int) -> None:
    keep(tmp_path, plan("a", "b", "c", "gone"))

    class Killed(BaseException):
        pass

    def kill(name: str, place: int) -> bytes:
        if place == moment:
            raise Killed
        return f"{name} 2".encode()

    wanted = [Planned(name, "2", lambda name=name, place=place: kill(name, place)) for place, name in enumerate("abcd")]
    with pytest.raises(Killed):
        keep(tmp_path, wanted)
    (tmp_path / "b.digest-new").write_text("ha")  # as a kill in the middle of writing leaves it
    assert all(text in {f"{name} 1", f"{name} 2", "ha"} for name, text in files(tmp_path).items())
    assert keep(tmp_path, plan(*"abcd", key="2")).removed == 1
    assert files(tmp_path) == {name: f"{name} 2" for name in "abcd"}
    assert keep(tmp_path, plan(*"abcd", key="2")) == Tally(0, 4, 0)


@pytest.mark.parametrize("path", ["../out.html", "/etc/passwd", "a/../../out.html"])
def test_a_list_that_leads_out_of_the_folder_is_not_believed(tmp_path: Path, path: str) -> None:
    folder, outside = tmp_path / "site", tmp_path / "out.html"
    folder.mkdir()
    outside.write_text("theirs")
    (folder / LIST).write_text(json.dumps({"files": {path: {"key": "1"}}}))
    with pytest.raises(DigestError, match="is damaged"):
        keep(folder, [])
    assert outside.read_text() == "theirs"
