"""The newsroom that a drill is held in: its settings, its stories, and readers who do not exist."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

EDITION = "drill"
LIST = "readers"

_SETTINGS = """\
[publication]
name = "The Drill"
url = "https://drill.example"
postal_address = "1 Quay Street, Port Averin"
database = "digest.db"

[mail]
from = "The Drill <digest@drill.example>"
{mail}

[editions.drill]
tags = ["drill"]
lists = ["readers"]
max_age = "36h"
"""

_NEWS = (
    ("Ferry crews end their strike", "The first horn in six days was heard shortly after four."),
    ("The night bus comes back", "From Friday on it runs to the lighthouse again, every forty minutes."),
    ("A flood wall for the old town", "The council chose the lower of two designs, eleven votes to four."),
    ("School kitchens cook for themselves", "Four schools have bought no ready meal since the summer."),
    ("The reef has a new map", "Divers counted the corals by hand, and found more than the satellites did."),
    ("Harbour cats are counted", "There are sixty-one, which is nine more than the harbourmaster had hoped."),
)

# Long enough that a mail is as big as mails are.
_MORE = "What follows from it will be seen in the days to come; both sides say that they are ready to talk. "


def furnish(folder: Path, *, mail: str, now: datetime) -> tuple[Path, Path]:
    """Write the settings, with more lines for their `[mail]` table, and the stories; return where both are."""
    settings, stories = folder / "digest.toml", folder / "stories.jsonl"
    settings.write_text(_SETTINGS.format(mail=mail), encoding="utf-8")
    lines = [
        {
            "title": title,
            "body": f"{opening} {_MORE * 8}",
            "url": f"https://drill.example/{number}",
            "source": "Drill Wire",
            "published_at": (now - timedelta(hours=number)).isoformat(),
            "tags": [EDITION],
        }
        for number, (title, opening) in enumerate(_NEWS, 1)
    ]
    stories.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return settings, stories


def readers(count: int) -> tuple[str, ...]:
    """Return so many addresses, all different, at domains that nobody can have (RFC 2606)."""
    return tuple(f"reader{number}@mail{number % 7}.example" for number in range(count))
