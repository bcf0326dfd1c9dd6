"""Keeps a path that somebody asks for inside a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def within(folder: Path, path: str) -> Path | None:
    """Return the file at a path below a folder; None where there is none, or a link or `..` leads out."""
    try:
        file = (folder / path).resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except (OSError, ValueError):  # a path that no file system takes
        return None
