"""Times an issue of 20 stories against bare MJML: of our own expanded document, and of a plain one of two columns.

Ours lays texts out, escapes them, fills the templates, turns MJML into HTML and sets the plain text; bare MJML is given
a document that is ready. Our own document is light on MJML's tags, so most of our time is the rest of that list.
"""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from mjml import mjml2html

from digest.model.issue import Issue, Item, Marks, Publication
from digest.model.selection import Role
from digest.render.issue import render
from digest.render.page import lay_out
from digest.render.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Callable

SLOT = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
MARKS = Marks(token="t4f1c09be27d8a3506b1e0", reason="r83be10c7a94d25f6e0b71c48d3f29a56")
ROUNDS, PASSES = 15, 20


def story(number: int) -> Item:
    return Item(
        story_id=number,
        role=Role.BRIEF if number else Role.LEAD,
        title=f"Council backs flood wall number {number} for the old quay",
        summary="Work starts in March and closes the lower car park for eleven weeks. Fares stay as they were.",
        url=f"https://gazette.example/news/{number}",
        source="Gazette",
        published_at=SLOT - timedelta(hours=number),
        day_only=False,
        tags=("local",),
        kicker="Local",
        language="en",
        image=f"https://pictures.example/{number}.jpg",
        image_alt="The old quay",
        reading_minutes=3,
        also_covered_by=("The Post",),
        score=1.0,
        reasons=(),
    )


def issue(stories: int) -> Issue:
    lead, *briefs = map(story, range(stories))
    return Issue(
        name="daily/2026-11-23",
        edition="daily",
        title="Daily digest",
        publication=Publication(
            name="The Harbour Herald",
            url="https://herald.example",
            postal_address="1 Quay Street, 1200 Lisbon, Portugal",
            language="en",
            timezone="Europe/Lisbon",
        ),
        slot=SLOT,
        cutoff=SLOT,
        number=142,
        lead=lead,
        briefs=tuple(briefs),
        more=4,
        theme="classic",
    )


def two_columns(content: Issue) -> str:
    """Return the stories as MJML is commonly written: a section with a text and a picture column for each."""
    sections = "".join(
        f'<mj-section><mj-column width="75%"><mj-text><h3><a href="{each.url}">{each.title}</a></h3></mj-text>'
        f"<mj-text>{each.summary}</mj-text><mj-text>{each.source}</mj-text></mj-column>"
        f'<mj-column width="25%"><mj-image src="{each.image}" alt=""/></mj-column></mj-section>'
        for each in content.items
    )
    return f"<mjml><mj-body>{sections}</mj-body></mjml>"


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    for _ in range(PASSES):
        act()
    return (time.perf_counter() - start) / PASSES


def main() -> None:
    theme, content = load_theme("classic"), issue(20)
    same, plain = theme.mjml(lay_out(content, MARKS)), two_columns(content)
    html = render(content, theme=theme, marks=MARKS).html
    rounds = [
        (
            seconds(lambda: render(content, theme=theme, marks=MARKS)),
            seconds(lambda: mjml2html(same)),
            seconds(lambda: mjml2html(plain)),
        )
        for _ in range(ROUNDS)
    ]
    ours, bare, columns = (statistics.median(each) for each in zip(*rounds, strict=True))
    print(f"20 stories, median of {ROUNDS} rounds")
    print(f"{'ours: layout, templates, MJML, text':38}{ours * 1000:7.2f} ms {len(html.encode()) / 1000:7.1f} kB")
    for what, took, source in (("our own document", bare, same), ("two columns a story", columns, plain)):
        size = len(mjml2html(source).encode()) / 1000
        print(f"{'bare mjml2html, ' + what:38}{took * 1000:7.2f} ms {size:7.1f} kB   ratio {ours / took:.1f}")


if __name__ == "__main__":
    main()
