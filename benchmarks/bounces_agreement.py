"""Compares whom we would suppress for a corpus of bounces with what sisimai makes of it.

    python benchmarks/bounces_agreement.py --data DIR

DIR holds mails and `expected.jsonl`, a line a mail: {"file": ..., "recipients": [{"status", "reason", "hardbounce"}]},
as sisimai reads them. Asked of each recipient is one question: is the address suppressed at once? Two truths answer it:

  strict   sisimai's `hardbounce`, or a complaint.
  coded    the rule of docs/bounces.md, applied to sisimai's reason and status: a complaint; a reason that says that the
           mailbox or domain does not exist (userunknown, hostunknown, hasmoved, notaccept); or a status among 5.1.1,
           5.1.2, 5.1.3, 5.1.6, 5.1.10, 5.2.1 beside a reason that does not name another cause (suspend, filtered,
           undefined, onhold do not; a full mailbox, haste, a failing program, content and policy do).

They contradict each other where a mailbox is closed (5.2.1 or 5.1.1, which sisimai calls suspended or filtered, and
soft); "both" leaves those out. flufl.bounce, which Mailman uses, stands beside: it suppresses whom it calls a permanent
failure.
"""

from __future__ import annotations

import argparse
import email
import json
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.events.mail import read_mail
from digest.model.event import Event, EventKind, Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

AT_ONCE = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
GONE = {"userunknown", "hostunknown", "hasmoved", "notaccept"}
CLOSED = {"suspend", "filtered", "undefined", "onhold"}
NEVER = {"vacation", "delivered", "authfailure", "badreputation", "blocked", "contenterror", "mesgtoobig", "norelaying"}
NEVER |= {"notcompliantrfc", "policyviolation", "requireptr", "securityerror", "spamdetected", "virusdetected"}
NAMES = ("strict", "coded", "both")


@dataclass(frozen=True)
class Case:
    """One recipient: what is expected, and what we and flufl.bounce make of it."""

    file: str
    expected: dict[str, Any]
    ours: Event | None
    flufl: bool

    def suppressed(self) -> bool:
        return suppresses(self.ours)

    def truth(self, name: str) -> bool | None:
        """Return whether the address should be suppressed by that truth; None where it does not answer."""
        reason, status = self.expected["reason"], self.expected["status"]
        strict = self.expected["hardbounce"] or reason == "feedback"
        coded = reason == "feedback" or reason in GONE or (status in AT_ONCE and reason in CLOSED)
        return {"strict": strict, "coded": coded, "both": strict if strict == coded else None}[name]

    def ours_in_words(self) -> str:
        return f"{self.ours.kind} {self.ours.fault or ''} {self.ours.code}".strip() if self.ours else "nothing"


def suppresses(event: Event | None) -> bool:
    """Tell whether an event ends the mailing of an address: an opt-out does so as surely as a complaint."""
    if event is None:
        return False
    return event.kind in (EventKind.COMPLAINED, EventKind.UNSUBSCRIBED) or event.fault is Fault.RECIPIENT


def main() -> None:
    """Read the corpus, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the mails and expected.jsonl")
    folder = parser.parse_args().data
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    mails = {row["file"]: (folder / row["file"]).read_bytes() for row in rows}
    started = time.perf_counter()
    read = {name: read_mail(raw) for name, raw in mails.items()}
    seconds = time.perf_counter() - started
    cases = [case for row in rows for case in paired(row, read[row["file"]], mails[row["file"]])]
    print(f"{len(mails)} mails, {len(cases)} recipients; {len(mails) / seconds:,.0f} mails a second\n")
    report(cases)


def paired(row: dict[str, Any], ours: list[Event], raw: bytes) -> Iterator[Case]:
    """Yield a case for each expected recipient; the expectation names none, so codes pair them, then their order."""
    flufl, left = flufl_suppresses(raw), list(ours)
    for number, expected in enumerate(row["recipients"]):
        same = next((one for one in left if one.code == expected["status"]), None)
        event = ours[number] if len(ours) == len(row["recipients"]) else same or (left[0] if left else None)
        if event in left:
            left.remove(event)
        yield Case(row["file"], expected, event, flufl)


def flufl_suppresses(raw: bytes) -> bool:
    """Tell whether flufl.bounce finds a permanent failure in a mail."""
    from flufl.bounce import all_failures

    try:
        return bool(all_failures(email.message_from_bytes(raw))[1])
    except Exception:  # noqa: BLE001 - it counts as finding nothing
        return False


def report(cases: list[Case]) -> None:
    """Print the agreement by each truth, the misses by class, and who is suppressed for a fault that is not theirs."""
    heads = ("recipients", "ours agree", "flufl.bounce", "ours wrongly", "ours missed")
    print(f"{'suppressed or not':<18}" + "".join(f"{head:>14}" for head in heads))
    for name in NAMES:
        judged = [(case, case.truth(name)) for case in cases if case.truth(name) is not None]
        ours = sum(case.suppressed() == truth for case, truth in judged)
        flufl = sum(case.flufl == truth for case, truth in judged)
        wrongly = sum(case.suppressed() and not truth for case, truth in judged)
        share = [f"{count / len(judged):.1%}" for count in (ours, flufl)]
        missed = len(judged) - ours - wrongly
        print(f"{name:<18}{len(judged):>14}{share[0]:>14}{share[1]:>14}{wrongly:>14}{missed:>14}")
    innocent = [case for case in cases if case.expected["reason"] in NEVER]
    hit, by_flufl = sum(case.suppressed() for case in innocent), sum(case.flufl for case in innocent)
    print(f"\n{len(innocent)} for vacation, delivery or a sender's fault; suppressed: ours {hit}, flufl {by_flufl}")
    for name in NAMES[:2]:
        misses(name, [case for case in cases if case.suppressed() != case.truth(name)])


def misses(name: str, wrong: list[Case]) -> None:
    """Print where we and a truth differ, by class: what is expected, and what we say."""
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for case in wrong:
        told = f"{case.expected['reason']} {case.expected['status']}  x  {case.ours_in_words()}"
        classes[told].append(Path(case.file).stem)
    print(f"\nmisses by the {name} truth: {len(wrong)}")
    for told, files in sorted(classes.items(), key=lambda item: -len(item[1])):
        print(f"  {len(files):>3}  {told}   ({', '.join(files)})")


if __name__ == "__main__":
    main()
