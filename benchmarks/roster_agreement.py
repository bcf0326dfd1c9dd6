"""Imports a corpus of subscriber files as they are and transcoded, and compares what comes in with what they say.

    python benchmarks/roster_agreement.py --data DIR

DIR holds `mailchimp-members/` and `substack-members-csv/` (exports), and `csv-spectrum/` (csvs/ with json/ beside it).
The exports are read here once more by the csv module alone: who is in them, by what name, since when, and whether they
may be mailed; their tags are no topics, so nobody follows any. Each is imported as it stands and in every other
encoding and form; all must come to the same. Of the unsubscribed, cleaned and disabled nobody may ever be in the view
`mailable`.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest.store.database import migrate, open_database
from subscribers.addresses import parse
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened
from subscribers.files.text.encoding import text_of
from subscribers.files.text.lines import blocks_of_lines
from subscribers.files.text.separated import Dialect, records
from subscribers.lists import Lists
from subscribers.roster import Roster

if TYPE_CHECKING:
    from sqlite_utils import Database

    from subscribers.model import Subscriber

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
LISTS = ("double", "single")


@dataclass(frozen=True)
class Person:
    """What a file says of somebody, or what came of it."""

    name: str
    topics: frozenset[str]
    joined: str  # to the second, empty where it is not said
    mailable: frozenset[str]  # the lists


def said(text: str) -> dict[str, Person]:
    """Read an export by the plainest means; addresses by key."""
    people: dict[str, Person] = {}
    for row in csv.DictReader(io.StringIO(text)):
        address = row.get("Email Address") or row.get("email") or row["email_address"]
        names = [row.get("First Name") or "", row.get("Last Name") or "", row.get("name") or ""]
        joined = (row.get("OPTIN_TIME") or row.get("created_at") or "")[:19].replace(" ", "T")
        gone = "UNSUB_TIME" in row or "CLEAN_TIME" in row or row.get("email_disabled") == "true"
        lists = ({"single"} | ({"double"} if row.get("CONFIRM_TIME") else set())) if not gone else set()
        people[parse(address).key] = Person(
            " ".join(" ".join(names).split()),
            frozenset(),
            joined,
            frozenset(lists),
        )
    return people


def forms(text: str) -> dict[str, bytes]:
    """Return a file as it stands and in the other forms that its letters allow."""
    rows = list(csv.reader(io.StringIO(text)))

    def as_csv(separator: str, end: str, quoting: int = csv.QUOTE_MINIMAL) -> str:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
        return out.getvalue()

    header, *others = rows
    turned = io.StringIO(newline="")
    csv.writer(turned).writerows([list(reversed(row)) for row in rows])
    return {
        "as it stands": text.encode(),
        "UTF-8 with a mark": text.encode("utf-8-sig"),
        "UTF-16 with a mark": text.encode("utf-16"),
        "UTF-16 LE": text.encode("utf-16-le"),
        "UTF-16 BE": as_csv("\t", "\r\n").encode("utf-16-be"),
        "Latin-1, semicolons": as_csv(";", "\r\n").encode("latin-1"),
        "Latin-1, tabs, CR": as_csv("\t", "\r").encode("latin-1"),
        "bars, all quoted": as_csv("|", "\n", csv.QUOTE_ALL).encode(),
        "columns the other way round": turned.getvalue().encode(),
        "JSON lines": "".join(f"{json.dumps(dict(zip(header, row, strict=True)))}\n" for row in others).encode(),
    }


def came_in(data: bytes, folder: Path) -> dict[str, Person]:
    """Import a file into a database of its own, and return who is there, with what."""
    db = open_database(blank(folder))
    for name in LISTS:
        Lists(db).create(name, now=NOW, opt_in=name)  # type: ignore[arg-type]
    with (
        opened("-", stdin=io.BytesIO(data)) as found,
        importing(db, found, wish=Wish(lists=LISTS), now=NOW) as report,
    ):
        for row in (*report.rows_refused(), *report.rows_kept_out()):
            print(f"    row {row.row} {row.address}: {row.reason}")
    people = {one.address: person(db, one) for one in Roster(db).list()}
    db.close()
    return {parse(address).key: one for address, one in people.items()}


def person(db: Database, one: Subscriber) -> Person:
    lists = db.execute("SELECT list FROM mailable WHERE subscriber_id = ?", [one.id]).fetchall()
    joined = {f"{sub.joined_at:%Y-%m-%dT%H:%M:%S}" for sub in one.subscriptions} - {f"{NOW:%Y-%m-%dT%H:%M:%S}"}
    return Person(one.name, frozenset(one.topics), "".join(joined), frozenset(name for (name,) in lists))


def blank(folder: Path) -> Path:
    path = folder / "roster.db"
    for old in folder.glob("roster.db*"):
        old.unlink()
    migrate(path)
    return path


def compare(path: Path, folder: Path) -> int:
    """Import one export in every form, print how that went, and return how many forms came to something else."""
    text = path.read_text(encoding="utf-8-sig")
    expected, wrong = said(text), 0
    print(f"{path.parent.name}/{path.name}: {len(expected)} people")
    for form, data in forms(text).items():
        found = came_in(data, folder)
        differing = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
        wrong += bool(differing)
        print(f"  {form:<28} {len(found) - len(differing)} of {len(expected)} agree")
        for key in differing[:3]:
            print(f"    {key}: the file says {expected.get(key)}, there is {found.get(key)}")
    return wrong


def spectrum(folder: Path) -> int:
    """Read every file of csv-spectrum, compare with its JSON, and return how many differ."""
    wrong = 0
    for path in sorted((folder / "csvs").glob("*.csv")):
        with path.open("rb") as stream:
            header, *rows = records(blocks_of_lines(text_of(stream)), Dialect())
        found = [dict(zip(header, row, strict=True)) for row in rows]  # type: ignore[arg-type]
        expected = json.loads(text_of((folder / "json" / f"{path.stem}.json").open("rb")).read())
        if found == (expected if isinstance(expected, list) else [expected]):
            verdict = "agrees"
        elif found == list(csv.DictReader(path.open(encoding="utf-8", newline=""))):
            verdict = "agrees with the csv module; its JSON has other values"
        else:
            wrong, verdict = wrong + 1, f"differs: {found!r}"
        print(f"  {path.name:<28} {verdict}")
    return wrong


def main() -> None:
    """Compare all, and end with 1 where anything differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the corpus")
    data = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        exports = sorted([*data.glob("mailchimp-members/*.csv"), *data.glob("substack-members-csv/*.csv")])
        wrong = sum(compare(path, Path(folder)) for path in exports)
    print("csv-spectrum:")
    wrong += spectrum(data / "csv-spectrum")
    print(f"{'all agree' if not wrong else f'{wrong} differ'}")
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
