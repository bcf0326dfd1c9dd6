"""Reads what a theme says of itself in theme.toml: the theme behind it, its colours and fonts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import digest
from digest.errors import RenderError, Spot, UnknownName, suggestion
from digest.lines import line_of, line_of_key
from digest.model.brand import FONTS
from digest.render.design import WRITTEN, Colouring, accented

if TYPE_CHECKING:
    from collections.abc import Mapping

THEME_FILE = "theme.toml"
SHARED = "shared"  # the folder of the templates that all themes have in common
PLAINEST = "classic"  # stands behind a theme that names none

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_PLACE = re.compile(r" \(at line \d+, column \d+\)$")  # as tomllib says it, which is told before the problem
_TABLES = {"light": WRITTEN, "dark": WRITTEN, "fonts": ("heading", "body")}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ThemeFile:
    """A theme's folders, its own first and those that stand in for it after; and how it looks."""

    name: str
    summary: str
    folders: tuple[Path, ...]
    colouring: Colouring


def theme_names() -> list[str]:
    """Return the names of the themes that come with the program, sorted."""
    return sorted(file.parent.name for file in templates_dir().glob(f"*/{THEME_FILE}"))


def theme_folder(name: str) -> Path:
    """Return the folder of a theme by its name, or by its path if it is a newsroom's own.

    Raises:
        UnknownName: there is no such theme.
    """
    if Path(name).is_absolute() and Path(name).is_dir():
        return Path(name)
    if name not in theme_names():
        raise UnknownName("theme or folder" if "/" in name else "theme", name, theme_names())
    return templates_dir() / name


def templates_dir() -> Path:
    """Return the folder of templates: the packaged copy, or that of the checkout."""
    package = Path(digest.__file__).parent
    packaged = package / "templates"
    return packaged if packaged.is_dir() else package.parent / "templates"


def read_theme(folder: Path) -> ThemeFile:
    """Return what a folder's theme.toml says, with what the theme behind it says where it is silent.

    Raises:
        RenderError: theme.toml is wrong; the message names the key.
    """
    return _read(folder, _changed(folder), ())


def _changed(folder: Path) -> int:
    file = folder / THEME_FILE
    return file.stat().st_mtime_ns if file.is_file() else 0


@lru_cache(maxsize=64)
def _read(folder: Path, changed: int, before: tuple[Path, ...]) -> ThemeFile:
    if not changed and not any(folder.glob("*.j2")):
        raise RenderError(
            f"{folder} is no theme: neither theme.toml nor a template is in it; name the folder they are in"
        )
    written = _Written.of(folder / THEME_FILE) if changed else _Written(folder / THEME_FILE, "")
    raw = written.parsed()
    base = _base(written, raw, before)
    fonts = {"heading": base.colouring.heading, "body": base.colouring.body} if base else {}
    fonts |= raw.get("fonts", {})
    return ThemeFile(
        name=folder.name,
        summary=str(raw.get("summary", "")),
        folders=(folder, *(base.folders if base else (templates_dir() / SHARED,))),
        colouring=Colouring(
            light=_coloured(base.colouring.light if base else {}, raw.get("light", {})),
            dark=_coloured(base.colouring.dark if base else {}, raw.get("dark", {})),
            heading=fonts["heading"],
            body=fonts["body"],
        ),
    )


def _coloured(behind: Mapping[str, str], own: Mapping[str, str]) -> Mapping[str, str]:
    """Return the colours behind with a theme's own in their place; a new accent gives its hue to the wash."""
    return {**(accented(behind, own.get("accent", "")) if behind else {}), **own}


def _base(written: _Written, raw: Mapping[str, Any], before: tuple[Path, ...]) -> ThemeFile | None:
    """Return the theme behind a theme; None behind those of ours, which are whole."""
    folder = written.file.parent
    if folder.parent == templates_dir():
        return None
    name = raw.get("base", PLAINEST)
    try:
        behind = theme_folder(str(name) if name in theme_names() else str((folder / str(name)).resolve()))
    except UnknownName:
        raise written.wrong("base", f"there is no theme {name!r}{suggestion(str(name), theme_names())}") from None
    if behind in (folder, *before):
        raise written.wrong("base", "stands behind itself; name another theme")
    return _read(behind, _changed(behind), (*before, folder))


@dataclass(frozen=True, slots=True)
class _Written:
    """What stands in a theme.toml, read once, so that mistakes in it are told of the text that they are in."""

    file: Path
    text: str

    @classmethod
    def of(cls, file: Path) -> _Written:
        """Read the file; raises RenderError."""
        data = b""
        try:
            data = file.read_bytes()
            return cls(file, data.decode("utf-8-sig"))
        except (UnicodeDecodeError, OSError) as error:
            raise cls(file, data.decode("utf-8-sig", "replace")).mistake(str(error)) from error

    def parsed(self) -> dict[str, Any]:
        """Return what it says; raises RenderError."""
        try:
            raw = tomllib.loads(self.text)
        except ValueError as error:
            raise self.mistake(str(error)) from error
        for key, value in raw.items():
            if key in _TABLES and isinstance(value, dict):
                for name, given in value.items():
                    self._check(f"{key}.{name}", given)
            elif key not in ("base", "summary") or not isinstance(value, str):
                raise self.wrong(key, f"is not a key of it{suggestion(key, ('base', 'summary', *_TABLES))}")
        return raw

    def _check(self, path: str, given: object) -> None:
        table, _, name = path.partition(".")
        if name not in _TABLES[table]:
            raise self.wrong(path, f"is not a key of it{suggestion(name, _TABLES[table])}")
        if table == "fonts" and given not in FONTS:
            raise self.wrong(path, f"{given!r} is not one of {', '.join(FONTS)}")
        if table != "fonts" and not (isinstance(given, str) and _COLOUR.fullmatch(given)):
            raise self.wrong(path, f"{given!r} is not a colour; write one such as '#7a2e26'")

    def wrong(self, key: str, problem: str) -> RenderError:
        """Return what to raise of a key."""
        return self._told(f"{key}: {problem}", line=line_of_key(key, self.text))

    def mistake(self, said: str) -> RenderError:
        """Return what to raise of what cannot be read."""
        said = " ".join(said.split())
        return self._told(_PLACE.sub("", said), line=line_of(said, self.text))

    def _told(self, problem: str, *, line: int) -> RenderError:
        where = f"{THEME_FILE}, line {line}" if line else THEME_FILE
        spot = Spot(str(self.file), line, self.text)
        return RenderError(f"theme {self.file.parent.name}: {where}: {problem}", spot=spot)
