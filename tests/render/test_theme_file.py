"""theme.toml: the theme behind a theme, its colours and fonts, and what is said of mistakes in it."""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from digest.errors import RenderError, UnknownName
from digest.render.page import lay_out
from digest.render.theme import load_theme, open_theme
from digest.render.theme_file import read_theme, templates_dir, theme_folder, theme_names
from tests.contracts.issues import MARKS, morning

if TYPE_CHECKING:
    from collections.abc import Callable


def own(folder: Path, toml: str = "", **templates: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "theme.toml").write_text(toml)
    for name, source in templates.items():
        (folder / f"{name}.mjml.j2").write_text(source)
    return folder


def noting(reads: list[Path]) -> Callable[..., IO[Any]]:
    """Return what opens files as Path does, and notes each theme.toml of a newsroom's own."""
    really = Path.open

    def opened(self: Path, *arguments: Any, **named: Any) -> IO[Any]:
        if self.name == "theme.toml" and templates_dir() not in self.parents:
            reads.append(self)
        return really(self, *arguments, **named)

    return opened


def test_the_themes_that_come_with_the_program() -> None:
    assert theme_names() == ["classic", "minimal", "modern"]
    assert all(read_theme(templates_dir() / name).summary for name in theme_names())


def test_a_template_that_is_missing_is_that_of_the_theme_behind(tmp_path: Path) -> None:
    folder = own(
        tmp_path / "house", 'base = "minimal"', _masthead="<mj-text><h1>{{ page.publication }}!</h1></mj-text>"
    )
    mjml = open_theme(folder).mjml(lay_out(morning(), MARKS))
    assert "The Harbour Herald!" in mjml
    assert "display:inline" in mjml, "the rest is minimal's"


def test_a_theme_may_stand_behind_one_that_stands_behind_another(tmp_path: Path) -> None:
    own(tmp_path / "house", 'base = "modern"\n[light]\naccent = "#0b3d91"')
    theme = open_theme(own(tmp_path / "sport", 'base = "../house"\n[dark]\naccent = "#9ec1ff"'))
    assert [folder.name for folder in theme.folders] == ["sport", "house", "modern", "shared"]
    assert (theme.design.light.accent, theme.design.dark.accent) == ("#0b3d91", "#9ec1ff")


def test_an_accent_gives_its_hue_to_the_wash_unless_that_is_given_too(tmp_path: Path) -> None:
    red = open_theme(own(tmp_path / "red", 'base = "modern"\n[light]\naccent = "#b3261e"')).design.light.wash
    assert bytes.fromhex(red[1:])[0] > bytes.fromhex(red[1:])[2]
    both = '[light]\naccent = "#b3261e"\nwash = "#eeeeee"'
    assert open_theme(own(tmp_path / "both", both)).design.light.wash == "#eeeeee"


def test_a_folder_without_a_theme_file_is_backed_by_the_plainest(tmp_path: Path) -> None:
    (tmp_path / "_masthead.mjml.j2").touch()
    assert open_theme(tmp_path).folders[1].name == "classic"


def test_a_changed_theme_file_is_read_again(tmp_path: Path) -> None:
    folder = own(tmp_path / "house", '[fonts]\nheading = "palatino"')
    assert "Palatino" in open_theme(folder).design.heading
    own(folder, '[fonts]\nheading = "verdana"\nbody = "verdana"')
    assert "Verdana" in open_theme(folder).design.heading


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("summary = 'mine'\nbase = ", "theme.toml, line 2: Invalid value"),
        ("[light", "theme.toml, line 1: Expected ']'"),
        ('base = "clasic"', "base: there is no theme 'clasic': did you mean 'classic'"),
        ("base = 3", "base: "),
        ('base = "."', "base: stands behind itself"),
        ('colour = "red"', "theme.toml, line 1: colour: is not a key of it"),
        ('[light]\naccent = "red"', "theme.toml, line 2: light.accent: 'red' is not a colour"),
        ('[light]\nacent = "#123456"', "light.acent: is not a key of it: did you mean 'accent'"),
        ('[fonts]\nbody = "comic"', "fonts.body: 'comic' is not one of georgia"),
        ("light = 3", "light: is not a key"),
    ],
)
def test_a_mistake_is_told_by_its_key(tmp_path: Path, toml: str, told: str) -> None:
    with pytest.raises(RenderError, match=r"theme house: theme\.toml") as error:
        open_theme(own(tmp_path / "house", toml))
    assert told in str(error.value)


def test_a_mistake_in_a_template_behind_says_whose_it_is(tmp_path: Path) -> None:
    own(tmp_path / "house", "", _masthead="{{ page.nonsense }}")
    theme = open_theme(own(tmp_path / "sport", 'base = "../house"'))
    with pytest.raises(RenderError, match=r"theme sport: house/_masthead\.mjml\.j2, line 1: .*nonsense"):
        theme.mjml(lay_out(morning(), MARKS))


def test_a_theme_is_found_by_its_name_or_its_path(tmp_path: Path) -> None:
    assert theme_folder("modern") == templates_dir() / "modern"
    assert load_theme(str(own(tmp_path / "house"))).name == "house"
    with pytest.raises(UnknownName):
        theme_folder(str(tmp_path / "gone"))
    with pytest.raises(UnknownName):
        theme_folder("shared")


@pytest.mark.parametrize("toml", ['base = "nothing"', '[light]\naccent = "red"', "[light", "summary = '\udcff'"])
def test_a_file_with_a_mistake_is_read_once_so_that_it_is_told_of_the_text_it_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str
) -> None:
    folder, reads = own(tmp_path / "house"), list[Path]()
    (folder / "theme.toml").write_bytes(toml.encode("utf-8", "surrogateescape"))
    monkeypatch.setattr("pathlib.Path.open", noting(reads))
    with pytest.raises(RenderError) as caught:
        open_theme(folder)
    assert reads == [folder / "theme.toml"]
    assert caught.value.spot
    assert caught.value.spot.text == toml.replace("\udcff", "\ufffd")
