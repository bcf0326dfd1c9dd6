"""Issues to render: those that a theme is tried on."""

from __future__ import annotations

from digest.demo.specimen_parts import HERALD, MARKS, SAHIL, SLOT, TRAPS, issue_of, item, picture
from digest.demo.specimens import (
    SPECIMENS,
    arabic,
    bare,
    crowded,
    hostile,
    in_sections,
    morning,
    odd,
    without_pictures,
)

__all__ = [
    "HERALD",
    "MARKS",
    "SAHIL",
    "SLOT",
    "SPECIMENS",
    "TRAPS",
    "arabic",
    "bare",
    "crowded",
    "hostile",
    "in_sections",
    "issue_of",
    "item",
    "morning",
    "odd",
    "picture",
    "without_pictures",
]
