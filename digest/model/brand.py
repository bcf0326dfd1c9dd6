"""What a newsroom brings to any theme: its logo, colours, fonts and links."""

from __future__ import annotations

from dataclasses import dataclass

# Fonts that readers have: a mail that loads one from elsewhere tells on its readers, and most programs refuse it.
FONTS = {
    "georgia": "Georgia,'Times New Roman',serif",
    "times": "'Times New Roman',Times,serif",
    "palatino": "'Palatino Linotype',Palatino,'Book Antiqua',Georgia,serif",
    "cambria": "Cambria,Georgia,serif",
    "system": "-apple-system,BlinkMacSystemFont,'Segoe UI',Arial,sans-serif",
    "arial": "Arial,Helvetica,sans-serif",
    "helvetica": "'Helvetica Neue',Helvetica,Arial,sans-serif",
    "verdana": "Verdana,Geneva,sans-serif",
    "tahoma": "Tahoma,Verdana,sans-serif",
    "trebuchet": "'Trebuchet MS',Tahoma,sans-serif",
    "courier": "'Courier New',Courier,monospace",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture in the place of the publication's name; `dark_url` is another for dark paper, or empty."""

    url: str
    width: int
    height: int
    alt: str
    dark_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What a newsroom has chosen; what is empty is the theme's. Links pair words with an address."""

    logo: Logo | None = None
    accent: str = ""  # such as #7a2e26
    accent_dark: str = ""  # the same on dark paper; empty: made of `accent`
    heading_font: str = ""  # one of FONTS
    body_font: str = ""
    links: tuple[tuple[str, str], ...] = ()
    social: tuple[tuple[str, str], ...] = ()


PLAIN = Brand()
