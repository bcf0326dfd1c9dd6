"""Finds themes and prints a mail through their templates."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from jinja2 import TemplateError, TemplateSyntaxError

from digest.errors import RenderError, Spot
from digest.model.brand import PLAIN
from digest.render.design import design
from digest.render.fragments import Anew, Splice
from digest.render.mjml import WrongMjml, to_html
from digest.render.origin import origin_of, templates_used
from digest.render.templates import templates_in
from digest.render.theme_file import read_theme, templates_dir, theme_folder

if TYPE_CHECKING:
    from digest.model.brand import Brand
    from digest.render.design import Design
    from digest.render.fragments import Kept, Printer
    from digest.render.letter import LetterPage
    from digest.render.page import Page
    from digest.render.templates import Templates
    from digest.render.theme_file import ThemeFile

HTML_TEMPLATE = "mail.mjml.j2"
TEXT_TEMPLATE = "mail.txt.j2"
LETTER_HTML_TEMPLATE = "letter.mjml.j2"
LETTER_TEXT_TEMPLATE = "letter.txt.j2"


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates and the look they are given: `mail` and `letter`, each as MJML and as text, and what they include.

    A template that the theme's own folder lacks is that of the theme behind it.
    """

    name: str
    templates: Templates
    design: Design
    folders: tuple[Path, ...]

    def mjml(self, page: Page) -> str:
        """Return the expanded MJML; raises RenderError."""
        return self._printed(HTML_TEMPLATE, page, self._kept(page))

    def html(self, page: Page) -> str:
        """Return the mail's HTML; raises RenderError."""
        return self._spliced(page) or self._to_html(self.mjml(page), HTML_TEMPLATE)

    def text(self, page: Page) -> str:
        """Return the mail's plain text, its spaces ordinary and none at line ends; raises RenderError."""
        return _plain(self._printed(TEXT_TEMPLATE, page, self._kept(page)))

    def stale_line(self, page: Page) -> str:
        """Return a line that a macro printed of another issue and that is wrong in this one; empty where none is.

        Raises:
            RenderError: a template is wrong.
        """
        for template in (HTML_TEMPLATE, TEXT_TEMPLATE):
            kept = self._printed(template, page, self._kept(page)).splitlines()
            anew = self._printed(template, page, Anew()).splitlines()
            if kept != anew:
                return next((one for one, other in zip(kept, anew, strict=False) if one != other), kept[-1]).strip()
        return ""

    def written(self, template: str = HTML_TEMPLATE) -> dict[str, str]:
        """Return what a template says, and all those that it is made of, by their names as mistakes are told."""
        return {self._where(Spot(file, 0)): text for file, text in _used(self.templates, template).items()}

    def strays(self) -> tuple[str, ...]:
        """Say of each `*.j2` in the theme's own folder that is no template of it what it is like; sorted by name."""
        return _strays(self.templates, self.folders)

    def letter_mjml(self, page: LetterPage) -> str:
        """Return the expanded MJML of a letter; raises RenderError."""
        return self._printed(LETTER_HTML_TEMPLATE, page, Anew())

    def letter_html(self, page: LetterPage) -> str:
        """Return a letter's HTML; raises RenderError."""
        return self._to_html(self.letter_mjml(page), LETTER_HTML_TEMPLATE)

    def letter_text(self, page: LetterPage) -> str:
        """Return a letter's plain text; raises RenderError."""
        return _plain(self._printed(LETTER_TEXT_TEMPLATE, page, Anew()))

    def _kept(self, page: Page) -> Kept:
        return self.templates.fragments.kept(page, self.design)

    def _spliced(self, page: Page) -> str | None:
        """Return the mail's HTML with that of stories told before put into it; None where MJML loses where."""
        splice = Splice(self._kept(page))
        source = self._printed(HTML_TEMPLATE, page, splice)
        with suppress(WrongMjml):
            return splice.joined(source, to_html(source, theme=self.name))
        return None

    def _to_html(self, source: str, template: str) -> str:
        try:
            return to_html(source, theme=self.name)
        except WrongMjml as error:
            if spot := origin_of(source, error.line, self.templates.environment, template):
                said = f"theme {self.name}: {self._where(spot)}: its MJML cannot be read: {error.mistake}"
                raise RenderError(said, spot=spot) from error
            raise

    def _printed(self, template: str, page: Page | LetterPage, printer: Printer) -> str:
        try:
            return self.templates.environment.get_template(template).render(
                page=page, design=self.design, once=printer.once, each=printer.each
            )
        except Exception as error:
            spot = _spot(error, template)
            raise RenderError(f"theme {self.name}: {self._where(spot)}: {_cause(error)}", spot=spot) from error

    def _where(self, spot: Spot) -> str:
        """Return a template's name, with that of its folder if it is not the theme's own: "_lead.mjml.j2, line 3"."""
        path = Path(spot.file)
        name = path.name if path.parent in (Path(), self.folders[0]) else f"{path.parent.name}/{path.name}"
        return f"{name}, line {spot.line}" if spot.line else name


def load_theme(name: str, *, brand: Brand = PLAIN) -> Theme:
    """Return the theme of this name, or of this folder, under a brand.

    Its templates are those of this moment, compiled once for all until a file changes.

    Raises:
        UnknownName: there is no such theme.
        RenderError: its theme.toml is wrong.
    """
    return open_theme(theme_folder(name), brand=brand)


def open_theme(folder: Path, *, brand: Brand = PLAIN) -> Theme:
    """Return the theme in a folder under a brand; raises RenderError where its theme.toml is wrong."""
    found = read_theme(folder)
    return Theme(found.name, templates_in(found.folders), _designed(found, brand), found.folders)


@lru_cache(maxsize=64)
def _designed(found: ThemeFile, brand: Brand) -> Design:
    return design(found.colouring, brand)


@lru_cache(maxsize=32)
def _used(templates: Templates, template: str) -> dict[str, str]:
    return templates_used(templates.environment, template)


@lru_cache(maxsize=32)
def _strays(templates: Templates, folders: tuple[Path, ...]) -> tuple[str, ...]:
    own, *behind = folders
    known = {file.name for folder in behind for file in folder.glob("*.j2")}
    if own.parent == templates_dir():
        return ()
    printed = (HTML_TEMPLATE, TEXT_TEMPLATE, LETTER_HTML_TEMPLATE, LETTER_TEXT_TEMPLATE)
    used = {Path(file).name for template in printed for file in _used(templates, template)}
    names = sorted(file.name for file in own.glob("[!.]*.j2") if file.is_dir() or file.name not in known | used)
    return tuple(f"{name}: {_stray(own / name, known)}" for name in names)


def _stray(file: Path, known: set[str]) -> str:
    if file.is_dir():
        return "is a folder, so nothing in it is read; put a file of this name in its place"
    near = get_close_matches(file.name, sorted(known), n=1)
    return f"is no template of this theme and does nothing; {f'did you mean {near[0]!r}?' if near else 'take it out'}"


def _plain(text: str) -> str:
    lines = text.replace("\u00a0", " ").split("\n")
    return "\n".join(map(str.rstrip, lines)).strip("\n") + "\n"


def _spot(error: Exception, template: str) -> Spot:
    """Return the file and line of a template's mistake."""
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    file, line = next((place for place in reversed(frames) if place[0].endswith(".j2")), (template, 0))
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or error.name or file, error.lineno
    try:
        return Spot(file, line, Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeError):
        return Spot(file, line)


def _cause(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if isinstance(error, TemplateError) and text else f"{type(error).__name__}: {text}"
