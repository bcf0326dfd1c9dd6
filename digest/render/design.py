"""Works out how a theme looks under a newsroom's brand: every colour readable, also where a mail program inverts it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from digest.model.brand import FONTS, PLAIN, Brand
from digest.model.colour import READABLE, Colour, contrast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.model.brand import Logo

WRITTEN = ("paper", "card", "ink", "quiet", "accent", "rule", "hair", "wash", "picture")
WHITE, NEARLY_BLACK = "#ffffff", "#161616"
_STEP = 0.01  # of lightness
_SEEN = 3.1  # the least contrast of a field's outline, with what rounding takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one scheme, as `#rrggbb`: those of WRITTEN stand in theme.toml, the others follow from them."""

    paper: str  # behind everything
    card: str  # behind a story
    ink: str
    quiet: str  # source, time, footer
    accent: str  # kicker, links, buttons
    rule: str  # firm lines
    hair: str  # fine lines
    wash: str  # behind the words of a pill
    picture: str  # behind a picture while it loads
    on_accent: str = ""  # the words of a button
    on_wash: str = ""  # the words of a pill
    edge: str = ""  # the outline of a field on a page


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """All that templates are given of how things look, as `design`; the fonts are stacks of CSS."""

    light: Palette
    dark: Palette
    heading: Markup
    body: Markup
    logo: Logo | None
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colouring:
    """What a theme.toml says of the look: the colours of both schemes, and the names of fonts."""

    light: Mapping[str, str]
    dark: Mapping[str, str]
    heading: str
    body: str


def design(colouring: Colouring, brand: Brand = PLAIN) -> Design:
    """Return the look of a theme under a brand."""
    return Design(
        light=_palette(accented(colouring.light, brand.accent), dark=False),
        dark=_palette(accented(colouring.dark, brand.accent_dark or brand.accent), dark=True),
        heading=Markup(FONTS[brand.heading_font or colouring.heading]),  # noqa: S704  ours
        body=Markup(FONTS[brand.body_font or colouring.body]),  # noqa: S704
        logo=brand.logo,
        links=(*brand.links, *brand.social),
    )


def accented(colours: Mapping[str, str], accent: str) -> Mapping[str, str]:
    """Return the colours with another accent, if there is one, and the wash in the hue of it."""
    if not accent:
        return colours
    return {**colours, "accent": accent, "wash": str(Colour.of(colours["wash"]).tinted(Colour.of(accent)))}


def _palette(colours: Mapping[str, str], *, dark: bool) -> Palette:
    plain = Palette(**{name: colours[name] for name in WRITTEN})
    grounds = (plain.paper, plain.card)
    accent = readable(plain.accent, grounds, dark=dark)
    return replace(
        plain,
        ink=readable(plain.ink, grounds, dark=dark),
        quiet=readable(plain.quiet, grounds, dark=dark),
        accent=accent,
        on_accent=max((WHITE, NEARLY_BLACK), key=lambda one: contrast(Colour.of(one), Colour.of(accent))),
        on_wash=readable(accent, (plain.wash,), dark=dark),
        edge=_edge(plain.hair, plain.quiet, grounds),
    )


def readable(colour: str, grounds: Sequence[str], *, dark: bool) -> str:
    """Return the colour if it can be read on the grounds, else the nearest lightness in which it can.

    What is readable in a light scheme is so too once a mail program has inverted it, colour and ground.
    """
    found, step = Colour.of(colour), _STEP if dark else -_STEP
    for _ in range(round(1 / _STEP)):
        if _reads(found, grounds, dark=dark):
            break
        found = Colour.of(str(found.lit(min(max(found.lightness + step, 0.0), 1.0))))
    return str(found)


def _edge(hair: str, quiet: str, grounds: Sequence[str]) -> str:
    """Return the first mixture of fine lines with quiet words that is seen on the grounds (WCAG 2.2, 1.4.11).

    A fine line that is only darkened shows a hue that nobody sees in it while it is pale.
    """
    mixtures = (replace(Colour.of(quiet), alpha=step / 100).over(Colour.of(hair)) for step in range(101))
    seen = (one for one in mixtures if all(contrast(one, Colour.of(ground)) >= _SEEN for ground in grounds))
    return str(next(seen, Colour.of(quiet)))


def _reads(colour: Colour, grounds: Sequence[str], *, dark: bool) -> bool:
    pairs = [(colour, Colour.of(ground)) for ground in grounds]
    if not dark:
        pairs += [(one.inverted, ground.inverted) for one, ground in pairs]
    return all(contrast(one, ground) >= READABLE for one, ground in pairs)
