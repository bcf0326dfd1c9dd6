"""Invents a month of news: events told by several sources over several days, in three languages, with their truth."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
FIRST_DAY = datetime(2026, 10, 5, tzinfo=UTC)
SOURCES = {
    "en": ("Harbour Wire", "The Pier", "Estuary Post", "Northern Ledger"),
    "de": ("Küstenbote", "Hafenkurier", "Marschblatt"),
    "pt": ("Diário do Cais", "Correio da Ria", "Jornal da Barra"),
}
DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "pt": ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"),
}
STANDING = {
    "en": "The authorities said that more would be known in the coming days.",
    "de": "Mehr werde in den kommenden Tagen bekannt, teilten die Behörden mit.",
    "pt": "As autoridades disseram que mais será conhecido nos próximos dias.",
}
SYLLABLES = ("sal", "mar", "or", "la", "ven", "dri", "kos", "tan", "bre", "lin", "fal", "go", "ris", "hem", "ul", "pe")
KINDS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("telling.toml").read_text(encoding="utf-8"))[
    "kinds"
]


@dataclass(frozen=True)
class Telling:
    """One source's story about an event: what happened first (stage 0) or what came of it, and when it reaches us."""

    event: str
    stage: int
    source: str
    language: str
    title: str
    body: str
    url: str
    published_at: datetime
    seen_at: datetime

    def as_line(self) -> dict[str, Any]:
        """Return the story as a line of JSON lines."""
        return {
            "title": self.title,
            "body": self.body,
            "url": self.url,
            "guid": self.url,
            "source": self.source,
            "language": self.language,
            "published_at": self.published_at.isoformat(),
            "tags": ["world"],
        }


class Inventor:
    """Invents news; the same seed, the same news."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._used: set[str] = set()
        self._tellings: list[Telling] = []

    def month(self, *, days: int = 30, quiet: tuple[int, ...] = (6, 13, 20, 21)) -> list[Telling]:
        """Return the tellings of so many days, in the order in which they reach us; on quiet ones little happens."""
        for number in range(days):
            day = FIRST_DAY + number * DAY
            self._series(day)
            if number in quiet:
                continue
            for _ in range(self._random.randint(3, 6)):
                kind = self._random.choice(KINDS)
                self._event(kind, day)
                if self._random.random() < 0.25:  # the same happens elsewhere, told in the same mould
                    self._event(kind, day)
        return sorted(self._tellings, key=lambda one: (one.seen_at, one.url))

    def _name(self, syllables: int) -> str:
        while True:
            name = "".join(self._random.choice(SYLLABLES) for _ in range(syllables)).capitalize()
            if name not in self._used:
                self._used.add(name)
                return name

    def _facts(self, day: datetime, language: str) -> dict[str, Any]:
        return {
            "town": self._name(4),
            "river": self._name(3),
            "person": f"{self._name(3)} {self._name(3)}",
            "firm": self._name(3),
            "ship": f"{self._name(3)} Star",
            "day": DAYS[language][day.weekday()],
            "n": self._random.randint(3, 49),
            "m": self._random.randint(50, 900),
        }

    def _event(self, kind: dict[str, Any], day: datetime) -> None:
        language = kind["language"]
        facts = self._facts(day, language)
        name = f"{kind['name']}-{facts['town'].lower()}"
        began = day + self._random.randint(0, 20) * HOUR
        told = self._tell(kind, facts, name=name, stage=0, at=began)
        if self._random.random() < 0.35:
            later = began + self._random.randint(20, 52) * HOUR
            told += self._tell(kind, facts, name=name, stage=1, at=later)
        elif self._random.random() < 0.3:
            told.append(self._revised(told[0], kind, facts))
        self._tellings += told

    def _tell(
        self, kind: dict[str, Any], facts: dict[str, Any], *, name: str, stage: int, at: datetime
    ) -> list[Telling]:
        """Let some sources tell it within some hours; what one of them has may reach us late."""
        sources = SOURCES[kind["language"]]
        found = []
        for source in self._random.sample(sources, self._random.randint(1, len(sources))):
            voice = sources.index(source) % 3
            title, body = self._words(kind, facts, voice=voice, stage=stage, mixed=sources.index(source) > 2)
            published = at + self._random.randint(0, 7 * 60) * timedelta(minutes=1)
            late = self._random.randint(4, 20) * HOUR if self._random.random() < 0.1 else timedelta(minutes=5)
            url = f"https://{source.lower().replace(' ', '-')}.example/{name}-{stage}"
            found.append(Telling(name, stage, source, kind["language"], title, body, url, published, published + late))
        return found

    def _words(
        self, kind: dict[str, Any], facts: dict[str, Any], *, voice: int, stage: int, mixed: bool
    ) -> tuple[str, str]:
        def other() -> int:
            return self._random.randrange(3) if mixed else voice

        if stage:
            parts = [kind["later"][other()], kind["background"][other()], kind["detail"][other()]]
        else:
            parts = [kind["what"][other()], kind["detail"][other()]]
        title = kind["later_title" if stage else "title"][other()]
        text = "\n\n".join([*parts, STANDING[kind["language"]]])
        return title.format(**facts), text.format(**facts)

    def _revised(self, told: Telling, kind: dict[str, Any], facts: dict[str, Any]) -> Telling:
        """Return the same source's story again under its address: with a word mended, or with what came of it."""
        at = told.published_at + self._random.randint(12, 40) * HOUR
        if self._random.random() < 0.5:
            return replace(told, body=f"{told.body} (Corrected.)", seen_at=at)
        voice = SOURCES[told.language].index(told.source) % 3
        title, body = self._words(kind, facts, voice=voice, stage=1, mixed=False)
        return replace(told, stage=1, title=title, body=body, published_at=at, seen_at=at + timedelta(minutes=5))

    def _series(self, day: datetime) -> None:
        """Tell what one source tells every day in the same words; each is an event of its own."""
        at, weekday = day + 4 * HOUR, DAYS["en"][day.weekday()]
        self._tellings.append(
            Telling(
                event=f"weather-{day:%m-%d}",
                stage=0,
                source=SOURCES["en"][0],
                language="en",
                title=f"Weather on the coast for {weekday}",
                body=f"Rain in the north and sunny spells in the south of the coast on {weekday}, with "
                f"{self._random.randint(2, 19)} degrees and a light wind from the west, the weather service said.",
                url=f"https://harbour-wire.example/weather-{day:%m-%d}",
                published_at=at,
                seen_at=at,
            )
        )
