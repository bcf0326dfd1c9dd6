"""A colour, how it mixes and contrasts with others, and what becomes of it where a mail program inverts it."""

from __future__ import annotations

import colorsys
from dataclasses import dataclass

READABLE = 4.5  # the least contrast of a text with its ground (WCAG 2.2, 1.4.3)


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue from 0 to 255, and how much of it covers what is below, from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    @classmethod
    def of(cls, digits: str) -> Colour:
        """Return the colour of six hexadecimal digits, such as `#7a2e26`."""
        red, green, blue = bytes.fromhex(digits.removeprefix("#"))
        return cls(red, green, blue)

    def over(self, ground: Colour) -> Colour:
        """Return what is seen of this colour above an opaque ground."""
        share = self.alpha
        mixed = (
            share * own + (1 - share) * other
            for own, other in zip(
                (self.red, self.green, self.blue), (ground.red, ground.green, ground.blue), strict=True
            )
        )
        return Colour(*mixed)

    @property
    def lightness(self) -> float:
        """How light it is, from 0 to 1, as HLS has it."""
        return colorsys.rgb_to_hls(self.red / 255, self.green / 255, self.blue / 255)[1]

    def lit(self, lightness: float) -> Colour:
        """Return the same hue in another lightness."""
        hue, _, saturation = colorsys.rgb_to_hls(self.red / 255, self.green / 255, self.blue / 255)
        return Colour(*(part * 255 for part in colorsys.hls_to_rgb(hue, lightness, saturation)))

    def tinted(self, like: Colour) -> Colour:
        """Return the hue of another in this one's lightness, and no more of it than that one has."""
        _, lightness, saturation = colorsys.rgb_to_hls(self.red / 255, self.green / 255, self.blue / 255)
        hue, _, most = colorsys.rgb_to_hls(like.red / 255, like.green / 255, like.blue / 255)
        return Colour(*(part * 255 for part in colorsys.hls_to_rgb(hue, lightness, min(saturation, most))))

    @property
    def inverted(self) -> Colour:
        """What mail programs make of it that turn a light mail into a dark one: dark for light, in the same hue."""
        return self.lit(1 - self.lightness)

    def __str__(self) -> str:
        return "#" + "".join(f"{round(part):02x}" for part in (self.red, self.green, self.blue))


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two opaque colours, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in (colour.red, colour.green, colour.blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
