"""Sets the figures of a newsroom as one page that needs nothing from elsewhere: charts, and each as a table too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from digest.render.charts import Series, columns, lines
from digest.render.web_templates import web_templates
from digest.render.words import words_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from markupsafe import Markup

    from digest.model.figures import Figures, IssueFigures
    from digest.model.issue import Publication
    from digest.render.design import Design
    from digest.render.words import Words

LONGEST_SEND = timedelta(hours=3)  # that is drawn minute by minute

MOST_PLACES = 92  # of a chart, beyond which days are taken together to weeks


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: what it shows, in words; the drawing, its legend, and all of it as a table, headings first."""

    title: str
    summary: str
    drawing: Markup
    legend: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]


def render_report(found: Figures, *, publication: Publication, design: Design) -> str:
    """Return the page, as HTML in UTF-8."""
    words = words_of(publication)
    if len(found.issues) == 1:
        shown = [_fates(found), _minutes(found, words)]
    else:
        shown = [chart for name, issues in _by_edition(found) for chart in (_mails(name, issues), _back(name, issues))]
    shown += [_readers(found), _moves(found)]
    return (
        web_templates()
        .get_template("report.html.j2")
        .render(
            design=design,
            publication=publication,
            editions=", ".join(found.editions),
            begin=words.full_date(words.day(found.since)),
            end=words.full_date(words.day(found.until)),
            totals=_totals(found),
            charts=[chart for chart in shown if chart.rows],
            unsent=[(one.name, words.full_date(words.day(one.slot)), one.why) for one in reversed(found.unsent)],
            sources=found.sources,
            most=max((source.stories for source in found.sources), default=0) or 1,
            words=words,
        )
    )


def _totals(found: Figures) -> list[tuple[str, str, str]]:
    """Return the few numbers of all: what, how many, and a word beside it."""
    mails = sum(one.counts.recipients for one in found.issues)
    back = sum(one.came_back for one in found.issues)
    spam = sum(one.complained for one in found.issues)
    readers = found.readers[-1].readers if found.readers else 0
    grown = sum(day.came - day.left for day in found.readers)
    handed = sum(one.arrived + one.accepted + one.came_back for one in found.issues) or 1
    return [
        ("Issues", f"{len(found.issues):,}", f"{mails:,} mails"),
        ("Readers", f"{readers:,}", f"{grown:+,} in this time"),
        ("Came back", f"{100 * back / handed:.2f}%", f"{back:,} mails"),
        ("Called spam", f"{100 * spam / handed:.3f}%", f"{spam:,} mails; keep it under 0.1%"),
    ]


def _by_edition(found: Figures) -> list[tuple[str, list[IssueFigures]]]:
    """Return the issues of each edition that had any; its name is empty where the report is on no other."""
    apart = {name: [one for one in found.issues if one.edition == name] for name in found.editions}
    return [(name if len(apart) > 1 else "", issues) for name, issues in apart.items() if issues]


def _fates(found: Figures) -> Chart:
    """Show where the mails of the only issue stand."""
    counts = {name: count for name, count in found.issues[0].counts.as_dict().items() if count and name != "recipients"}
    title = f"Where the mails of {found.issues[0].name} stand"
    drawing = columns(title, list(counts), [Series("mails", "one", list(counts.values()))])
    rows = [(name, f"{count:,}") for name, count in counts.items()]
    return Chart(title, found.issues[0].subject, drawing, (), [("status", "mails"), *rows])


