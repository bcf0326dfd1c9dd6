"""Looks at who may read what should be secret."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from digest.model.health import doubtful, good, wrong

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from digest.model.health import Examined

CHECK = "permissions"


def check_rights(*, secrets: Iterable[Path], database: Path) -> list[Examined]:
    """Judge the files that hold passwords and keys, and the database, which holds addresses and the keys of links."""
    found = [one for path in secrets for one in _judged_secret(path)]
    beside = [database.with_name(f"{database.name}{ending}") for ending in ("", "-wal", "-shm")]
    open_to_all = [path for path in beside if path.exists() and path.stat().st_mode & stat.S_IRWXO]
    if open_to_all:
        names = " ".join(str(path) for path in open_to_all)
        found.append(wrong(CHECK, f"everybody on this machine may read {names}", f"chmod o= {names}"))
    return found or [good(CHECK, "secrets and the database are ours alone to read")]


def _judged_secret(path: Path) -> list[Examined]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return [wrong(CHECK, f"{path}: {(error.strerror or str(error)).lower()}", "put it there, or take its key out")]
    if mode & stat.S_IRWXO:
        return [wrong(CHECK, f"everybody on this machine may read {path}", f"chmod 600 {path}")]
    if mode & stat.S_IWGRP:
        return [doubtful(CHECK, f"its group may change {path}", f"chmod g-w {path}")]
    return []
