"""Issues to render: of every shape a theme must carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from digest.model.issue import Issue, Item, Marks, Publication
from digest.model.selection import Role

SLOT = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
MARKS = Marks(token="t4f1c09be27d8a3506b1e", reason="r83be10c7a94d25f6e0b71c48d3f29a56")
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


def item(title: str, summary: str = "", *, hours: float = 2, **changes: Any) -> Item:
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


def issue_of(lead: Item, *briefs: Item, publication: Publication = HERALD, **changes: Any) -> Issue:
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


def picture(name: str) -> str:
    """Return the address of a picture."""
    return f"https://pictures.example/{name}.png"


def morning() -> Issue:
    """Return an ordinary morning: a lead with everything, five briefs, four stories that had no room."""
    return issue_of(
        item(
            "Ferry crews agree to end six-day strike after night of talks at the harbour",
            "Boats will sail again from five this morning. The deal gives crews two more rest days a month; the "
            "operator drops its plan to cut the last evening crossing. Both sides vote on Friday.",
            url="https://wire.example/ferry?from=feed&day=23",
            source="Harbour Wire",
            kicker="World",
            image=picture("ferry"),
            image_alt="A white ferry at the quay before dawn",
            reading_minutes=3,
            also_covered_by=("The Post", "Gazette"),
        ),
        item(
            "Council backs flood wall for the old quay",
            "Work starts in March and closes the lower car park for eleven weeks.",
            hours=4,
            image=picture("quay"),
        ),
        item(
            "Bread prices fall for the third month running",
            "A mild winter in the north filled silos that had stood half empty since spring.",
            hours=5,
            source="Harbour Wire",
            kicker="World",
            image=picture("bread"),
        ),
        item(
            "Two observatories report the same faint comet",
            "It should be visible without a telescope in the first week of January.",
            hours=9,
            source="Sky Desk",
            kicker="World",
            image=picture("comet"),
        ),
        item(
            "Night buses return to Hill Street",
            "The route had been closed since the bridge works began; fares stay as they were.",
            hours=13,
            source="The Post",
            image=picture("bus"),
        ),
        item(
            "Update: reef survey finds young coral on every site",
            "Divers counted twice as many colonies as last year, all of them smaller than a coin.",
            hours=20,
            day_only=True,
            source="Sea Lab",
            kicker="Science",
            image=picture("reef"),
        ),
        more=4,
    )


def arabic() -> Issue:
    """Return a morning of an Arabic publication, with an English story among its own."""
    return issue_of(
        item(
            "أطقم العبّارات توافق على إنهاء إضراب دام ستة أيام بعد ليلة من المحادثات",
            "تعود الرحلات منذ الخامسة صباحًا. ويمنح الاتفاق الأطقم يومي راحة إضافيين كل شهر. ويصوّت الطرفان يوم الجمعة.",
            source="وكالة الميناء",
            kicker="العالم",
            image=picture("ferry"),
            reading_minutes=3,
            also_covered_by=("البريد", "Harbour Wire"),
        ),
        item(
            "المجلس يؤيد بناء سد للفيضان عند الرصيف القديم",
            "يبدأ العمل في مارس ويُغلق الموقف السفلي أحد عشر أسبوعًا.",
            hours=4,
            source="Reuters",
            kicker="محليات",
            image=picture("quay"),
        ),
        item(
            "Two observatories report the same faint comet",
            "It should be visible without a telescope in the first week of January.",
            hours=13,
            language="en",
            source="Sky Desk",
            kicker="علوم",
            image=picture("comet"),
        ),
        item("عودة الحافلات الليلية إلى شارع التل", "بقيت الأجرة كما كانت.", source="البريد", kicker="محليات"),
        publication=SAHIL,
        title="الموجز اليومي",
        more=4,
    )


def crowded() -> Issue:
    """Return an issue far too long to be mailed whole."""
    summary = "The council met on Monday evening. " * 40
    briefs = [item(f"Story {number} of a long day", summary, image=picture("quay")) for number in range(90)]
    return issue_of(item("A day that did not end", summary), *briefs)


def bare() -> Issue:
    """Return an issue of one story that has nothing but a title."""
    return issue_of(item("Quiet day at the harbour", url="", source="", kicker=""))


def odd() -> Issue:
    """Return stories of awkward shapes: endless words, no link, no picture, foreign languages."""
    return issue_of(
        item("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverordnung" * 2, "Kurz.", language="de-DE"),
        item("لجنة تبحث أسعار الخبز", "اجتمعت اللجنة مساء أمس.", language="ar", image=picture("bread")),
        item("The story without a link", "It happened on the quay. " * 12, url="", image=picture("bus")),
        item("港の船員組合、六日間のストライキを終了することで合意", "船は今朝五時から再び運航する。", language="ja"),
        item("https://herald.example/" + "long/" * 40, "See https://herald.example/" + "path/" * 30 + " for more."),
    )
