"""The variants of an issue before they are rendered: which there are, for whom, and how many get each."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from digest.model.selection import Selection


class Choice(NamedTuple):
    """What readers chose that decides which variant they get.

    `followed` is a JSON array of those of their topics that stories of the issue have, empty for who follows none at
    all; `language` is the tag that they gave, or empty.
    """

    followed: str
    language: str

    @property
    def topics(self) -> frozenset[str] | None:
        """The topics; None for who follows none, and gets the whole issue."""
        return frozenset(json.loads(self.followed)) if self.followed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantPlan:
    """One variant: what it is called, and how many readers get it.

    `topics` are those of its readers who follow the fewest; it is the whole issue where there are none. `selection` is
    None for a variant that was frozen.
    """

    language: str
    topics: tuple[str, ...]
    recipients: int
    selection: Selection | None = None

    @property
    def name(self) -> str:
        """The variant's name, unique in its issue: its language and topics, such as `en` and `en economy+sport`."""
        return variant_name(self.language, self.topics)


def variant_name(language: str, topics: tuple[str, ...]) -> str:
    """Return the name of the variant for a language and topics, which are sorted."""
    return f"{language} {'+'.join(topics)}".rstrip()
