"""Finds themes and prints a mail through their templates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, TemplateSyntaxError

import digest
from digest.errors import RenderError, UnknownName
from digest.render.escape import attr
from digest.render.mjml import to_html
from digest.render.plaintext import underline, wrap

if TYPE_CHECKING:
    from digest.render.letter import LetterPage
    from digest.render.page import Page

HTML_TEMPLATE = "mail.mjml.j2"
TEXT_TEMPLATE = "mail.txt.j2"
LETTER_HTML_TEMPLATE = "letter.mjml.j2"
LETTER_TEXT_TEMPLATE = "letter.txt.j2"

PLAINEST = "classic"  # whose letters go out where a theme has none of its own


@dataclass(frozen=True, slots=True)
class Theme:
    """A folder of templates: `mail.mjml.j2` and `mail.txt.j2`, with whatever they include.

    It may hold `letter.mjml.j2` and `letter.txt.j2` too, for mails to one reader alone.
    """

    name: str
    environment: Environment

    def mjml(self, page: Page) -> str:
        """Return the expanded MJML; raises RenderError."""
        return self._printed(HTML_TEMPLATE, page)

    def html(self, page: Page) -> str:
        """Return the mail's HTML; raises RenderError."""
        return to_html(self.mjml(page), theme=self.name)

    def text(self, page: Page) -> str:
        """Return the mail's plain text, its spaces ordinary and none at line ends; raises RenderError."""
        return _plain(self._printed(TEXT_TEMPLATE, page))

    def letter_html(self, page: LetterPage) -> str:
        """Return a letter's HTML; raises RenderError."""
        return to_html(self._printed(LETTER_HTML_TEMPLATE, page), theme=self.name)

    def letter_text(self, page: LetterPage) -> str:
        """Return a letter's plain text; raises RenderError."""
        return _plain(self._printed(LETTER_TEXT_TEMPLATE, page))

    def _printed(self, template: str, page: Page | LetterPage) -> str:
        try:
            return self.environment.get_template(template).render(page=page)
        except Exception as error:
            raise RenderError(f"theme {self.name}: {_where(error, template)}: {_cause(error)}") from error


def load_theme(name: str) -> Theme:
    """Return the theme of this name.

    Raises:
        UnknownName: there is no such folder of templates.
    """
    known = theme_names()
    if name not in known:
        raise UnknownName("theme", name, known)
    return open_theme(templates_dir() / name)


def theme_of_letters(name: str) -> Theme:
    """Return the theme of this name if it has templates of letters, else one that has."""
    own = (templates_dir() / name / LETTER_HTML_TEMPLATE).is_file()
    return load_theme(name if own else PLAINEST)


@cache
def open_theme(folder: Path) -> Theme:
    """Return the theme in a folder; its templates are compiled once, and again when a file changes."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=_is_markup,  # noqa: S701 (a rule of our own)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"attr": attr, "wrap": wrap, "underline": underline}
    return Theme(folder.name, environment)


def theme_names() -> list[str]:
    """Return the names of all themes, sorted."""
    return sorted(template.parent.name for template in templates_dir().glob(f"*/{HTML_TEMPLATE}"))


def templates_dir() -> Path:
    """Return the folder of templates: the packaged copy, or that of the checkout."""
    package = Path(digest.__file__).parent
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def _plain(text: str) -> str:
    lines = text.replace("\u00a0", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _is_markup(template: str | None) -> bool:
    """Escape in every template but plain text; Jinja's own rule knows no `.mjml.j2`."""
    return template is None or not template.endswith(".txt.j2")


def _where(error: Exception, template: str) -> str:
    """Return the file and line of a template's mistake: "_lead.mjml.j2, line 3"."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name}, line {error.lineno}"
    frames = [(Path(frame.f_code.co_filename).name, line) for frame, line in walk_tb(error.__traceback__)]
    file, line = next((place for place in reversed(frames) if place[0].endswith(".j2")), (template, 0))
    return f"{file}, line {line}" if line else file


def _cause(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if isinstance(error, TemplateError) and text else f"{type(error).__name__}: {text}"
