"""Probes the page to subscribe on with ten thousand addresses, half of them readers', and compares the times.

An attacker who could tell readers from strangers by the answer, or by how long it takes, would learn who is on a list.
Each probe comes from a network of its own, as if a botnet made it, so that no limit cuts them short. Printed are the
answers of either kind, and the ratio of their median times: 1.00 is alike.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from digest.store.database import open_database
from subscribers.changes import Newcomer
from subscribers.roster import Roster

PROBES = 10_000
DIGEST = str(Path(sys.executable).with_name("digest"))
FORM = {"content-type": "application/x-www-form-urlencoded"}


def newsroom(folder: Path) -> None:
    """Make a newsroom with as many readers as will be probed."""
    subprocess.run([DIGEST, "init", str(folder)], check=True, capture_output=True)
    subprocess.run([DIGEST, "lists", "list"], check=True, capture_output=True, cwd=folder)
    db = open_database(folder / "digest.db")
    people = [Newcomer(address=f"reader{number}@reader.example") for number in range(PROBES // 2)]
    Roster(db).add_many(people, now=datetime.now(UTC), lists=["daily"], confirmed=True)
    db.close()


def probe(port: int) -> dict[str, list[float]]:
    """Ask about readers and strangers in turn, and return the seconds of each answer by kind and status."""
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    server.request("GET", "/subscribe")
    found = re.search(r'name="seal" value="([^"]+)"', server.getresponse().read().decode())
    assert found
    times: dict[str, list[float]] = defaultdict(list)
    for number in range(PROBES):
        kind = ("reader", "stranger")[number % 2]
        fields = {"seal": found[1], "address": f"{kind}{number // 2}@reader.example", "list": "daily"}
        network = {"X-Forwarded-For": f"10.{number // 250}.{number % 250}.1"}
        begun = time.perf_counter()
        server.request("POST", "/subscribe", urlencode(fields), FORM | network)
        answer = server.getresponse()
        answer.read()
        times[f"{kind} {answer.status}"].append(time.perf_counter() - begun)
    return times


def main() -> None:
    """Run the server as a process of its own, and print what the probes found."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "newsroom"
        newsroom(folder)
        command = [DIGEST, "--config", str(folder / "digest.toml"), "serve", "--port", "0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ) as server:
            assert server.stderr
            line = server.stderr.readline()
            while not line.startswith("serving at"):
                line = server.stderr.readline()
            times = probe(int(line.rsplit(":", 1)[1].split("/")[0]))
            server.kill()
    for kind, seconds in sorted(times.items()):
        quarter, median, three = (1000 * share for share in statistics.quantiles(seconds, n=4))
        print(f"{kind}: {len(seconds):,} answers, {median:.2f} ms ({quarter:.2f} to {three:.2f})")
    by_kind = {kind.split()[0]: statistics.median(seconds) for kind, seconds in times.items()}
    print(f"readers to strangers: {by_kind['reader'] / by_kind['stranger']:.2f}")


if __name__ == "__main__":
    main()
