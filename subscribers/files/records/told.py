"""What an operator says of a file: what its columns hold, by their names, and what all who are in it are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from subscribers.errors import BadValue, quoted
from subscribers.files.vocabulary.fields import SEVERAL, Field, Verdict, map_option
from subscribers.files.vocabulary.headings import heading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_TWICE = "--map names column {} twice; say once what it holds"
REST = "*"  # instead of a column's name: all of yes and no that nothing else is said of
_OPPOSITE = {Field.SUBSCRIBED: Field.UNSUBSCRIBED, Field.UNSUBSCRIBED: Field.SUBSCRIBED}
_SHOWN = 40  # column names that a message repeats


@dataclass(frozen=True, slots=True)
class Told:
    """What columns hold, whether all of them must be there, and what `everyone` is, None where nothing is said."""

    columns: Mapping[str, Field] = field(default_factory=dict)
    everywhere: bool = True
    everyone: Verdict | None = None

    def met(self, names: Sequence[str]) -> list[str]:
        """Return the columns told of that are among these names."""
        return [column for column in self.columns if column == REST or _places(names, column)]


def standing_told(word: str) -> Verdict | None:
    """Read what an operator says of all who are in a file; nothing where the word is empty.

    Raises:
        BadValue: it is no word for a standing.
    """
    if word and word not in list(Verdict):
        raise BadValue(f"--as {quoted(word)} is no standing; say {', '.join(Verdict)}")
    return Verdict(word) if word else None


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
    if told.get(REST, Field.IGNORE) is not Field.IGNORE:
        raise BadValue(f"--map '{REST}' is all that nothing else is said of; say what a column holds by its name")
    return told


def by_hand(names: Sequence[str], told: Mapping[str, Field], *, everywhere: bool) -> dict[int, Field]:
    """Return by their places what the operator told of columns with these names.

    Raises:
        BadValue: a column is not there although it should be `everywhere`, is told of twice, or is one of two for what
            one alone can hold.
    """
    chosen: dict[int, Field] = {}
    for column, held in told.items():
        if column == REST:
            continue
        places = _places(names, column)
        if not places and everywhere:
            raise no_column(column, names)
        if not places:
            continue
        if held not in SEVERAL and held in chosen.values():
            raise BadValue(f"--map names two columns for {held}; one alone can hold it")
        if not chosen.keys().isdisjoint(places):
            raise BadValue(_TWICE.format(quoted(column)))
        chosen |= dict.fromkeys(places if held in SEVERAL else places[:1], held)
    return chosen


def _places(names: Sequence[str], column: str) -> list[int]:
    """Return where columns of this name stand; there may be several of one name."""
    for same in (str.strip, heading):
        if places := [place for place, name in enumerate(names) if same(name) == same(column)]:
            return places
    return []


def no_column(column: str, names: Sequence[str]) -> BadValue:
    """Return the error that there is no such column among these names."""
    return BadValue(f"--map: there is no column {quoted(column)}; {there_are(names)}")


def there_are(names: Sequence[str]) -> str:
    """Return a word on which columns there are."""
    shown = ", ".join(quoted(name.strip()) for name in names[:_SHOWN])
    return f"there are: {shown}{' ...' if len(names) > _SHOWN else ''}"


def untold(guesses: Mapping[str, Field], *, choices: Sequence[str] = (), settled: bool = False) -> str:
    """Return what to do about all columns that may say who is not to be mailed, by a guess at what each holds.

    A yes in one of the `choices` may say that somebody is mailed, or that they are not, or neither. Where other columns
    have `settled` how everybody stands, that they are not comes first: no other answer is sure to mail nobody who left.
    """
    answers = [name for name in choices if guesses[name] in _OPPOSITE]
    asked = [name for name in guesses if not (settled and name in answers)]
    remedies = [_held({name: guesses[name] for name in asked}, answers=answers)] if asked else []
    if settled and answers:
        about = f"and of {', '.join(map(quoted, answers))}: " if asked else ""
        remedies.append(about + _of_answers(answers))
    if len(choices) > 1:
        remedies.append(f"or, if not one of all such columns matters: {_map([REST], Field.IGNORE)}")
    names = ", ".join(map(quoted, guesses))
    return f"{names} may say who is not to be mailed, in a way that is not known; {'; '.join(remedies)}"


def _held(guesses: Mapping[str, Field], *, answers: Sequence[str]) -> str:
    said = " ".join(map_option(name, field) for name, field in guesses.items())
    ignored = _map(guesses, Field.IGNORE)
    if said == ignored:
        return f"likely it does not matter: {ignored}"
    turned = [map_option(name, _OPPOSITE[guesses[name]]) for name in guesses if name in answers]
    said += f", or, where yes says the opposite: {' '.join(turned)}" if turned else ""
    each = "it" if len(guesses) == 1 else "each"
    return f"say what {each} holds, such as: {said}; or that it does not matter: {ignored}"


def _of_answers(names: Sequence[str]) -> str:
    no, yes, neither = (_map(names, field) for field in (Field.UNSUBSCRIBED, Field.SUBSCRIBED, Field.IGNORE))
    return (
        f"where yes says that they are not mailed: {no}, or, where yes says that they are: {yes}, or, where it has "
        f"nothing to do with mails: {neither}"
    )


def _map(names: Iterable[str], field: Field) -> str:
    return " ".join(map_option(name, field) for name in names)
