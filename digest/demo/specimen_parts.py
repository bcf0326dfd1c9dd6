"""What issues to try a theme on are made of."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from digest.model.issue import Issue, Item, Marks, Publication
from digest.model.selection import Role

SLOT = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
MARKS = Marks(token="t4f1c09be27d8a3506b1e", reason="r83be10c7a94d25f6e0b71c48d3f29a56")  # noqa: S106  nobody's
HERALD = Publication(
    name="The Harbour Herald",
    url="https://herald.example",
    postal_address="1 Quay Street, 1200 Lisbon, Portugal",
    language="en",
    timezone="Europe/Lisbon",
)
SAHIL = Publication(
    name="صحيفة الساحل",
    url="https://sahil.example",
    postal_address="١ شارع الميناء، الإسكندرية، مصر",
    language="ar",
    timezone="Africa/Cairo",
)


def item(title: str, summary: str = "", *, hours: float = 2, **changes: Any) -> Item:  # noqa: ANN401  any field
    """Return a brief published so many hours before the slot."""
    plain = Item(
        story_id=1,
        role=Role.BRIEF,
        title=title,
        summary=summary,
        url="https://gazette.example/news/1",
        source="Gazette",
        published_at=SLOT - timedelta(hours=hours),
        day_only=False,
        tags=("local",),
        kicker="Local",
        language="",
        image="",
        image_alt="",
        reading_minutes=0,
        also_covered_by=(),
        score=1.0,
        reasons=(),
    )
    return replace(plain, **changes)


def issue_of(lead: Item, *briefs: Item, publication: Publication = HERALD, **changes: Any) -> Issue:  # noqa: ANN401
    """Return an issue of these stories."""
    plain = Issue(
        name="daily/2026-11-23",
        edition="daily",
        title="Daily digest",
        publication=publication,
        slot=SLOT,
        cutoff=SLOT,
        number=142,
        lead=replace(lead, role=Role.LEAD),
        briefs=briefs,
        more=0,
        theme="classic",
    )
    return replace(plain, **changes)


# What breaks templates, attributes, headers and lines: as any feed may bring it.
TRAPS = 'two\nlines\tand \\n C:\\new "quoted" & <b>bold</b> <![CDATA[x]]> <mj-raw> {{ page }} {% if %} &nbsp; &amp;'
TRAPS += " e\u0301 \u00a0 \u200b \u00ad \U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f ข่าววันนี้ ख़बरें الأَخْبَارُ '"


def picture(name: str) -> str:
    """Return the address of a picture."""
    return f"https://pictures.example/{name}.png"
