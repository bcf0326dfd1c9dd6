"""Draws what commands show in a terminal, as pictures for the documentation: `make pictures`.

The newsroom is the demo's, on the day they are drawn.
"""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

PICTURES = Path(__file__).parent.parent / "pictures"
DIGEST = str(Path(sys.executable).with_name("digest"))
WIDTH, MOST_LINES = 92, 34
SHOWN = {"plan": ("plan", "daily"), "doctor": ("doctor", "--offline")}


def seen(folder: Path, *arguments: str) -> str:
    """Return what a command writes to a terminal."""
    here, there = pty.openpty()
    environ = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "xterm-256color", "COLUMNS": str(WIDTH)}
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


def main() -> None:
    """Make the newsroom and draw each."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made, "herald")
        subprocess.run([DIGEST, "demo", folder, "--no-open"], check=True, capture_output=True)
        for name, arguments in SHOWN.items():
            command = f"digest {' '.join(arguments)}"
            drawn = picture(command, seen(folder, *arguments).replace(str(folder), "/srv/herald"))
            (PICTURES / f"terminal-{name}.svg").write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
