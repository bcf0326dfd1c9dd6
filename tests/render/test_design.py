"""Every colour of every theme can be read, under any brand, in both schemes and where a mail program inverts it."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model.brand import FONTS, Brand
from digest.model.colour import Colour, contrast
from digest.render.design import Palette, design
from digest.render.theme import load_theme
from digest.render.theme_file import read_theme, templates_dir, theme_names

DIGITS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
THEMES = pytest.mark.parametrize("theme", theme_names())


def pairs(palette: Palette) -> list[tuple[str, str]]:
    """Return every colour of words with every colour they may stand on."""
    words = [
        (word, ground)
        for word in (palette.ink, palette.quiet, palette.accent)
        for ground in (palette.paper, palette.card)
    ]
    return [*words, (palette.on_accent, palette.accent), (palette.on_wash, palette.wash)]


def ratios(palette: Palette, *, inverted: bool = False) -> list[float]:
    found = [(Colour.of(word), Colour.of(ground)) for word, ground in pairs(palette)]
    return [contrast(a.inverted, b.inverted) if inverted else contrast(a, b) for a, b in found]


@THEMES
def test_what_a_theme_writes_is_what_it_shows(theme: str) -> None:
    written = read_theme(templates_dir() / theme).colouring
    shown = load_theme(theme).design
    for name in ("ink", "quiet", "paper", "card", "accent", "wash"):
        assert getattr(shown.dark, name) == written.dark[name], name
        assert getattr(shown.light, name) == written.light[name], name


@THEMES
@given(DIGITS, DIGITS | st.just(""))
def test_any_accent_becomes_readable_in_both_schemes_and_inverted(theme: str, accent: str, dark: str) -> None:
    look = design(read_theme(templates_dir() / theme).colouring, Brand(accent=accent, accent_dark=dark))
    assert min(ratios(look.light)) >= 4.5
    assert min(ratios(look.dark)) >= 4.5
    assert min(ratios(look.light, inverted=True)) >= 4.4  # what is inverted is rounded by the mail program


def test_a_readable_accent_stays_as_it_is() -> None:
    look = design(read_theme(templates_dir() / "classic").colouring, Brand(accent="#0b3d91", accent_dark="#9ec1ff"))
    assert (look.light.accent, look.dark.accent) == ("#0b3d91", "#9ec1ff")


def test_a_faint_accent_keeps_its_hue() -> None:
    light = design(read_theme(templates_dir() / "classic").colouring, Brand(accent="#ffcc00")).light.accent
    red, green, blue = bytes.fromhex(light[1:])
    assert red > green > blue == 0


def test_without_a_dark_accent_one_is_made_of_the_light() -> None:
    look = design(read_theme(templates_dir() / "classic").colouring, Brand(accent="#0b3d91"))
    assert Colour.of(look.dark.accent).lightness > Colour.of("#0b3d91").lightness


def hue(colour: str) -> float:
    red, green, blue = bytes.fromhex(colour[1:])
    return colorsys.rgb_to_hls(red / 255, green / 255, blue / 255)[0]


@pytest.mark.parametrize("accent", ["#b3261e", "#1f7a3d", "#7a1fa2"])
def test_a_pill_is_washed_in_the_hue_of_the_accent_as_light_as_the_theme_has_it(accent: str) -> None:
    colouring = read_theme(templates_dir() / "modern").colouring
    look = design(colouring, Brand(accent=accent))
    for palette, written in ((look.light, colouring.light), (look.dark, colouring.dark)):
        assert hue(palette.wash) == pytest.approx(hue(accent), abs=0.02)
        assert Colour.of(palette.wash).lightness == pytest.approx(Colour.of(written["wash"]).lightness, abs=0.01)


def test_a_grey_accent_washes_grey() -> None:
    wash = design(read_theme(templates_dir() / "modern").colouring, Brand(accent="#444444")).light.wash
    assert len({*bytes.fromhex(wash[1:])}) == 1


@THEMES
def test_the_outline_of_a_field_is_seen_and_no_more_colourful_than_the_words_and_lines_beside_it(theme: str) -> None:
    look = design(read_theme(templates_dir() / theme).colouring)
    for palette in (look.light, look.dark):
        assert contrast(Colour.of(palette.edge), Colour.of(palette.paper)) >= 3
        assert contrast(Colour.of(palette.edge), Colour.of(palette.card)) >= 3
        assert spread(palette.edge) <= max(spread(palette.hair), spread(palette.quiet))


def spread(colour: str) -> int:
    return max(bytes.fromhex(colour[1:])) - min(bytes.fromhex(colour[1:]))


def test_no_stack_of_fonts_is_loaded_from_anywhere() -> None:
    loaded = {"roboto", "open sans", "lato", "montserrat", "ubuntu", "droid sans"}
    for stack in FONTS.values():
        assert not {name.strip(" '").casefold() for name in stack.split(",")} & loaded
        assert stack.rpartition(",")[2] in {"serif", "sans-serif", "monospace"}
        assert '"' not in stack
