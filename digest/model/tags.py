"""Tags, and the rule by which an edition chooses stories by them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def normal_tag(tag: str) -> str:
    """Return the form in which a tag is stored and compared: casefolded, inner white space single.

    >>> normal_tag("  World   News ")
    'world news'
    """
    return " ".join(tag.casefold().split())


@dataclass(frozen=True, slots=True)
class TagRule:
    """Which tags let a story in: any of `any_of` (each a set that must be there whole), none of `none_of`.

    An empty `any_of` lets every story in that `none_of` does not keep out.
    """

    any_of: tuple[frozenset[str], ...] = ()
    none_of: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, terms: Iterable[str]) -> TagRule:
        """Read terms as they stand in an edition: `world`, `-sport`, `eu+economy`.

        Raises:
            ValueError: a term is empty, or an exclusion joins tags with `+`.
        """
        any_of: list[frozenset[str]] = []
        none_of: set[str] = set()
        for term in terms:
            excluded = term.strip().startswith("-")
            parts = [normal_tag(part) for part in term.strip().removeprefix("-").split("+")]
            if not all(parts):
                raise ValueError(f"{term!r} is not a tag; write world, -sport or eu+economy")
            if excluded and len(parts) > 1:
                raise ValueError(f"{term!r} excludes two tags at once; write one -tag for each")
            if excluded:
                none_of.add(parts[0])
            else:
                any_of.append(frozenset(parts))
        return cls(any_of=tuple(any_of), none_of=frozenset(none_of))

    @property
    def named(self) -> frozenset[str]:
        """Every tag that lets a story in, alone or with others."""
        return frozenset().union(*self.any_of)

    def matches(self, tags: Collection[str]) -> bool:
        """Tell whether a story with these (normal) tags is let in."""
        return self.refusal(tags) == ""

    def refusal(self, tags: Collection[str]) -> str:
        """Say why a story with these (normal) tags is kept out; empty when it is let in."""
        have = set(tags)
        if out := sorted(self.none_of & have):
            return f"tag {out[0]} is excluded"
        if self.any_of and not any(wanted <= have for wanted in self.any_of):
            return "has none of the edition's tags"
        return ""

    def why(self, tags: Collection[str]) -> str:
        """Name the first term that lets a story with these tags in, such as "tag world"; empty if none does."""
        have = set(tags)
        for wanted in self.any_of:
            if wanted <= have:
                return f"tag {'+'.join(sorted(wanted))}"
        return "" if self.any_of else "every tag is wanted"


@dataclass(frozen=True, slots=True)
class TagChange:
    """What the words of a story now earn it, and no longer earn it, beside the tags it has for other reasons."""

    story_id: int
    title: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
