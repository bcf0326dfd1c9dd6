"""What an examination found: one line on one thing, and what helps."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Health(StrEnum):
    """How one thing stands."""

    GOOD = "good"
    DOUBTFUL = "doubtful"  # may be meant so; nothing fails for it today
    WRONG = "wrong"  # mail fails or is lost, or soon will be
    NOT_CHECKED = "not checked"  # it could not be seen from here; the words say why


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at; `remedy` is empty where there is nothing to do."""

    check: str
    health: Health
    words: str
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON object."""
        return asdict(self)


def good(check: str, words: str) -> Examined:
    """Return that all is well."""
    return Examined(check, Health.GOOD, words)


def doubtful(check: str, words: str, remedy: str) -> Examined:
    """Return what should be looked at."""
    return Examined(check, Health.DOUBTFUL, words, remedy)


def wrong(check: str, words: str, remedy: str) -> Examined:
    """Return what has to be mended."""
    return Examined(check, Health.WRONG, words, remedy)


def not_checked(check: str, words: str) -> Examined:
    """Return what could not be looked at, and why."""
    return Examined(check, Health.NOT_CHECKED, words)
