"""The shape of a newsletter service's export: by which columns it is known, and what its columns and words mean."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from subscribers.files.vocabulary.fields import Field, Verdict
from subscribers.files.vocabulary.headings import heading

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Service:
    """One shape of export. Column names match as `heading` has them, and may stand in any order.

    `words` say what the values of the status column mean, or of one that tells who confirmed, and where none is given
    the general ones hold; a word that is in neither refuses its row, unless `otherwise` says what any other word
    means. A service that has a status column writes something into each of its cells. `everyone` is what the file says
    of all who are in it, such as that they unsubscribed. Tags are what a service sorts people by, no topics of ours,
    and are not read unless the operator asks for it; `tag_separator` then parts them beside the comma. What its column
    *State* says in words `of_accounts`, as `heading` has them, is about an account, not about mail.
    """

    name: str
    known_by: tuple[str, ...]
    columns: Mapping[str, Field]
    words: Mapping[str, Verdict] = field(default_factory=dict)
    otherwise: Verdict | None = None
    everyone: Verdict | None = None
    tag_separator: str = ""
    of_accounts: frozenset[str] = frozenset()
    alone: bool = False  # whether it has no other columns, since these are common words
    open: bool = False  # whether its other columns are known by their names, as where it is no service's
    extended: bool = False  # whether people add columns of their own there, of which one of yes and no is asked about

    def fits(self, headings: frozenset[str]) -> bool:
        """Tell whether a file with these columns, as `heading` has them, is such an export."""
        own = {heading(name) for name in self.known_by}
        return own == headings if self.alone else own <= headings

    def writes(self, name: str) -> bool:
        """Tell whether a column of this name is one that the service is known by."""
        return heading(name) in map(heading, self.known_by)

    def writes_status(self, name: str) -> bool:
        """Tell whether a column of this name holds the service's word for a standing, so that none of it is empty."""
        held = {heading(own): field for own, field in self.columns.items()}
        return held.get(heading(name)) is Field.STATUS
