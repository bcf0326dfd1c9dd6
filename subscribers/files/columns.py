"""Finds out what the columns of a file hold: by the service that made it, by their names, or as the operator says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from subscribers.addresses import parse, parted
from subscribers.errors import BadAddress, BadFile, BadValue, quoted
from subscribers.files.encoding import LOST, WHY_LOST
from subscribers.files.fields import LEAVING, Field, map_option
from subscribers.files.headings import BESIDE_TURKISH, BY_NAME, STATES, TURKISH_ALONE, heading, of_a_place, telling
from subscribers.files.hints import A_REGION, A_STANDING, TELLING, hint_of
from subscribers.files.service import Service
from subscribers.files.services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from subscribers.files.hints import Hint

NAMED = Service("columns by their names", (), {}, open=True)
HEADLESS = Service("addresses without column names", (), {}, open=True)

_TWICE = "--map names column {} twice; say once what it holds"
_SHOWN = 40  # column names that a message repeats
# What more than one column may hold, each with something to add.
_STANDING = (Field.STATUS, Field.STATE, Field.SUBSCRIBED, Field.CONFIRMED, Field.UNCONFIRMED, Field.FREQUENCY, *LEAVING)
_SEVERAL = frozenset({Field.JOINED_AT, Field.TOPICS, Field.NOTE, Field.WHY, Field.IGNORE, *_STANDING})


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of a file hold, by their places from 0, and whose export it is; `told` are the operator's."""

    service: Service
    fields: Mapping[Field, tuple[int, ...]]
    names: tuple[str, ...]
    told: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.names)

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of those that nobody said anything of, and that are not read."""
        return tuple(self.names[place].strip() or f"column {place + 1}" for place in self._unread())

    @property
    def hints(self) -> tuple[tuple[int, Hint], ...]:
        """The places of columns that are not read and may say who is to be mailed, or who is not.

        Where the service is known, only what may say who left is of account.
        """
        found = ((place, self._hint(self.names[place])) for place in self._unread())
        return tuple((place, hint) for place, hint in found if hint)

    @property
    def unknown(self) -> tuple[tuple[int, str], ...]:
        """The places and names of columns that are not read; none where the service is known."""
        return tuple((place, self.names[place]) for place in self._unread()) if self.service.open else ()

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

    def _hint(self, name: str) -> Hint | None:
        if telling(name):
            return TELLING
        if not self.service.open:
            return None
        if heading(name) in STATES:
            return A_REGION if any(map(of_a_place, self.names)) else A_STANDING
        return hint_of(name)

    def _unread(self) -> list[int]:
        held = {place for places in self.fields.values() for place in places}
        return [place for place in range(self.width) if place not in held]


def recognised(
    names: Sequence[str], *, told: Mapping[str, Field] | None = None, below: Iterable[Sequence[str]] = ()
) -> Columns:
    """Return what columns of these names hold; what the operator `told` goes before what is known of a name.

    `below` are some records, of which a refusal learns where addresses seem to stand.

    Raises:
        BadFile: none of them is known to hold addresses.
        BadValue: the operator named a column that is not there, or two for what one alone can hold.
    """
    if any(LOST in name for name in names):
        raise BadFile(f"the column names cannot be read, since {WHY_LOST}")
    by_hand = _by_hand(names, told or {})
    service = _service(names)
    fields: defaultdict[Field, list[int]] = defaultdict(list)
    taken: set[int] = set()
    for field, place in [*((field, place) for place, field in by_hand.items()), *_known(names, service)]:
        if place not in taken and (field in _SEVERAL or not fields[field]):
            fields[field].append(place)
            taken.add(place)
    found = {field: tuple(places) for field, places in fields.items() if places}
    if Field.ADDRESS not in found:
        raise BadFile(_nowhere(names, below))
    return Columns(service, found, tuple(names), frozenset(by_hand))


def names_addresses(cells: Sequence[str]) -> bool:
    """Tell whether these could be the names of columns, one of which is known to hold addresses."""
    return any(field is Field.ADDRESS for field, _ in _known(cells, _service(cells)))


def untold(guesses: Mapping[str, Field]) -> str:
    """Return what to do about all columns that may say who is not to be mailed, by a guess at what each holds."""
    names = ", ".join(map(quoted, guesses))
    said = " ".join(map_option(name, field) for name, field in guesses.items())
    ignored = " ".join(map_option(name, Field.IGNORE) for name in guesses)
    remedy = (
        f"likely it does not matter: {ignored}"
        if said == ignored
        else f"say what {'it' if len(guesses) == 1 else 'each'} holds, such as: {said}; "
        f"or that it does not matter: {ignored}"
    )
    return f"{names} may say who is not to be mailed, in a way that is not known; {remedy}"


def columns_told(options: Sequence[str]) -> dict[str, Field]:
    """Read what an operator says of columns, each as COLUMN=FIELD.

    Raises:
        BadValue: one is not of that form, names no field, or names a column that another names too.
    """
    told: dict[str, Field] = {}
    for option in options:
        column, _, field = option.rpartition("=")
        if field.strip() not in list(Field) or not column.strip():
            raise BadValue(f"--map {quoted(option)} is not COLUMN=FIELD, with FIELD one of {', '.join(Field)}")
        if column in told:
            raise BadValue(_TWICE.format(quoted(column)))
        told[column] = Field(field.strip())
    return told


def headless(cells: Sequence[str], *, told: Mapping[str, Field] | None = None) -> Columns | None:
    """Return the columns of a file whose first record is a reader already; None where it holds no address.

    The operator names such columns by their numbers, from 1.

    Raises:
        BadValue: the operator named a column that is not there.
    """
    for place, cell in enumerate(cells):
        try:
            parse(parted(cell)[1])
        except BadAddress:
            continue
        numbers = [str(number) for number in range(1, len(cells) + 1)]
        found = recognised(numbers, told={numbers[place]: Field.ADDRESS} | dict(told or {}))
        return replace(found, service=HEADLESS)
    return None


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


def _by_hand(names: Sequence[str], told: Mapping[str, Field]) -> dict[int, Field]:
    chosen: dict[int, Field] = {}
    for column, field in told.items():
        places = _places(names, column)
        if field not in _SEVERAL and field in chosen.values():
            raise BadValue(f"--map names two columns for {field}; one alone can hold it")
        if not chosen.keys().isdisjoint(places):
            raise BadValue(_TWICE.format(quoted(column)))
        chosen |= dict.fromkeys(places if field in _SEVERAL else places[:1], field)
    return chosen


def _places(names: Sequence[str], column: str) -> list[int]:
    """Return where columns of this name stand; there may be several of one name."""
    for same in (str.strip, heading):
        if places := [place for place, name in enumerate(names) if same(name) == same(column)]:
            return places
    raise BadValue(f"--map: there is no column {quoted(column)}; {_there_are(names)}")


def _nowhere(names: Sequence[str], below: Iterable[Sequence[str]]) -> str:
    first = next((name for name in names if name.strip()), "COLUMN")
    likely = next((name for record in below for name, cell in zip(names, record, strict=False) if "@" in cell), first)
    return (
        f"no column is known to hold addresses; {_there_are(names)}; "
        f"say which one does, such as: {map_option(likely, Field.ADDRESS)}"
    )


def _there_are(names: Sequence[str]) -> str:
    shown = ", ".join(quoted(name.strip()) for name in names[:_SHOWN])
    return f"there are: {shown}{' ...' if len(names) > _SHOWN else ''}"
