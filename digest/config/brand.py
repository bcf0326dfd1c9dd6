"""Reads what a newsroom brings to its theme: [brand] of digest.toml, and where a theme is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from digest.config.plain import empty_or, one_of, plain_name, show, text, whole
from digest.config.table import Key, Layout, Named
from digest.model.brand import FONTS, Brand, Logo

if TYPE_CHECKING:
    from collections.abc import Iterator

_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_LINK = re.compile(r"https://[^\s/?#]+[^\s]*")
_LOGO_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif")  # what every mail program shows; classic Outlook no WebP, nobody SVG


def colour(value: object) -> str:
    """Read a colour of six hexadecimal digits."""
    digits = text(value).lower()
    if not _COLOUR.fullmatch(digits):
        raise ValueError(f"{show(digits)} is not a colour; write one such as '#7a2e26'")
    return digits


def link(value: object) -> str:
    """Read a whole address that readers are sent to."""
    address = text(value)
    if not _LINK.fullmatch(address):
        raise ValueError(f"{show(address)} is not a web address such as https://herald.example/about")
    return address


def picture(value: object) -> str:
    """Read where a logo is: an address, or a file below the media folder."""
    place = text(value)
    if not place.lower().partition("?")[0].endswith(_LOGO_SUFFIXES):
        raise ValueError(f"{show(place)} is not a picture that every mail program shows; name a PNG, JPEG or GIF")
    if "://" in place:
        return link(place)
    if place.startswith("/") or ".." in place.split("/"):
        raise ValueError(f"{show(place)} is not a file below the media folder; write its path from there")
    return place


def theme(value: object) -> str:
    """Read the name of a theme, or the path of a newsroom's own, which has a slash in it."""
    name = text(value)
    return name if "/" in name else plain_name(name)


_font = empty_or(one_of(FONTS))
_links = Named(text, Key(link))

BRAND: Layout = {
    "logo": Key(empty_or(picture), ""),
    "logo_dark": Key(empty_or(picture), ""),
    "logo_width": Key(whole(16, 600), None),
    "logo_height": Key(whole(8, 300), None),
    "logo_alt": Key(empty_or(text), ""),
    "accent": Key(empty_or(colour), ""),
    "accent_dark": Key(empty_or(colour), ""),
    "heading_font": Key(_font, ""),
    "body_font": Key(_font, ""),
    "links": _links,
    "social": _links,
}


def brand_problems(values: dict[str, Any]) -> Iterator[str]:
    """Tell what does not go together: a logo without its size, a file without a folder, a colour for the dark alone."""
    brand = values["brand"]
    for key in ("logo_width", "logo_height"):
        if brand["logo"] and brand[key] is None:
            yield f"brand.{key}: is missing; mail programs need the size of the logo, in pixels as it is shown"
    for key in ("logo", "logo_dark"):
        if brand[key] and "://" not in brand[key] and not values["publication"]["media"]:
            yield f"brand.{key}: {show(brand[key])} is a file, and publication.media names no folder; write one there"
    for key, beside in (("logo_dark", "logo"), ("accent_dark", "accent")):
        if brand[key] and not brand[beside]:
            yield f"brand.{key}: stands alone; write brand.{beside} too"


def build_brand(brand: dict[str, Any], *, media_url: str) -> Brand:
    """Return the brand; files of the media folder stand below `media_url`."""

    def address(place: str) -> str:
        return place if "://" in place or not place else f"{media_url}{quote(place)}"

    logo = Logo(
        url=address(brand["logo"]),
        dark_url=address(brand["logo_dark"]),
        width=brand["logo_width"],
        height=brand["logo_height"],
        alt=brand["logo_alt"],
    )
    return Brand(
        logo=logo if logo.url else None,
        accent=brand["accent"],
        accent_dark=brand["accent_dark"],
        heading_font=brand["heading_font"],
        body_font=brand["body_font"],
        links=tuple(brand["links"].items()),
        social=tuple(brand["social"].items()),
    )
