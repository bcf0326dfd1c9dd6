"""Tries a theme on every kind of issue and letter, and judges what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.check.judge import judge
from digest.deliver.message import encode
from digest.demo.specimen_parts import MARKS
from digest.demo.specimens import SPECIMENS
from digest.errors import RenderError
from digest.model.delivery import Envelope
from digest.model.finding import CheckSettings, RuleName, Severity
from digest.model.letter import LetterKind
from digest.pipeline.preview.checking import sample_of
from digest.pipeline.preview.neutral import NEUTRAL_ADDRESS, NEUTRAL_TOKEN, fill_in
from digest.render.issue import render
from digest.render.letter import render_letter
from digest.render.page import lay_out
from digest.render.theme import LETTER_HTML_TEMPLATE, open_theme
from digest.render.theme_file import theme_folder, theme_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.mail import Sample
    from digest.model.brand import Brand
    from digest.model.finding import Finding
    from digest.model.issue import Issue, Rendering
    from digest.render.theme import Theme

# What these rules find in a specimen is the fault of its stories, which are bad on purpose, and not of the theme.
_OF_STORIES = (
    RuleName.LINK_EXAMPLE, RuleName.SUBJECT_LONG, RuleName.SUBJECT_SHOUTS, RuleName.PREHEADER_LONG,
    RuleName.PREHEADER_REPEATS_SUBJECT, RuleName.FEW_WORDS, RuleName.EXCLAMATION_MARKS, RuleName.IMAGE_ALT_NAME,
    RuleName.IMAGE_COUNT, RuleName.HTML_SIZE_NEAR,
)  # fmt: skip
_READER = Envelope(
    delivery_id=1,
    address=NEUTRAL_ADDRESS,
    name="",
    message_id="<specimen@herald.example>",
    token=NEUTRAL_TOKEN,
    reference="0" * 32,
    reason="You get this because you joined Daily on 3 May 2026.",
)
_STALE = (
    "a macro printed with once or each looks at what differs between issues, and this is of another one; "
    "give it that as an argument, or call it by itself"
)
_MOST_SHOWN = 200  # characters of a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a theme did on one kind of issue; `problem` is the mistake in a template that kept it from being printed."""

    specimen: str
    html_bytes: int = 0
    problem: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Tell whether an issue like this one would not be sent."""
        return bool(self.problem) or any(one.severity is Severity.ERROR for one in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return the trial as JSON has it."""
        by_severity = {
            f"{severity}s": [
                {"rule": one.rule, "message": one.message, "where": one.where}
                for one in self.findings
                if one.severity is severity
            ]
            for severity in (Severity.ERROR, Severity.WARNING)
        }
        return {"specimen": self.specimen, "html": self.html_bytes, "problem": self.problem or None, **by_severity}


def check_theme(name: str, *, brand: Brand) -> Iterator[Trial]:
    """Print every kind of issue and letter through a theme, by its name or path, and judge each.

    Raises:
        UnknownName: there is no such theme.
        RenderError: its theme.toml is wrong.
    """
    folder = Path(name).resolve() if Path(name).is_dir() and name not in theme_names() else theme_folder(name)
    theme = open_theme(folder, brand=brand)
    for specimen, made in SPECIMENS.items():
        yield _trial(specimen, made(), theme)
    for kind in LetterKind:
        yield _letter_trial(kind, theme)


def _trial(specimen: str, issue: Issue, theme: Theme) -> Trial:
    try:
        rendering = render(issue, theme=theme, marks=MARKS)
        stale = theme.stale_line(lay_out(issue, MARKS))
    except RenderError as error:
        return Trial(specimen=specimen, problem=str(error))
    if stale:
        return Trial(specimen=specimen, problem=f"theme {theme.name}: {_STALE}: {stale[:_MOST_SHOWN]}")
    findings = judge(_sample(issue, rendering, theme), settings=CheckSettings(ignore=_OF_STORIES, rules={}))
    return Trial(specimen=specimen, html_bytes=len(rendering.html.encode()), findings=findings)


def printed(issue: Issue, theme: Theme) -> Sample:
    """Return an issue through a theme as a reader gets it; raises RenderError."""
    return _sample(issue, render(issue, theme=theme, marks=MARKS), theme)


def _letter_trial(kind: LetterKind, theme: Theme) -> Trial:
    issue, name = next(iter(SPECIMENS.values()))(), f"letter: {kind}"
    publication, until = issue.publication, issue.slot
    try:
        letter = render_letter(
            kind, ["Daily"], publication=publication, language="en", until=until, theme=theme, marks=MARKS
        )
    except RenderError as error:
        return Trial(specimen=name, problem=str(error))
    return Trial(specimen=name, html_bytes=len(letter.html.encode()))


def _sample(issue: Issue, rendering: Rendering, theme: Theme) -> Sample:
    """Return an issue as a reader gets it."""
    mail = fill_in(rendering, _encoded(issue, rendering), marks=MARKS, reader=_READER)
    items = issue.items[: len(issue.items) - rendering.dropped]
    sample = sample_of(mail, rendering, issue.publication, items=items)
    return replace(sample, templates=theme.written() | theme.written(LETTER_HTML_TEMPLATE), strays=theme.strays())


def _encoded(issue: Issue, rendering: Rendering) -> bytes:
    base = issue.publication.url
    return encode(
        rendering,
        sender_name=issue.publication.name,
        sender_address="digest@herald.example",
        reply_to="",
        date=issue.slot,
        list_id="daily.herald.example",
        base_url=base,
        archive_url=f"{base}/archive/daily",
        marks=MARKS,
    )
