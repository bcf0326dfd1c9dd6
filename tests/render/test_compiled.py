from __future__ import annotations

import shutil
import stat
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from jinja2 import Environment, FileSystemLoader

from digest.render.compiled import Compiled, compiled_templates

if TYPE_CHECKING:
    from pathlib import Path


class Loading(Environment):
    """An environment that must not compile."""

    def compile(self, *_: Any, **__: Any) -> NoReturn:
        raise AssertionError("it compiles")


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compiled:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return opened(tmp_path / "home" / "cache")


def opened(home: Path) -> Compiled:
    found = compiled_templates({"XDG_CACHE_HOME": str(home)})
    assert found
    return found


def said(folder: Path, kept: Compiled, kind: type[Environment] = Environment) -> str:
    """What a template says to a new environment, as that of another process is."""
    environment = kind(loader=FileSystemLoader(folder), bytecode_cache=kept)
    return environment.get_template("a.txt.j2").render(name="Ana")


def template(folder: Path, text: str = "Good morning, {{ name }}") -> Path:
    (folder / "a.txt.j2").write_text(text)
    return folder


def test_what_was_compiled_once_is_not_compiled_again(tmp_path: Path, kept: Compiled) -> None:
    folder = template(tmp_path)
    with pytest.raises(AssertionError, match="it compiles"):
        said(folder, kept, Loading)
    assert said(folder, kept) == "Good morning, Ana"
    assert said(folder, opened(tmp_path / "home" / "cache"), Loading) == "Good morning, Ana"


def test_a_template_that_changed_is_compiled_anew(tmp_path: Path, kept: Compiled) -> None:
    said(template(tmp_path), kept)
    assert said(template(tmp_path, "Good night, {{ name }}"), kept) == "Good night, Ana"
    assert said(tmp_path, kept, Loading) == "Good night, Ana"
    assert len(list((tmp_path / "home/cache/newsletter-digest").iterdir())) == 1, "in place of what it was"


@pytest.mark.parametrize("content", [b"", b"no bytecode", 40, 90], ids=["empty", "foreign", "cut early", "cut late"])
def test_a_broken_file_is_compiled_anew(tmp_path: Path, kept: Compiled, content: bytes | int) -> None:
    said(template(tmp_path), kept)
    (file,) = (tmp_path / "home/cache/newsletter-digest").iterdir()
    file.write_bytes(file.read_bytes()[:content] if isinstance(content, int) else content)
    assert said(tmp_path, kept) == "Good morning, Ana"
    assert said(tmp_path, kept, Loading) == "Good morning, Ana"


def test_a_folder_that_goes_away_is_not_missed(tmp_path: Path, kept: Compiled) -> None:
    shutil.rmtree(tmp_path / "home")
    assert said(template(tmp_path), kept) == "Good morning, Ana"


def test_nothing_is_written_where_python_may_write_no_bytecode(
    tmp_path: Path, kept: Compiled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    said(template(tmp_path), kept)
    assert list((tmp_path / "home/cache/newsletter-digest").iterdir()) == []


def test_nobody_else_can_read_or_write_it(tmp_path: Path, kept: Compiled) -> None:
    said(template(tmp_path), kept)
    folder = tmp_path / "home/cache/newsletter-digest"
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())]
    assert modes == [0o700, 0o600]


def test_a_folder_that_others_may_write_to_is_not_used(tmp_path: Path) -> None:
    home = {"XDG_CACHE_HOME": str(tmp_path)}
    folder = tmp_path / "newsletter-digest"
    folder.mkdir()
    folder.chmod(0o770)
    assert compiled_templates(home) is None
    folder.chmod(0o700)
    assert compiled_templates(home)
    tmp_path.chmod(0o777)
    assert compiled_templates(home) is None, "they could put another in its place"
    tmp_path.chmod(0o1777)
    assert compiled_templates(home)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "newsletter-digest").symlink_to(tmp_path / "elsewhere")
    assert compiled_templates({"XDG_CACHE_HOME": str(tmp_path)}) is None


def test_without_a_place_to_keep_them_templates_are_compiled_each_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert compiled_templates({"XDG_CACHE_HOME": str(tmp_path / "file")}) is None
