"""Finds out what the columns of a file hold: by the service that made it, by their names, or as the operator says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subscribers.errors import BadFile
from subscribers.files.records.told import REST, by_hand, there_are
from subscribers.files.text.encoding import LOST, WHY_LOST
from subscribers.files.vocabulary.fields import LEAVING, SEVERAL, STRICTNESS, Field, Verdict, all_left, map_option
from subscribers.files.vocabulary.headings import (
    BESIDE_TURKISH,
    BY_NAME,
    REASONS,
    STATES,
    TURKISH_ALONE,
    bare,
    heading,
    of_a_place,
)
from subscribers.files.vocabulary.hints import (
    A_REGION,
    A_STANDING,
    NAMELESS,
    TELLING,
    choice_of,
    hint_of,
    of_another_channel,
)
from subscribers.files.vocabulary.leaving import telling
from subscribers.files.vocabulary.service import Service
from subscribers.files.vocabulary.services import SERVICES
from subscribers.files.vocabulary.tags import of_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from subscribers.files.vocabulary.hints import Hint

NAMED = Service("columns by their names", (), {}, open=True)

TELLING_STANDINGS = frozenset({
    Field.STATUS, Field.SUBSCRIBED, Field.UNCONFIRMED, *LEAVING, Field.LISTS, Field.LEFT_ALL, Field.SUPPRESSED,
    Field.WHY,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file hold, by their places from 0, and whose export it is; `told` are the operator's."""

    service: Service
    fields: Mapping[Field, tuple[int, ...]]
    names: tuple[str, ...]
    told: frozenset[int] = frozenset()
    said_of_all: Verdict | None = None  # by the operator
    rest_told: bool = False  # likewise, that no other column of yes and no is of account

    @property
    def everyone(self) -> Verdict | None:
        """What all who are in the file are, other than subscribed: the strictest word on it."""
        said = [one for one in (self.service.everyone, self.said_of_all) if one not in (None, Verdict.SUBSCRIBED)]
        return max(said, key=lambda one: STRICTNESS[Verdict(one)], default=None)

    @property
    def all_left(self) -> bool:
        """Whether nobody in the file is to be mailed, whatever else it says of them."""
        return all_left(self.everyone)

    @property
    def tell_standings(self) -> bool:
        """Whether anything says how somebody stands; that they confirmed once does not."""
        return bool(self.everyone or self.fields.keys() & TELLING_STANDINGS)

    @property
    def by_row(self) -> bool:
        """Whether each row says which lists it means."""
        return Field.LISTS in self.fields

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.names)

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of those that nobody said anything of, and that are not read."""
        about = {name.rpartition(".")[0] for name in self.names}  # objects, of which all that is in them has its name
        return tuple(name.strip() for name in map(self.names.__getitem__, self._unread()) if name not in about)

    @property
    def hints(self) -> tuple[tuple[int, Hint], ...]:
        """The places of columns that are not read and may say who is to be mailed, or who is not.

        Where the service is known, only what may say who left, or who consents, is of account.
        """
        read = {self.names[place] for places in self.fields.values() for place in places}
        found = ((place, self._hint(self.names[place])) for place in self._unread())
        return tuple((place, hint) for place, hint in found if hint and read.isdisjoint(_about(self.names[place])))

    @property
    def unknown(self) -> tuple[tuple[int, str], ...]:
        """The places and names of columns that are not read, but for other channels than mail; none of a service."""
        if not self.service.open:
            return ()
        return tuple((one, self.names[one]) for one in self._unread() if not of_another_channel(self.names[one]))

    def named(self, field: Field) -> list[tuple[int, str]]:
        """Return the places and names of the columns that hold a field."""
        return [(place, self.names[place]) for place in self.fields.get(field, ())]

    def holding(self, found: Mapping[int, Field]) -> Columns:
        """Return these columns with what was found out of some of them, by their places."""
        fields = dict(self.fields)
        for place, field in found.items():
            fields[field] = (*fields.get(field, ()), place)
        return replace(self, fields=fields)

    def by_place(self) -> tuple[Field | None, ...]:
        """Return what each column holds, None for those that are not read."""
        held = {place: field for field, places in self.fields.items() for place in places if field is not Field.IGNORE}
        return tuple(held.get(place) for place in range(self.width))

    def _hint(self, full_name: str) -> Hint | None:
        name = bare(full_name)
        if of_another_channel(name):
            return None
        if telling(name) or (heading(name) in REASONS and not self.tell_standings):
            return TELLING
        hint = hint_of(name)
        if not self.service.open:  # beside its own columns there may be one for a consent
            return hint if hint and hint.consent and not self.service.writes(name) else None
        if name.removeprefix("column ").isdecimal():
            return NAMELESS
        if heading(name) in STATES:
            return A_REGION if any(map(of_a_place, self.names)) else A_STANDING
        known = self.service.known_by and not self.service.extended
        settled = self.rest_told or known or of_a_place(name) or of_tags(name)
        return hint or (None if settled else choice_of(name))

    def _unread(self) -> list[int]:
        held = {place for places in self.fields.values() for place in places}
        return [place for place in range(self.width) if place not in held]


def recognised(
    names: Sequence[str],
    *,
    told: Mapping[str, Field] | None = None,
    everywhere: bool = True,
    below: Iterable[Sequence[str]] = (),
) -> Columns:
    """Return what columns of these names hold; what the operator `told` goes before what is known of a name.

    Those told of must be there only if they have to be so `everywhere`. `below` are some records, of which a refusal
    learns where addresses seem to stand.

    Raises:
        BadFile: none of them is known to hold addresses.
        BadValue: the operator named a column that is not there, or two for what one alone can hold.
    """
    if any(LOST in name for name in names):
        raise BadFile(f"the column names cannot be read, since {WHY_LOST}")
    names = [name if name.strip() else f"column {place}" for place, name in enumerate(names, start=1)]
    by_operator = by_hand(names, told or {}, everywhere=everywhere)
    plain = [bare(name) for name in names]
    service = _service(plain)
    fields: defaultdict[Field, list[int]] = defaultdict(list)
    taken: set[int] = set()
    for field, place in [*((field, place) for place, field in by_operator.items()), *_known(plain, service)]:
        if place not in taken and (field in SEVERAL or not fields[field]):
            fields[field].append(place)
            taken.add(place)
    found = {field: tuple(places) for field, places in fields.items() if places}
    if Field.ADDRESS not in found:
        raise BadFile(_nowhere(names, below))
    return Columns(service, found, tuple(names), frozenset(by_operator), rest_told=REST in (told or {}))


def names_addresses(cells: Sequence[str]) -> bool:
    """Tell whether these could be the names of columns, one of which is known to hold addresses."""
    return any(field is Field.ADDRESS for field, _ in _known(cells, _service(cells)))


def _about(name: str) -> list[str]:
    """Return the names of the objects that something is within: where one is read as it is, it refuses its row."""
    parts = name.split(".")
    return [".".join(parts[:count]) for count in range(1, len(parts))]


def _service(names: Sequence[str]) -> Service:
    """Return the service that is known by most of these columns."""
    headings = frozenset(heading(name) for name in names)
    fitting = [service for service in SERVICES if service.fits(headings)]
    return max(fitting, key=lambda service: len(service.known_by), default=NAMED)


def _known(names: Sequence[str], service: Service) -> Iterator[tuple[Field, int]]:
    """Yield which field stands where, the likeliest place of a field first."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        places[heading(name)].append(place)
    for word, field in _words(service):
        if word not in TURKISH_ALONE or not BESIDE_TURKISH.isdisjoint(places):
            yield from ((field, place) for place in places.get(word, ()))


def _words(service: Service) -> Iterator[tuple[str, Field]]:
    """Yield the names of columns that a service is known to write; of others, as a rule, those that tell who left."""
    yield from ((heading(name), field) for name, field in service.columns.items())
    for field in BY_NAME if service.open else (*LEAVING, Field.UNCONFIRMED, Field.FREQUENCY, Field.LEFT_ALL):
        yield from ((word, field) for word in BY_NAME[field])


def _nowhere(names: Sequence[str], below: Iterable[Sequence[str]]) -> str:
    first = next((name for name in names if name.strip()), "COLUMN")
    likely = next((name for record in below for name, cell in zip(names, record, strict=False) if "@" in cell), first)
    return (
        f"no column is known to hold addresses; {there_are(names)}; "
        f"say which one does, such as: {map_option(likely, Field.ADDRESS)}"
    )
