"""Holds the templates of a theme as their files are, compiled once and anew when one of them changes."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError

from digest.render.compiled import compiled_templates
from digest.render.escape import attr, line, linked, shown, tongue
from digest.render.fragments import Fragments
from digest.render.plaintext import centred, told, underline, wrap
from digest.render.printing import Printing
from digest.render.unknown import Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping


class _Loader(FileSystemLoader):
    """Reads templates from folders, and names the one that is not text."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object[: error.start].count(b"\n") + 1
            file = next(file for folder in self.searchpath if (file := Path(folder, template)).is_file())
            raise TemplateSyntaxError("it is not UTF-8; save it as that", line, template, str(file)) from error


class MailEnvironment(Environment):
    """Jinja's own that compiles as `Printing` does."""

    code_generator_class = Printing
    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return what every template knows, in one mapping: it is gone through whole for each template of a mail."""
        return {**self.globals, **(d or {})}


@dataclass(frozen=True, slots=True, eq=False)
class Templates:
    """What is in the folders of a theme, and what it has printed of stories."""

    environment: Environment
    fragments: Fragments


def templates_in(folders: tuple[Path, ...]) -> Templates:
    """Return the templates of these folders, the same ones while no file in them changes."""
    return _templates(folders, tuple(entry for folder in folders for entry in _as_of(folder)))


@lru_cache(maxsize=16)
def _templates(folders: tuple[Path, ...], _as_they_are: tuple[tuple[str, int], ...]) -> Templates:
    environment = MailEnvironment(
        loader=_Loader(folders),
        autoescape=_is_markup,
        undefined=Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=compiled_templates(),
        cache_size=-1,
        auto_reload=False,  # a change makes another environment; so no template looks at its file for each variant
    )
    environment.filters |= {"attr": attr, "line": line, "linked": linked, "tongue": tongue}
    environment.filters |= {"told": told, "wrap": wrap, "underline": underline, "centred": centred}
    return Templates(environment, Fragments())


def _as_of(folder: Path) -> list[tuple[str, int]]:
    """Return the files of a folder and when they changed; an editor that saves one may move it away meanwhile."""
    found: list[tuple[str, int]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                found.append((entry.path, entry.stat().st_mtime_ns))
    return found


def _is_markup(template: str | None) -> bool:
    """Escape in every template but plain text; Jinja's own rule knows no `.mjml.j2`."""
    return template is None or not template.endswith(".txt.j2")
