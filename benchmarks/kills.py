"""Kills sends of 2,000 mails again and again, over every transport, and prints what became of the mails as a table.

`python benchmarks/kills.py 100 smtp outbox` kills each of these two a hundred times; without arguments it is twenty
times each of all. A row is one `digest drill`, which anybody can repeat by its seed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import Any

from digest.model.settings import TransportName

RECIPIENTS = 2000
KILLS = 20

HEAD = (
    "transport", "kills", "with mail in flight", "starting up", "between mails", "got it twice", "lost",
    "accepted, arrived once", "unknown", "of these arrived", "most unknown at one kill", "unknown at most", "seed",
)  # fmt: skip


def drill(transport: str, kills: int) -> dict[str, Any]:
    order = ["--transport", transport, "--kills", str(kills), "--recipients", str(RECIPIENTS), "--json"]
    done = subprocess.run([sys.executable, "-m", "digest.cli", "drill", *order], stdout=subprocess.PIPE, check=False)
    return json.loads(done.stdout)


def row(held: dict[str, Any]) -> tuple[object, ...]:
    moments = Counter(kill["moment"] for kill in held["kills"])
    unknown = held["unknown"]
    return (
        held["transport"],
        len(held["kills"]),
        moments["in_flight"],
        moments["starting"],
        moments["between"],
        len(held["twice"]),
        len(held["lost"]) + len(held["never_arrived"]) + len(held["unfinished"]),
        held["once"],
        len(unknown),
        sum(one["arrived"] for one in unknown),
        max((kill["unknown"] for kill in held["kills"]), default=0),
        held["unknown_at_most"],
        str(held["seed"]),
    )


def line(cells: tuple[object, ...]) -> str:
    return f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else str(cell) for cell in cells)} |"


def main(arguments: list[str]) -> int:
    kills = int(arguments[0]) if arguments else KILLS
    print(line(HEAD))
    print(line(("---",) * len(HEAD)))
    faults: list[str] = []
    for transport in arguments[1:] or TransportName:
        held = drill(transport, kills)
        faults += [f"{transport}: {fault}" for fault in held["faults"]]
        print(line(row(held)), flush=True)
    print(*faults, sep="\n", end="\n" if faults else "", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
