"""Times variants of 20 stories against bare MJML: of their own expanded documents, and of one of two columns a story.

Ours lays texts out, escapes them, fills the templates, turns MJML into HTML and sets the plain text; bare MJML is given
documents that are ready. "First" is the first issue of a process, which reads words and templates, compiled already
where an earlier process could keep them; "next" is another issue, and "new" another variant, both of stories that
nobody told yet in any theme; "later" is a variant of stories that others told: variants tell different stories of one
issue, as those of readers' topics do. All times are of the processor. No later variant may take more than 3 times what
bare MJML does.
"""

from __future__ import annotations

import gc
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from statistics import median
from typing import TYPE_CHECKING

from mjml import mjml2html

from digest.cli.main import NEW_OBJECTS
from digest.model.issue import Issue, Item, Marks, Publication
from digest.model.selection import Role
from digest.render.issue import render
from digest.render.page import lay_out
from digest.render.theme import load_theme
from digest.render.theme_file import theme_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from digest.render.theme import Theme

SLOT = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
MARKS = Marks(token="t4f1c09be27d8a3506b1e0", reason="r83be10c7a94d25f6e0b71c48d3f29a56")
ROUNDS = 9
ISSUES = 40
MOST = 3.0  # times bare MJML


def story(number: int) -> Item:
    return Item(
        story_id=number,
        role=Role.BRIEF,
        title=f"Council backs flood wall number {number} for the old quay",
        summary="Work starts in March and closes the lower car park for eleven weeks. Fares stay as they were.",
        url=f"https://gazette.example/news/{number}",
        source="Gazette",
        published_at=SLOT - timedelta(minutes=37 * number % 2160),
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


def issue(stories: int, *, after: int = 0) -> Issue:
    """Return an issue of so many stories, none of which an issue of fewer than `after` tells."""
    lead, *briefs = map(story, range(after, after + stories))
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


def variants() -> list[Issue]:
    """Return issues of 20 stories out of 40."""
    whole = issue(40)
    return [replace(whole, briefs=(*whole.briefs[at : at + 10], *whole.briefs[at + 11 : at + 20])) for at in range(20)]


def seconds(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def unheard(theme: Theme, contents: Iterable[Issue]) -> tuple[float, float]:
    """Return what issues of stories that nobody told yet took, and what bare MJML did of each, in turn."""
    ours, bare = [], []
    for content in contents:
        ours.append(seconds(lambda content=content: render(content, theme=theme, marks=MARKS)))
        source = theme.mjml(lay_out(content, MARKS))
        bare.append(seconds(lambda source=source: mjml2html(source)))
    return median(ours), median(bare)


def measured(
    name: str, untold: Iterator[Issue]
) -> tuple[float, tuple[float, float], tuple[float, float], tuple[float, float, float]]:
    """Return what the first issue took; then, each with bare MJML, next ones, new variants and later ones.

    The last has what MJML took of two columns a story too.
    """
    contents = variants()
    theme = load_theme(name)
    first = seconds(lambda: render(contents[0], theme=theme, marks=MARKS))
    new = unheard(theme, islice(untold, ISSUES))
    following = unheard(theme, [replace(one, number=at) for at, one in enumerate(islice(untold, ISSUES))])
    for content in contents:
        render(content, theme=theme, marks=MARKS)
    sources, plain = [theme.mjml(lay_out(one, MARKS)) for one in contents], two_columns(contents[0])
    rounds = [
        (
            seconds(lambda: [render(one, theme=theme, marks=MARKS) for one in contents]),
            seconds(lambda: [mjml2html(source) for source in sources]),
            seconds(lambda: [mjml2html(plain) for _ in sources]),
        )
        for _ in range(ROUNDS)
    ]
    later, bare, columns = (median(each) / len(contents) for each in zip(*rounds, strict=True))
    return first, following, new, (later, bare, columns)


def main() -> None:
    gc.set_threshold(NEW_OBJECTS, 20, 20)  # as the command does
    print(f"20 stories, milliseconds of the processor, medians of {ISSUES} issues and {ROUNDS} rounds of variants")
    print(f"{'theme':10}{'first':>8}{'next':>8}{'bare':>8}{'ratio':>7}{'new':>8}{'bare':>8}{'ratio':>7}", end="")
    print(f"{'later':>8}{'bare':>8}{'ratio':>7}{'two columns':>13}{'ratio':>7}")
    ratios, untold = [], (issue(20, after=100 * number) for number in count(1))
    for name in theme_names():
        first, *others, (later, bare, columns) = measured(name, untold)
        print(f"{name:10}{first * 1000:8.2f}", end="")
        for ours, beside in others:
            print(f"{ours * 1000:8.2f}{beside * 1000:8.2f}{ours / beside:7.1f}", end="")
        print(f"{later * 1000:8.2f}{bare * 1000:8.2f}{later / bare:7.1f}", end="")
        print(f"{columns * 1000:13.2f}{later / columns:7.1f}")
        ratios.append(later / bare)
    assert max(ratios) <= MOST, "a later variant takes too much more than bare MJML"


if __name__ == "__main__":
    main()
