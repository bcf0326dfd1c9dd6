"""Draws every picture of the documentation anew: `make pictures`."""

from __future__ import annotations

from docs.making import mails, pages, terminal
from docs.making.camera import camera
from docs.making.newsroom import newsroom


def main() -> None:
    """Draw mails, pages, and what commands show."""
    with camera() as one:
        mails.draw(one)
        with newsroom() as folder:
            terminal.draw(folder)
            pages.draw(one, folder)


if __name__ == "__main__":
    main()
