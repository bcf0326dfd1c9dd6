"""Lists themes, and copies one out to be changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import UnknownName, UsageError
from digest.render.theme_file import THEME_FILE, read_theme, templates_dir, theme_folder, theme_names

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed() -> list[dict[str, str]]:
    """Return the themes that come with the program, each with a line on how it looks."""
    return [{"name": name, "summary": read_theme(templates_dir() / name).summary} for name in theme_names()]


def eject(name: str, place: str, templates: Sequence[str]) -> list[Path]:
    """Copy a theme's templates, or those named, to a new folder, with a theme.toml that names the theme behind it.

    Raises:
        UnknownName: there is no such theme or template.
        UsageError: the folder is there and not empty.
    """
    folder = Path(place)
    found = read_theme(theme_folder(name))
    sources = {file.name: file for place in reversed(found.folders) for file in sorted(place.glob("*.j2"))}
    for wanted in templates:
        if wanted not in sources:
            raise UnknownName("template", wanted, sources)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already and stays as it is; name a folder that is not")
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / THEME_FILE, *(folder / file for file in sorted(templates or sources))]
    written[0].write_text(_theme_file(found.folders[0], name), "utf-8")
    for file in written[1:]:
        shutil.copyfile(sources[file.name], file)
    return written


def _theme_file(folder: Path, name: str) -> str:
    file = folder / THEME_FILE
    own = file.read_text("utf-8") if file.is_file() else ""
    told = "# Templates that are not in this folder are those of the theme named here; delete what you do not change.\n"
    return f'{told}base = "{name}"\n{own}'
