"""Compares what our feed reader takes from a corpus of feeds with what another reader took from it.

    python benchmarks/feeds_agreement.py --data DIR

DIR holds `input/` (feeds) and `output/` (the results of rss-parser for Node.js, one JSON file a feed). Printed are the
share of entries that agree, field by field, and every class of difference with its count and one example.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.errors import IngestError
from digest.ingest import encoding, feeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model.story import Harvest, IncomingStory

SAME, NEITHER = "the same", "neither has one"
ONLY_OURS, ONLY_THEIRS = "only ours has one", "only theirs has one"
DECODED = "the same once entities are decoded and tags dropped, as ours are"
FIELDS = ("title", "link", "date", "categories", "guid", "text")


class Tally:
    """Counts, field by field, how the entries compare; the share is of those in which the other reader has a value."""

    def __init__(self) -> None:
        self.classes: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.examples: dict[tuple[str, str], str] = {}

    def add(self, field: str, where: str, ours: Any, theirs: Any) -> None:
        """Count one entry's field."""
        kind = difference(field, ours, theirs)
        self.classes[field][kind] += 1
        self.examples.setdefault((field, kind), f"{where}: ours {short(ours)}, theirs {short(theirs)}")

    def report(self) -> None:
        """Print the share that agrees, then every class of difference with an example."""
        for field in FIELDS:
            kinds = self.classes[field]
            total = kinds.total() - kinds[ONLY_OURS] - kinds[NEITHER]
            agreed = kinds[SAME] + kinds[DECODED]
            print(f"{field:<11}{agreed:>5} of {total:>5} agree  {agreed / max(total, 1):8.2%}", end="")
            print(f"   (letter for letter {kinds[SAME] / max(total, 1):.2%})")
            for kind, count in kinds.most_common():
                if kind not in (SAME, NEITHER):
                    print(f"    {count:>5}  {kind}\n           {self.examples[field, kind]}")


def main() -> None:
    """Read both folders, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with input/ and output/")
    folder = parser.parse_args().data
    tally, started = Tally(), time.perf_counter()
    for path in sorted((folder / "input").iterdir()):
        expected = folder / "output" / f"{path.stem}.json"
        compare(path, expected if expected.exists() else None, tally)
    print(f"\nread in {time.perf_counter() - started:.2f} s\n")
    tally.report()


def compare(path: Path, expected: Path | None, tally: Tally) -> None:
    """Read one feed, say how it went, and count how its entries compare."""
    try:
        harvest = feeds.parse(path.read_bytes(), url="", now=datetime.now(UTC))
    except IngestError as error:
        print(f"{path.name:<28} refused: {error}")
        return
    refused = "".join(f", {refusal.where} {refusal.reason}" for refusal in harvest.refused)
    print(f"{path.name:<28} {len(harvest.stories)} stories{refused}{'' if expected else ' (no result to compare)'}")
    if expected:
        rows = json.loads(encoding.decode(expected.read_bytes()))["feed"]["items"]
        for number, story, row in pairs(harvest, rows):
            for field, ours, theirs in fields(story, row):
                tally.add(field, f"{path.stem} #{number}", ours, theirs)


def pairs(harvest: Harvest, rows: list[dict[str, Any]]) -> Iterator[tuple[int, IncomingStory, dict[str, Any]]]:
    """Yield number, story and row of every entry that we took."""
    refused = {refusal.where for refusal in harvest.refused}
    numbers = [number for number in range(1, len(rows) + 1) if f"entry {number}" not in refused]
    if len(numbers) != len(harvest.stories):
        raise SystemExit(f"{len(harvest.stories)} stories, but {len(numbers)} were expected")
    for number, story in zip(numbers, harvest.stories, strict=True):
        yield number, story, rows[number - 1]


def fields(story: IncomingStory, row: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Yield each field's name, our value and theirs, white space evened out."""
    published = story.published_at
    yield "title", flat(story.title), flat(row.get("title", ""))
    yield "link", story.url, flat(row.get("link", ""))
    yield "date", f"{published:%Y-%m-%dT%H:%M:%S}" if published else "", row.get("isoDate", "")[:19]
    yield "categories", story.tags, tuple(dict.fromkeys(flat(named(c)) for c in row.get("categories", ()) if named(c)))
    yield "guid", flat(story.guid), flat(row.get("guid") or row.get("id") or "")
    if "contentSnippet" in row:
        yield "text", letters(story.body + story.summary), letters(row["contentSnippet"])


def named(category: Any) -> str:
    """Return a category's word; one with attributes is an object whose text stands under `_`."""
    return str(category.get("_", "") if isinstance(category, dict) else category)


def difference(field: str, ours: Any, theirs: Any) -> str:
    """Return the class into which two values fall."""
    if not theirs:
        return ONLY_OURS if ours else NEITHER
    if not ours:
        return ONLY_THEIRS
    if ours == theirs or (field == "text" and theirs in ours):
        return SAME
    if "\ufffd" in str(theirs):
        return "theirs lost characters to a wrong encoding"
    if field == "link" and ours.endswith(theirs):
        return "ours is absolute, theirs relative"
    if field == "text":
        return DECODED if plain(theirs) in plain(ours) else "another order or selection of passages"
    if field == "categories":
        return DECODED if {plain(word) for word in ours} == {plain(word) for word in theirs} else "others"
    return DECODED if field == "title" and plain(theirs) == plain(ours) else "another value"


def flat(text: Any) -> str:
    return " ".join(str(text).split())


def plain(text: str) -> str:
    return letters(re.sub(r"<[^<>]*>", "", html.unescape(html.unescape(text))))


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def short(value: Any) -> str:
    return repr(value)[:110]


if __name__ == "__main__":
    main()
