"""Writes all of it."""

from __future__ import annotations

from pathlib import Path

from docs.making import commands, man, schema

DOCS = Path(__file__).parent.parent
PAGES = {"commands.md": commands.page, "schema.md": schema.page, "digest.1": man.page}


def main() -> None:
    """Write each page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
