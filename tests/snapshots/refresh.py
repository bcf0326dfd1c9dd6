"""Writes the snapshots anew, to be looked at and committed: python -m tests.snapshots.refresh."""

from __future__ import annotations

from pathlib import Path

from digest.render.issue import render
from digest.render.theme import load_theme
from digest.render.theme_file import theme_names
from tests.contracts.issues import MARKS, arabic, morning

FOLDER = Path(__file__).parent


def snapshots() -> dict[str, str]:
    """Return each snapshot by its file name; the HTML has a tag a line, so that a difference can be read."""
    found = {}
    issues = {"": morning(), "-arabic": arabic()}
    for name, (theme, kind) in {f"{theme}{kind}": (theme, kind) for theme in theme_names() for kind in issues}.items():
        rendering = render(issues[kind], theme=load_theme(theme), marks=MARKS)
        found[f"{name}.html"] = rendering.html.replace("><", ">\n<")
        found[f"{name}.txt"] = f"{rendering.subject}\n{rendering.preheader}\n\n{rendering.text}"
    return found


if __name__ == "__main__":
    for file, content in snapshots().items():
        (FOLDER / file).write_text(content, "utf-8")
