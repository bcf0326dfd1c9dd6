"""Tells pictures in sanitised HTML from tracking pixels, spacers and icons."""

from __future__ import annotations

import re
from html import unescape

IMAGE = re.compile(r'<img((?:\s+[a-z-]+="[^"]*")*)\s*>')
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_SIZE = re.compile(r"(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*(\d{1,5})(?:\.\d+)?\s*px", re.IGNORECASE)
_SMALLEST = 32  # CSS pixels; anything declared smaller is a tracking pixel, a spacer or an icon


def attributes_of(image: re.Match[str]) -> dict[str, str]:
    """Return the attributes of an image that IMAGE found."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(image[1])}


def unless_pixel(image: re.Match[str]) -> str:
    """Return an image as it stands, or nothing where it shows no picture."""
    attributes = attributes_of(image)
    return image[0] if attributes.get("src") and not is_pixel(attributes) else ""


def is_pixel(attributes: dict[str, str]) -> bool:
    """Tell whether an image is declared too small to be looked at."""
    declared = [attributes.get("width", ""), attributes.get("height", ""), *_SIZE.findall(attributes.get("style", ""))]
    sizes = [int(size) for size in (text.strip().removesuffix("px") for text in declared) if size.isdecimal()]
    return any(size < _SMALLEST for size in sizes)
