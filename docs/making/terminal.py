"""Draws what commands show in a terminal."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
from typing import TYPE_CHECKING

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from docs.making.camera import PICTURES
from docs.making.newsroom import DIGEST, MOMENT

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, MOST_LINES = 92, 34
SHOWN = {"plan": ("plan", "daily"), "doctor": ("doctor", "--offline")}


def seen(folder: Path, *arguments: str) -> str:
    """Return what a command writes to a terminal."""
    here, there = pty.openpty()
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "COLUMNS": str(WIDTH)}
    environ["DIGEST_NOW"] = MOMENT
    subprocess.run([DIGEST, *arguments], cwd=folder, env=environ, stdin=there, stdout=there, stderr=there, check=False)
    os.close(there)
    found = b""
    try:
        while part := os.read(here, 65536):
            found += part
    except OSError:  # Linux says so at the end
        os.close(here)
    return found.decode().replace("\r\n", "\n")


def picture(command: str, output: str) -> str:
    """Return an SVG of a command and the beginning of what it wrote; no font of it is loaded from elsewhere."""
    lines = output.splitlines()
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], "..."]
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text.from_ansi("\n".join([f"$ {command}", *lines])))
    drawn = console.export_svg(title=command, theme=MONOKAI, unique_id=command.split()[1])
    return re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)


def draw(folder: Path) -> None:
    """Draw each command, called in the folder of a newsroom."""
    for name, arguments in SHOWN.items():
        drawn = picture(f"digest {' '.join(arguments)}", seen(folder, *arguments).replace(str(folder), "/srv/herald"))
        (PICTURES / f"terminal-{name}.svg").write_text(drawn, encoding="utf-8")
