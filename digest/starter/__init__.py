"""Writes the first files of a newsroom: a digest.toml that explains itself, and a .gitignore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from digest.config.plain import text
from digest.errors import UsageError

if TYPE_CHECKING:
    from datetime import datetime

_TEMPLATES = {"digest.toml": "digest.toml", ".gitignore": "gitignore"}


def write_starter(folder: Path, *, now: datetime, name: str = "Our Newsroom") -> list[Path]:
    """Write the files into `folder`, which is made if need be, and return their paths; the database is not among them.

    Raises:
        UsageError: one of the files is there already (then none is written), the folder cannot be written to, or the
            publication's name is no line of text.
    """
    contents = {folder / target: _filled(template, now=now, name=name) for target, template in _TEMPLATES.items()}
    if there := [str(file) for file in contents if file.exists()]:
        raise UsageError(f"{there[0]} is there already and stays as it is; choose another folder: digest init DIR")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in contents.items():
            with file.open("x", encoding="utf-8", newline="\n") as out:
                out.write(content)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written to ({error.strerror}); choose another folder") from None
    return list(contents)


def _filled(template: str, *, now: datetime, name: str) -> str:
    content = Path(__file__).with_name(template).read_text(encoding="utf-8")
    try:
        quoted = json.dumps(text(name), ensure_ascii=False)  # without control characters, JSON's strings are TOML's
    except ValueError as error:
        raise UsageError(f"the publication's name {error}") from None
    return content.replace("{date}", f"{now:%Y-%m-%d}").replace('"{name}"', quoted)
