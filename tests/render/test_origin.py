"""A mistake in a theme's MJML is told with the template and the line where somebody wrote it."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from digest.demo.specimens import SPECIMENS
from digest.errors import RenderError
from digest.render.issue import render
from digest.render.theme import open_theme
from digest.render.theme_file import theme_folder
from tests.contracts.issues import MARKS

if TYPE_CHECKING:
    from pathlib import Path


def mistake(tmp_path: Path, template: str, old: str, new: str) -> RenderError:
    """Change a template of a copy of classic, and return what is said of it."""
    house = tmp_path / "house"
    shutil.copytree(theme_folder("classic"), house)
    if not (house / template).exists():
        shutil.copy(theme_folder("classic").parent / "shared" / template, house)
    text = (house / template).read_text("utf-8")
    assert text.count(old) >= 1
    (house / template).write_text(new.join(text.rsplit(old, 1)), "utf-8")
    issue = next(iter(SPECIMENS.values()))()
    with pytest.raises(RenderError) as caught:
        render(issue, theme=open_theme(house), marks=MARKS)
    return caught.value


@pytest.mark.parametrize(
    ("template", "old", "new", "line"),
    [
        ("_lead.mjml.j2", '<mj-text css-class="side"', '<mj-text css-class="side', "<mj-text"),
        ("mail.mjml.j2", "</mj-section>", "", "<mj-section"),
        ("mail.mjml.j2", "</mj-column>", "", "<mj-column"),
        ("_masthead.mjml.j2", "</mj-text>", "", "<mj-text"),
        ("_footer.mjml.j2", "</mj-text>", "", "<mj-text"),
        ("_frame.mjml.j2", "</mj-body>", "", "<mj-body"),
    ],
)
def test_the_line_of_the_tag_that_is_wrong_or_not_closed_is_named(
    template: str, old: str, new: str, line: str, tmp_path: Path
) -> None:
    error = mistake(tmp_path, template, old, new)
    assert error.spot is not None
    assert error.spot.file == str(tmp_path / "house" / template)
    assert line in error.spot.text.split("\n")[error.spot.line - 1]
    assert f"theme house: {template}, line {error.spot.line}: its MJML cannot be read" in str(error)


def test_a_line_that_runs_on_into_another_template_is_named(tmp_path: Path) -> None:
    error = mistake(tmp_path, "_masthead.mjml.j2", "{{ once(masthead) }}", "{{ once(masthead) }}\n<mj-text>Late news")
    assert "_masthead.mjml.j2, line " in str(error)
    assert "<mj-text> is not closed" in str(error)


def test_a_template_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    house = tmp_path / "house"
    shutil.copytree(theme_folder("classic"), house)
    template = house / "_lead.mjml.j2"
    template.write_bytes(template.read_bytes() + "\n\né".encode("latin-1"))
    with pytest.raises(RenderError) as caught:
        render(next(iter(SPECIMENS.values()))(), theme=open_theme(house), marks=MARKS)
    line = template.read_bytes().count(b"\n") + 1
    assert str(caught.value) == f"theme house: _lead.mjml.j2, line {line}: it is not UTF-8; save it as that"
    assert caught.value.spot
    assert caught.value.spot.file == str(template)


def test_a_line_that_nobody_wrote_so_is_told_as_it_was_printed(tmp_path: Path) -> None:
    error = mistake(tmp_path, "_footer.mjml.j2", "</mj-text>", "</mj-text>\n{{ ('<mj-te' ~ 'xt>')|safe }}\n")
    assert ", line " in str(error)
    assert "of the expanded source: <mj-text>" in str(error)
