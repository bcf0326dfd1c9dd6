"""Knows which mail programs cannot do what, by caniemail.com."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("support.json")


def without(feature: str) -> str:
    """Return the programs that do not know a feature, as a sentence names them; empty where all do."""
    found = features().get(feature)
    return " and ".join(", ".join(found["without"]).rsplit(", ", 1)) if found else ""


def title(feature: str) -> str:
    """Return what caniemail.com calls a feature."""
    return str(features()[feature]["title"])


@cache
def features() -> dict[str, Any]:
    """Return all that is known, by feature."""
    found: dict[str, Any] = json.loads(_DATA.read_text(encoding="utf-8"))["features"]
    return found
