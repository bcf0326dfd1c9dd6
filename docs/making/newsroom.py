"""The demo's newsroom on a day that is always the same, for pictures of it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DIGEST = str(Path(sys.executable).with_name("digest"))
MOMENT = "2026-11-23T17:00:00Z"
ENVIRON = os.environ | {"DIGEST_NOW": MOMENT}


def digest(folder: Path, *arguments: str) -> None:
    """Call a command in a folder."""
    subprocess.run([DIGEST, *arguments], cwd=folder, env=ENVIRON, check=True, capture_output=True)


@contextmanager
def newsroom() -> Iterator[Path]:
    """Make the newsroom, whose issue of the day is sent; give its folder."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "herald")
        digest(Path(made), "demo", str(folder), "--no-open")
        yield folder
