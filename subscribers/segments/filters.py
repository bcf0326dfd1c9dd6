"""Makes SQL of a tree: a condition over known columns, in which every name and time is a bound value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from subscribers.database import array, stamp
from subscribers.errors import suggestion
from subscribers.segments.tree import (
    JOINED,
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
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, tzinfo

    from sqlite_utils import Database

SUBSCRIBER = "{subscriber}"  # stands in a condition for the column that tells whom it is asked of

# Each condition is asked of one subscriber after the other and answered by looking up that subscriber's rows, so that
# it takes no memory, however many there are. Inner tables have names of their own, since the outer query may read the
# same ones. The + keeps SQLite from one look-up for each of many names: a reader has few lists and topics.
HAS = {
    Attribute.LIST: f"""EXISTS (SELECT 1 FROM subscriptions AS held WHERE held.subscriber_id = {SUBSCRIBER}
        AND held.state = 'confirmed' AND {{held}})""",
    Attribute.TOPIC: f"EXISTS (SELECT 1 FROM topics AS held WHERE held.subscriber_id = {SUBSCRIBER} AND {{held}})",
    Attribute.LANGUAGE: f"EXISTS (SELECT 1 FROM subscribers AS held WHERE held.id = {SUBSCRIBER} AND {{held}})",
}
COLUMNS = {Attribute.LIST: "held.list_id", Attribute.TOPIC: "held.topic"}

# A language is meant with all its kinds (RFC 4647, 3.3.1): pt matches pt-BR.
SPOKEN = """(held.language = {tag} COLLATE NOCASE
    OR substr(held.language, 1, length({tag}) + 1) = {tag} || '-' COLLATE NOCASE)"""

JOINED_A_LIST = f"""EXISTS (SELECT 1 FROM subscriptions AS held WHERE held.subscriber_id = {SUBSCRIBER}
    AND held.state <> 'unsubscribed' AND held.joined_at BETWEEN {{since}} AND {{until}})"""

LISTS = "SELECT lower(name), id FROM lists"

_BEGINNING, _END = "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"
_SECOND, _DAY = timedelta(seconds=1), timedelta(days=1)


# Two look-ups each for whoever is asked about, however many are named.
AMONG = f"""EXISTS (SELECT 1 FROM subscribers AS held WHERE held.id = {SUBSCRIBER}
    AND (held.address_key IN (SELECT value FROM json_each(:among_keys))
        OR substr(held.address_key, instr(held.address_key, '@')) IN (SELECT value FROM json_each(:among_keys))))"""


@dataclass(frozen=True, slots=True)
class Moment:
    """What happens to subscribers and may be asked for, such as `joined`.

    `sql` tells whether it happened to {subscriber} from {since} to {until}, both included (UTC, as tables keep them).
    Where it may happen more than once, `first` says that the first time is meant, else the last.
    """

    sql: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Which subscribers are meant, for any query that has a column with their ids."""

    sql: str = "1"
    values: Mapping[str, object] = field(default_factory=dict)  # by names that begin with "segment_", or with "among_"

    def on(self, column: str) -> str:
        """Return the condition for a WHERE; `column` is qualified: `subscribers.id`."""
        return f"({self.sql.replace(SUBSCRIBER, column)})"


EVERYBODY = Filter()
ROSTER_MOMENTS: Mapping[str, Moment] = {JOINED: Moment(JOINED_A_LIST, first=True)}


def among(keys: Iterable[str]) -> Filter:
    """Return the filter of those whose address, or its domain as `@domain`, is among these, by their keys."""
    return Filter(AMONG, {"among_keys": array(keys)})


def filter_of(db: Database, node: Node, *, moments: Mapping[str, Moment], now: datetime, zone: tzinfo) -> Filter:
    """Return the filter of a tree; `moments` are those that the tree was read with, beside the roster's own.

    Days begin at midnight in `zone`, and spans of time end `now`.

    Raises:
        BadSegment: the tree names a list that there is not.
    """
    maker = _Maker(dict(db.conn.execute(LISTS).fetchall()), {**ROSTER_MOMENTS, **moments}, now, zone)
    return Filter(maker.sql(node), maker.values)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Writes the SQL of a tree, and gathers the values it binds."""

    lists: Mapping[str, int]
    moments: Mapping[str, Moment]
    now: datetime
    zone: tzinfo
    values: dict[str, object] = field(default_factory=dict)

    def sql(self, node: Node) -> str:
        match node:
            case Every(parts):
                return f"({' AND '.join(map(self.sql, parts))})"
            case Either(parts):
                return f"({' OR '.join(map(self.sql, parts))})"
            case Not(part):
                return f"NOT {self.sql(part)}"
            case Has(attribute, names):
                return HAS[attribute].replace("{held}", self._held(attribute, names))
            case HasNone(Attribute.LANGUAGE):
                return HAS[Attribute.LANGUAGE].replace("{held}", "held.language = ''")
            case HasNone(attribute):
                return f"NOT {HAS[attribute].replace('{held}', '1')}"
            case Never(moment):
                return f"NOT {self._happened(self.moments[moment])}"
            case Recent(moment, span):
                return self._between(moment, self.now - span, None)
            case Dated(moment, order, day):
                return self._between(moment, *self._bounds(order, day))

    def _held(self, attribute: Attribute, names: tuple[Name, ...]) -> str:
        if attribute is Attribute.LANGUAGE:
            spoken = [SPOKEN.replace("{tag}", tag) for tag in self._bound(name.text for name in names)]
            return f"({' OR '.join(spoken)})"
        values = map(self._list, names) if attribute is Attribute.LIST else (name.text for name in names)
        column, bound = COLUMNS[attribute], self._bound(values)
        return f"{column} = {bound[0]}" if len(bound) == 1 else f"+{column} IN ({', '.join(bound)})"

    def _list(self, name: Name) -> int:
        if name.text not in self.lists:
            raise name.place.fault(f"no list named {name.text!r}{suggestion(name.text, self.lists)}")
        return self.lists[name.text]

    def _bound(self, values: Iterable[object]) -> list[str]:
        """Bind values, and return the parameters that stand for them."""
        keys = []
        for value in values:
            key = f"segment_{len(self.values)}"
            self.values[key] = value
            keys.append(f":{key}")
        return keys

    def _bounds(self, order: Order, day: date) -> tuple[datetime | None, datetime | None]:
        """Return the first and the last second that are meant; None where there is no such end."""
        begins, ends = self._midnight(day), self._midnight(day + _DAY)
        match order:
            case Order.SINCE:
                return begins, None
            case Order.AFTER:
                return ends, None
            case Order.BEFORE:
                return None, begins - _SECOND
            case Order.UNTIL:
                return None, ends - _SECOND
            case Order.ON:
                return begins, ends - _SECOND

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.zone).astimezone(UTC)

    def _between(self, name: str, since: datetime | None, until: datetime | None) -> str:
        """Say that the first or last time lies there: one time does, and none lies on the far side."""
        moment = self.moments[name]
        there = self._happened(moment, since, until)
        if moment.first and since:
            return f"({there} AND NOT {self._happened(moment, None, since - _SECOND)})"
        if not moment.first and until:
            return f"({there} AND NOT {self._happened(moment, until + _SECOND, None)})"
        return there

    def _happened(self, moment: Moment, since: datetime | None = None, until: datetime | None = None) -> str:
        first, last = self._bound([stamp(since) if since else _BEGINNING, stamp(until) if until else _END])
        return moment.sql.replace("{since}", first).replace("{until}", last)
