"""Reads colours as styles write them."""

from __future__ import annotations

import colorsys
import re

from digest.model.colour import Colour

# The names that mails use; with another one, a contrast is not judged.
_NAMES = {
    "aqua": "00ffff", "black": "000000", "blue": "0000ff", "darkgray": "a9a9a9", "darkgrey": "a9a9a9",
    "dimgray": "696969", "dimgrey": "696969", "fuchsia": "ff00ff", "gray": "808080", "green": "008000",
    "grey": "808080", "lightgray": "d3d3d3", "lightgrey": "d3d3d3", "lime": "00ff00", "maroon": "800000",
    "navy": "000080", "olive": "808000", "orange": "ffa500", "purple": "800080", "red": "ff0000", "silver": "c0c0c0",
    "teal": "008080", "white": "ffffff", "whitesmoke": "f5f5f5", "yellow": "ffff00",
}  # fmt: skip
_HEX = re.compile(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})")
_FUNCTION = re.compile(r"(rgb|hsl)a?\(([^()]*)\)")
_NUMBER = re.compile(r"(-?[0-9]{1,4}(?:\.[0-9]{1,6})?|-?\.[0-9]{1,6})(%|deg)?")


WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)


def parse(text: str) -> Colour | None:
    """Return a colour by its CSS notation, or None where it is none that is known.

    >>> str(parse("#abc")), parse("inherit")
    ('#aabbcc', None)
    """
    text = text.strip().casefold()
    if text == "transparent":
        return Colour(0, 0, 0, 0)
    text = _NAMES.get(text, text)
    if found := _HEX.fullmatch(text):
        return _of_digits(found[1])
    if found := _FUNCTION.fullmatch(text):
        return _of_numbers(found[1], _NUMBER.findall(found[2]))
    return None


def _of_digits(digits: str) -> Colour:
    pairs = [digit * 2 for digit in digits] if len(digits) < 6 else re.findall("..", digits)
    red, green, blue, *alpha = (int(pair, 16) for pair in pairs)
    return Colour(red, green, blue, alpha[0] / 255 if alpha else 1.0)


def _of_numbers(kind: str, numbers: list[tuple[str, str]]) -> Colour | None:
    if len(numbers) not in (3, 4):
        return None
    first, second, third = (_within(_scaled(number, unit), 255) for number, unit in numbers[:3])
    alpha = _share(*numbers[3]) if len(numbers) == 4 else 1.0
    if kind == "hsl":
        red, green, blue = colorsys.hls_to_rgb(float(numbers[0][0]) % 360 / 360, third / 255, second / 255)
        first, second, third = red * 255, green * 255, blue * 255
    return Colour(first, second, third, alpha)


def _scaled(number: str, unit: str) -> float:
    return float(number) * 2.55 if unit == "%" else float(number)


def _share(number: str, unit: str) -> float:
    return _within(float(number) / (100 if unit == "%" else 1), 1)


def _within(number: float, most: float) -> float:
    return min(max(number, 0.0), most)
