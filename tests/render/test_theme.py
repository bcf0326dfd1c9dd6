from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.errors import RenderError, UnknownName
from digest.render.page import lay_out
from digest.render.theme import Theme, load_theme, open_theme
from digest.render.theme_file import templates_dir, theme_names
from tests.contracts.issues import MARKS, bare, issue_of, item, morning

if TYPE_CHECKING:
    from pathlib import Path

PAGE = lay_out(morning(), MARKS)
TOP, BOTTOM = "<mjml><mj-body><mj-section><mj-column><mj-text>", "</mj-text></mj-column></mj-section></mj-body></mjml>"


def theme_of(folder: Path, **templates: str) -> Theme:
    for name, source in templates.items():
        (folder / f"{name}.j2").write_text(source)
    return open_theme(folder)


def test_every_folder_with_a_mail_is_a_theme() -> None:
    assert "classic" in theme_names()
    assert (templates_dir() / "classic" / "mail.mjml.j2").is_file()


@pytest.mark.parametrize("name", ["clasic", "../classic", "web", ""])
def test_an_unknown_theme_is_named_with_what_there_is(name: str) -> None:
    with pytest.raises(UnknownName, match="classic"):
        load_theme(name)


def test_templates_are_compiled_once() -> None:
    once, again = load_theme("classic"), load_theme("classic")
    assert once.templates is again.templates
    assert once.templates.environment.get_template("mail.mjml.j2").environment is again.templates.environment


def test_a_changed_template_is_read_again(tmp_path: Path) -> None:
    theme = theme_of(tmp_path, **{"mail.txt": "old"})
    assert theme.text(PAGE) == "old\n"
    assert theme_of(tmp_path, **{"mail.txt": "new and longer"}).text(PAGE) == "new and longer\n"


def test_markup_is_escaped_in_every_template_but_text(tmp_path: Path) -> None:
    page = lay_out(issue_of(item("<script> & {{ page }}")), MARKS)
    templates = {
        "mail.mjml": '{% include "_a.mjml.j2" %}',
        "_a.mjml": "{{ page.lead.title }}",
        "mail.txt": "{{ page.lead.title }}",
    }
    theme = theme_of(tmp_path, **templates)
    assert theme.mjml(page) == "&lt;script&gt; &amp; {{ page }}"
    assert theme.text(page) == "<script> & {{ page }}\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("a\n{{ page.lede }}", "_part.mjml.j2, line 2: page has no 'lede': did you mean 'lead'"),
        ("a\nb\n{% for %}", "_part.mjml.j2, line 3: "),
        ('{% include "_gone.mjml.j2" %}', "_part.mjml.j2, line 1: .*_gone.mjml.j2"),
        ("\n{{ page.briefs + 1 }}", "_part.mjml.j2, line 2: TypeError: "),
    ],
)
def test_a_templates_mistake_names_file_line_and_cause(tmp_path: Path, source: str, told: str) -> None:
    theme = theme_of(tmp_path, **{"mail.mjml": 'x\n{% include "_part.mjml.j2" %}', "_part.mjml": source})
    with pytest.raises(RenderError, match=f"^theme {tmp_path.name}: {told}"):
        theme.mjml(PAGE)


def test_a_mistake_in_mjml_names_the_theme(tmp_path: Path) -> None:
    theme = theme_of(tmp_path, **{"mail.mjml": f"{TOP}<p>{BOTTOM}"})
    with pytest.raises(RenderError, match=tmp_path.name):
        theme.html(PAGE)


def test_text_ends_its_lines_without_spaces(tmp_path: Path) -> None:
    theme = theme_of(tmp_path, **{"mail.txt": "\n\n{{ page.title }}  \n\nb\n\n\n"})
    assert theme.text(lay_out(bare(), MARKS)) == "Daily digest\n\nb\n"
