"""Makes support.json of caniemail's public data, which is read from standard input.

In the checkout, with the JSON that SOURCE gives: `python -m digest.check.refresh < data.json`, then the tests. What is
kept is an extract (the data is under the MIT License, whose notice goes with it): for each feature that rules ask
about, the programs that do not know it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from digest.check.features import EVERY

TARGET = Path(__file__).with_name("support.json")
SOURCE = "https://www.caniemail.com/api/data.json"

# The programs that most readers use, by caniemail's names for family and platform.
CLIENTS = {
    ("gmail", "desktop-webmail"): "Gmail",
    ("gmail", "ios"): "Gmail",
    ("gmail", "android"): "Gmail",
    ("outlook", "windows"): "Outlook on Windows",
    ("outlook", "macos"): "Outlook on macOS",
    ("outlook", "outlook-com"): "Outlook.com",
    ("outlook", "ios"): "Outlook on phones",
    ("outlook", "android"): "Outlook on phones",
    ("apple-mail", "macos"): "Apple Mail",
    ("apple-mail", "ios"): "Apple Mail",
    ("yahoo", "desktop-webmail"): "Yahoo Mail",
    ("yahoo", "ios"): "Yahoo Mail",
    ("yahoo", "android"): "Yahoo Mail",
    ("samsung-email", "android"): "Samsung Email",
    ("thunderbird", "macos"): "Thunderbird",
}


def support(data: dict[str, Any], *, licence: str) -> dict[str, Any]:
    """Return what of caniemail's data the rules need.

    Raises:
        KeyError: a feature that rules ask about is not in the data.
    """
    features = {one["slug"]: one for one in data["data"]}
    return {
        "source": SOURCE,
        "updated": data["last_update_date"][:10],
        "licence": licence,
        "features": {
            slug: {"title": features[slug]["title"], "without": _without(features[slug]["stats"])}
            for slug in sorted(EVERY)
        },
    }


def _without(stats: dict[str, Any]) -> list[str]:
    """Return the programs whose latest version does not know a feature."""
    names = [
        name
        for (family, platform), name in CLIENTS.items()
        if (versions := stats.get(family, {}).get(platform)) and list(versions.values())[-1].split()[0] == "n"
    ]
    return list(dict.fromkeys(names))


def main() -> None:
    """Read caniemail's data from standard input and write support.json; its licence stays as it stands there."""
    licence = json.loads(TARGET.read_text(encoding="utf-8"))["licence"]
    content = support(json.load(sys.stdin), licence=licence)
    TARGET.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
