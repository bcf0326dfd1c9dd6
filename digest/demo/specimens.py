"""Issues to try a theme on: of every shape that it must carry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from digest.demo.specimen_parts import SAHIL, TRAPS, issue_of, item, picture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from digest.model.issue import Issue, Item


_BRIEFS = [
    item(
        "Council backs flood wall for the old quay",
        "Work starts in March and closes the lower car park for eleven weeks.",
        hours=4,
        image=picture("quay"),
        image_alt="The old quay under water",
    ),
    item(
        "Bread prices fall for the third month running",
        "A mild winter in the north filled silos that had stood half empty since spring.",
        hours=5,
        source="Harbour Wire",
        kicker="World",
        image=picture("bread"),
        image_alt="Loaves on a baker's shelf",
    ),
    item(
        "Two observatories report the same faint comet",
        "It should be visible without a telescope in the first week of January.",
        hours=9,
        source="Sky Desk",
        kicker="World",
        image=picture("comet"),
        image_alt="A faint streak between stars",
    ),
    item(
        "Night buses return to Hill Street",
        "The route had been closed since the bridge works began; fares stay as they were.",
        hours=13,
        source="The Post",
        image=picture("bus"),
        image_alt="A night bus on Hill Street",
    ),
    item(
        "Update: reef survey finds young coral on every site",
        "Divers counted twice as many colonies as last year, all of them smaller than a coin.",
        hours=20,
        day_only=True,
        source="Sea Lab",
        kicker="Science",
        image=picture("reef"),
        image_alt="Coral the size of a coin",
    ),
]


def morning() -> Issue:
    """Return an ordinary morning: a lead with everything, five briefs, four stories that had no room."""
    return issue_of(_lead(), *_BRIEFS, more=4)


def _lead() -> Item:
    return item(
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
            image_alt="عبّارة عند الرصيف",
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
            image_alt="الرصيف القديم",
        ),
        item(
            "Two observatories report the same faint comet",
            "It should be visible without a telescope in the first week of January.",
            hours=13,
            language="en",
            source="Sky Desk",
            kicker="علوم",
            image=picture("comet"),
            image_alt="مذنب باهت بين النجوم",
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


def hostile() -> Issue:
    """Return stories that try to be markup, commands and headers, and a headline of 400 characters."""
    trap = item(TRAPS, TRAPS, source=TRAPS, kicker=TRAPS, image=picture("a"), image_alt=TRAPS, also_covered_by=(TRAPS,))
    script = "<script>alert(1)</script> <mj-text> {{ page.reason }} %NAME%\r\nBcc: everybody@reader.example"
    return issue_of(trap, trap, item(script, script), item("The council met again on Monday, " * 13))


def in_sections() -> Issue:
    """Return an ordinary morning with its briefs under their tags."""
    return replace(morning(), sections=("World", "Local"))


def without_pictures() -> Issue:
    """Return an ordinary morning that nobody took a picture of."""
    whole = morning()
    briefs = tuple(replace(brief, image="") for brief in whole.briefs)
    return replace(whole, lead=replace(whole.lead, image=""), briefs=briefs)


SPECIMENS: Mapping[str, Callable[[], Issue]] = {
    "ordinary morning": morning,
    "in sections": in_sections,
    "without pictures": without_pictures,
    "from the right": arabic,
    "one story, a title alone": bare,
    "awkward shapes": odd,
    "hostile words": hostile,
    "far too long": crowded,
}
