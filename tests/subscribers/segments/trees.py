"""Random trees of segments, and what they mean in plain Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from subscribers.names import normal_topic
from subscribers.segments.tree import (
    MAX_DEPTH,
    MAX_TERMS,
    Attribute,
    Dated,
    Either,
    Every,
    Has,
    HasNone,
    Name,
    Never,
    Node,
    Not,
    Order,
    Recent,
    depth,
    either,
    every,
    terms,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LISTS = ("daily", "weekend", "sea.2")
TOPICS = ("sport", "real estate", "l'europe", 'it\'s "all"', "not", "經濟")
LANGUAGES = ("pt", "pt-BR", "en", "zh-Hant-TW")
DAYS = st.dates(date(2026, 11, 15), date(2026, 11, 26))
SPANS = st.one_of(
    st.timedeltas(timedelta(seconds=1), timedelta(days=9)).map(
        lambda span: timedelta(seconds=int(span.total_seconds()))
    ),
    st.integers(1, 9).map(lambda days: timedelta(days=days)),
)
ANY_TOPIC = st.text(min_size=1, max_size=40).map(normal_topic).filter(bool)
ANY_LANGUAGE = st.sampled_from([*LANGUAGES, "en-GB", "sr-Latn", "de-1996"])
ANY_LIST = st.sampled_from([*LISTS, "a", "9-b_c", "and", "none"])


def names(of: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Name, ...]]:
    """Some names, in order, each once."""
    return st.sets(of, min_size=1, max_size=3).map(lambda found: tuple(map(Name, sorted(found))))


def leaves(moments: Sequence[str], *, wild: bool) -> st.SearchStrategy[Node]:
    """Conditions; wild ones name lists, topics and languages that nobody has."""
    attributes = {
        Attribute.LIST: ANY_LIST if wild else st.sampled_from(LISTS),
        Attribute.TOPIC: ANY_TOPIC if wild else st.sampled_from(TOPICS),
        Attribute.LANGUAGE: ANY_LANGUAGE if wild else st.sampled_from(LANGUAGES),
    }
    moment = st.sampled_from(moments)
    return st.one_of(
        *[st.builds(Has, st.just(attribute), names(of)) for attribute, of in attributes.items()],
        st.builds(HasNone, st.sampled_from(Attribute)),
        st.builds(Dated, moment, st.sampled_from(Order), DAYS),
        st.builds(Recent, moment, SPANS),
        st.builds(Never, moment),
    )


def trees(moments: Sequence[str] = ("joined",), *, wild: bool = False, size: int = 12) -> st.SearchStrategy[Node]:
    """Trees in normal form."""

    def grown(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(children, min_size=2, max_size=4)
        return st.one_of(st.builds(Not, children), several.map(every), several.map(either))

    found = st.recursive(leaves(moments, wild=wild), grown, max_leaves=size)
    return found.filter(lambda node: depth(node) <= MAX_DEPTH and terms(node) <= MAX_TERMS)


@dataclass(frozen=True)
class Person:
    """What segments may ask of somebody; `moments` holds each time that something happened."""

    language: str = ""
    lists: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    moments: Mapping[str, Sequence[datetime]] = field(default_factory=dict)


def holds(node: Node, person: Person, *, now: datetime, zone: tzinfo) -> bool:
    """Tell whether a tree holds for somebody, by the words of the documentation."""

    def asked(node: Node) -> bool:
        match node:
            case Every(parts):
                return all(asked(part) for part in parts)
            case Either(parts):
                return any(asked(part) for part in parts)
            case Not(part):
                return not asked(part)
            case Has(attribute, found):
                return any(_has(person, attribute, name.text) for name in found)
            case HasNone(attribute):
                return not {"list": person.lists, "topic": person.topics, "language": person.language}[attribute]
            case Never(moment):
                return not person.moments[moment]
            case Recent(moment, span):
                time_of = _one_time(person, moment)
                return time_of is not None and time_of >= now - span
            case Dated(moment, order, day):
                time_of = _one_time(person, moment)
                return time_of is not None and _compared(time_of, order, day, zone)

    return asked(node)


def _has(person: Person, attribute: Attribute, name: str) -> bool:
    if attribute is Attribute.LANGUAGE:
        spoken = person.language.lower()
        return spoken == name.lower() or spoken.startswith(f"{name.lower()}-")
    return name in (person.lists if attribute is Attribute.LIST else person.topics)


def _one_time(person: Person, moment: str) -> datetime | None:
    """Of several, the first joining counts, and the last of everything else."""
    found = person.moments[moment]
    return (min if moment == "joined" else max)(found) if found else None


def _compared(moment: datetime, order: Order, day: date, zone: tzinfo) -> bool:
    begins, ends = (
        datetime.combine(one, time(), tzinfo=zone).astimezone(UTC) for one in (day, day + timedelta(days=1))
    )
    return {
        Order.SINCE: moment >= begins,
        Order.AFTER: moment >= ends,
        Order.BEFORE: moment < begins,
        Order.UNTIL: moment < ends,
        Order.ON: begins <= moment < ends,
    }[order]
