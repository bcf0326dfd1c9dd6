"""Draws charts as SVG: columns in a stack, and a line; a page's style gives the colours."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH, HEIGHT = 720.0, 240.0
LEFT, RIGHT, TOP, BOTTOM = 52.0, 8.0, 12.0, 26.0
LINES = 4  # of the grid, above the ground line, about
LEAST = 1e-100  # below that it is nothing, and no power of ten can be told
WORDS_BELOW = 6
_RECT = Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>')
MOST_DOTS = 45  # on a line, which then needs none


@dataclass(frozen=True, slots=True)
class Series:
    """What one colour stands for; `kind` is its class in the style. Values are for one place after the other."""

    name: str
    kind: str
    values: Sequence[float]


def columns(title: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = "") -> Markup:
    """Draw a column for each label, the series stacked in it from the ground up."""
    totals = [sum(values) for values in zip(*(one.values for one in series), strict=True)]
    scale = _Scale(max(totals, default=0.0), len(labels), unit)
    return _figure(title, [*scale.grid(), *_stacks(labels, series, scale), *_below(labels, scale)])


def lines(
    title: str, labels: Sequence[str], series: Sequence[Series], *, unit: str = "", ground: bool = False
) -> Markup:
    """Draw a line for each series; with `ground`, the area below the first is filled."""
    scale = _Scale(max((max(one.values, default=0.0) for one in series), default=0.0), len(labels), unit)
    drawn = [part for one in series for part in _line(one, labels, scale, ground=ground and one is series[0])]
    return _figure(title, [*scale.grid(), *drawn, *_below(labels, scale)])


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where values and places stand in the drawing."""

    most: float
    places: int
    unit: str

    @property
    def step(self) -> float:
        """A round number, so that a few of it reach the largest value."""
        rough = self.most / LINES
        if rough < LEAST:
            return 1.0
        power = 10.0 ** floor(log10(rough))
        step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
        return step if self.unit or step >= 1 else 1.0

    @property
    def top(self) -> float:
        return max(self.step, ceil(self.most / self.step) * self.step)

    @property
    def pitch(self) -> float:
        return (WIDTH - LEFT - RIGHT) / max(1, self.places)

    def x(self, place: float) -> float:
        return LEFT + self.pitch * (place + 0.5)

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top

    def grid(self) -> Iterator[Markup]:
        value = 0.0
        while value <= self.top + self.step / 2:
            y = self.y(value)
            words = f"{value:,.10g}{self.unit}"
            yield Markup('<line class="{}" x1="{:.0f}" x2="{:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>').format(
                "fine" if value else "firm", LEFT, WIDTH - RIGHT, y=y
            )
            yield Markup('<text class="scale" x="{:.0f}" y="{:.1f}">{}</text>').format(LEFT - 8, y + 4, words)
            value += self.step


def _stacks(labels: Sequence[str], series: Sequence[Series], scale: _Scale) -> Iterator[Markup]:
    width = min(34.0, max(1.0, scale.pitch * 0.72))
    for place, label in enumerate(labels):
        ground = 0.0
        for one in series:
            value = one.values[place]
            if value <= 0:
                continue
            top, foot = scale.y(ground + value), scale.y(ground)
            words = f"{label}: {one.name} {value:,.10g}{scale.unit}"
            yield _RECT.format(one.kind, scale.x(place) - width / 2, top, width, max(0.5, foot - top), words)
            ground += value


def _line(one: Series, labels: Sequence[str], scale: _Scale, *, ground: bool) -> Iterator[Markup]:
    points = [(scale.x(place), scale.y(value)) for place, value in enumerate(one.values)]
    if not points:
        return
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    if ground:
        foot = scale.y(0)
        yield Markup('<polygon class="ground {}" points="{:.1f},{:.1f} {} {:.1f},{:.1f}"/>').format(
            one.kind, points[0][0], foot, path, points[-1][0], foot
        )
    yield Markup('<polyline class="{}" points="{}"/>').format(one.kind, path)
    if len(points) <= MOST_DOTS:
        for (x, y), label, value in zip(points, labels, one.values, strict=True):
            yield Markup(
                '<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="2.5"><title>{}: {} {}{}</title></circle>'
            ).format(one.kind, x, y, label, one.name, f"{value:,.3g}" if scale.unit else f"{value:,.0f}", scale.unit)


def _below(labels: Sequence[str], scale: _Scale) -> Iterator[Markup]:
    """Write some of the labels under the ground line, evenly, the last one too."""
    every = max(1, ceil(len(labels) / WORDS_BELOW))
    for place in range(len(labels) - 1, -1, -every):
        anchor = "end" if place == len(labels) - 1 and len(labels) > WORDS_BELOW else "middle"
        x = min(scale.x(place), WIDTH - RIGHT) if anchor == "middle" else WIDTH - RIGHT
        yield Markup('<text class="label" text-anchor="{}" x="{:.1f}" y="{:.0f}">{}</text>').format(
            anchor, x, HEIGHT - 6, labels[place]
        )


def _figure(title: str, parts: Sequence[Markup]) -> Markup:
    opening = Markup('<svg viewBox="0 0 {:.0f} {:.0f}" role="img" aria-label="{}">').format(WIDTH, HEIGHT, title)
    return opening + Markup("\n").join(parts) + Markup("</svg>")
