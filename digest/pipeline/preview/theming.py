"""Lists themes, and copies one out to be changed."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from digest.errors import UnknownName, UsageError
from digest.render.theme_file import THEME_FILE, read_theme, templates_dir, theme_folder, theme_names

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.render.theme_file import ThemeFile


def listed() -> list[dict[str, str]]:
    """Return the themes that come with the program, each with a line on how it looks."""
    return [{"name": name, "summary": read_theme(templates_dir() / name).summary} for name in theme_names()]


def eject(name: str, place: str, templates: Sequence[str]) -> list[Path]:
    """Copy a theme's templates, or those named, to a new folder, with a theme.toml that names the theme behind it.

    Those named are also added to a folder that has that theme behind it.

    Raises:
        UnknownName: there is no such theme or template.
        UsageError: the folder is there and another's, or has such a template.
    """
    folder = Path(place)
    found = read_theme(theme_folder(name))
    sources = {file.name: file for place in reversed(found.folders) for file in sorted(place.glob("*.j2"))}
    for wanted in templates:
        if wanted not in sources:
            raise UnknownName("template", wanted, sources)
    begun = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if begun and not (templates and _stands_over(folder, found)):
        raise UsageError(
            f"{folder} is there already and stays as it is;"
            f" name a folder that is not, or templates to add to one over {name}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    return [*([] if begun else [_begin(folder, found, name)]), *_copied(sources, folder, sorted(templates or sources))]


def _stands_over(folder: Path, theme: ThemeFile) -> bool:
    return (folder / THEME_FILE).is_file() and read_theme(folder).folders[1:] == theme.folders


def _copied(sources: Mapping[str, Path], folder: Path, names: Sequence[str]) -> list[Path]:
    """Copy templates; raises UsageError before any is copied where one is there."""
    files = [folder / name for name in names]
    for file in files:
        if file.exists():
            raise UsageError(f"{file} is there already and stays as it is")
    for file in files:
        shutil.copyfile(sources[file.name], file)
    return files


def _begin(folder: Path, theme: ThemeFile, name: str) -> Path:
    """Write the theme.toml of a theme over this one."""
    behind, file = theme.folders[0] / THEME_FILE, folder / THEME_FILE
    own = behind.read_text("utf-8") if behind.is_file() else ""
    told = "# Templates that are not in this folder are those of the theme named here; delete what you do not change.\n"
    file.write_text(f'{told}base = "{name}"\n{own}', "utf-8")
    return file