def _minutes(found: Figures, words: Words) -> Chart:
    """Show how the sending of one issue went, from its first minute to its last, or to the end of the third hour."""
    title = "When the mails were settled, minute by minute"
    settled = dict(found.minutes)
    first = min(settled, default=found.since)
    last = min(max(settled, default=first), first + LONGEST_SEND)
    span = [first + timedelta(minutes=at) for at in range(int((last - first).total_seconds()) // 60 + 1)]
    labels = [f"{at.astimezone(words.zone):%H:%M}" for at in span]
    values = [settled.get(at, 0) for at in span]
    rows = [(f"{at.astimezone(words.zone):%Y-%m-%d %H:%M}", f"{mails:,}") for at, mails in found.minutes]
    summary = "A mail that something was reported of later stands at the time of that report."
    drawing = columns(title, labels, [Series("mails", "one", values)])
    return Chart(title, summary, drawing, (), [("minute", "mails"), *rows] if rows else ())


def _mails(edition: str, issues: Sequence[IssueFigures]) -> Chart:
    labels = [_short(one.mailed_at.date()) for one in issues]
    series = (
        Series("delivered", "one", [one.arrived for one in issues]),
        Series("accepted", "two", [one.accepted for one in issues]),
        Series("came back", "three", [one.came_back for one in issues]),
        Series("not handed over, or unknown", "four", [one.others for one in issues]),
    )
    seen = [one for one in series if any(one.values)]
    title = f"Mails of each issue{edition and f' of {edition}'}"
    head = ("issue", "subject", "recipients", *(one.name for one in seen))
    rows = [
        (one.name, one.subject, f"{one.counts.recipients:,}", *(f"{each.values[place]:,.0f}" for each in seen))
        for place, one in enumerate(issues)
    ]
    summary = "Delivered is what the other side reported; accepted is what it took, and said no more of."
    drawing = columns(title, labels, seen)
    return Chart(title, summary, drawing, [(one.name, one.kind) for one in seen], [head, *rows] if rows else ())


def _back(edition: str, issues: Sequence[IssueFigures]) -> Chart:
    labels = [_short(one.mailed_at.date()) for one in issues]
    back = [one.share(one.came_back) for one in issues]
    spam = [one.share(one.complained) for one in issues]
    series = (Series("came back", "three", back), Series("called spam", "five", spam))
    title = f"Bounces and complaints{edition and f' of {edition}'}, of a hundred mails"
    rows = [
        (one.name, f"{one.came_back:,}", f"{back[place]:.2f}%", f"{one.complained:,}", f"{spam[place]:.3f}%")
        for place, one in enumerate(issues)
    ]
    head = ("issue", "came back", "share", "called spam", "share")
    summary = "Large mailbox providers turn away who has more than 0.3 complaints in a hundred."
    drawing = lines(title, labels, series, unit="%")
    return Chart(title, summary, drawing, [(one.name, one.kind) for one in series], [head, *rows] if rows else ())


def _readers(found: Figures) -> Chart:
    days = found.readers
    series = (Series("readers", "one", [day.readers for day in days]),)
    title = "Readers"
    head, rows = ("day", "readers"), [(day.day.isoformat(), f"{day.readers:,}") for day in days]
    drawing = lines(title, [_short(day.day) for day in days], series, ground=True)
    summary = "Everybody confirmed on a list of these editions, once; whoever was erased is in no count."
    return Chart(title, summary, drawing, (), [head, *rows] if rows else ())


def _moves(found: Figures) -> Chart:
    size = 1 if len(found.readers) <= MOST_PLACES else 7
    groups = [found.readers[start : start + size] for start in range(0, len(found.readers), size)]
    labels = [_short(group[0].day) for group in groups]
    came = [sum(day.came for day in group) for group in groups]
    left = [sum(day.left for day in group) for group in groups]
    series = (Series("came", "one", came), Series("left", "three", left))
    title = f"Who came and who left, each {'day' if size == 1 else 'week'}"
    head = ("from" if size > 1 else "day", "came", "left")
    rows = [(group[0].day.isoformat(), f"{came[place]:,}", f"{left[place]:,}") for place, group in enumerate(groups)]
    summary = "Left is by their own click or mail, by your hand, or by an import."
    drawing = columns(title, labels, series)
    return Chart(title, summary, drawing, [(one.name, one.kind) for one in series], [head, *rows] if rows else ())


def _short(day: date) -> str:
    return f"{day.day} {day:%b}"
