"""Fits how much each sign of one event weighs to invented news, and judges each week by what the others teach.

    PYTHONPATH=. python benchmarks/fit_resemblance.py

The pairs are those of the invented weeks, three days apart at most, and the hard pairs of tests/editorial, which count
for less, since nature is kinder. It prints how many pairs of each week and file are found and confused at some cuts,
by weights to which it did not contribute, and the weights of digest/editorial/resemblance.py. Needs scikit-learn.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from benchmarks.invented.weeks import weeks
from digest.editorial.likeness import sets_apart
from digest.editorial.prints import Print, apart
from digest.editorial.resemblance import Signs, signs
from digest.editorial.weights import Weights
from tests.editorial.conftest import make_story
from tests.editorial.told_pairs import read_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from digest.model.story import Story

PAIRS = ["pairs", "one_day", "one_day_unseen", "recurring", "short", "short_unseen", "follow_ups", "rare_names"]
HARD = 0.2  # how much a hard pair counts
FEWEST_SHARED = 3  # stems; what shares less is never compared
PENALTY = 0.05  # scikit-learn's C
CUTS = (4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.0)


class Compared(NamedTuple):
    """Pairs of stories: their signs, whether they tell one event, and whether a rule sets them apart all the same."""

    signs: np.ndarray
    same: np.ndarray
    apart: np.ndarray


def compared(stories: Iterable[Story], same: Callable[[int, int], bool | None]) -> Compared:
    """Compare stories two by two within a language; `same` gives the truth, or None for what is left out."""
    rows: list[tuple[Signs, bool, bool]] = []
    by_language: dict[str, list[Print]] = {}
    for story in stories:
        by_language.setdefault(story.language, []).append(Print(story))
    for prints in by_language.values():
        weights = Weights(prints)
        for one, other in combinations(prints, 2):
            truth = same(one.story.id, other.story.id)
            if truth is None or apart(one, other) > timedelta(days=3):
                continue
            if truth or len(one.stems & other.stems) >= FEWEST_SHARED:
                rows.append((signs(one, other, weights), truth, sets_apart(one, other, weights)))
    return Compared(*map(np.array, zip(*rows, strict=True)))


def read() -> tuple[dict[str, Compared], dict[str, Compared]]:
    """Return the pairs of the weeks, and the hard ones."""
    found = {}
    for name, told in weeks().items():
        events = {each.story.id: each.event for each in told}
        found[name] = compared([each.story for each in told], lambda a, b, of=events: of[a] == of[b])
    hard = {}
    for name in PAIRS:
        pairs = read_pairs(make_story, f"{name}.txt")
        truth = {(one.id, other.id): same for same, one, other in pairs}
        hard[name] = compared([story for _, *both in pairs for story in both], lambda a, b, of=truth: of.get((a, b)))
    return found, hard


def fit(found: Sequence[Compared], hard: Sequence[Compared]) -> tuple[np.ndarray, float]:
    """Return what each sign weighs, and the constant."""
    rows = [*found, *hard]
    signs, same = np.vstack([each.signs for each in rows]), np.concatenate([each.same for each in rows])
    counts = np.concatenate(
        [np.full(len(each.same), 1 if place < len(found) else HARD) for place, each in enumerate(rows)]
    )
    scaler = StandardScaler().fit(signs)
    model = LogisticRegression(C=PENALTY, max_iter=5000).fit(scaler.transform(signs), same, sample_weight=counts)
    weights = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)


def main() -> None:
    found, hard = read()
    for name, each in (found | hard).items():
        others = (
            [one for other, one in found.items() if other != name],
            [one for other, one in hard.items() if other != name],
        )
        weights, constant = fit(*others)
        points = np.where(each.apart, -9, each.signs @ weights + constant)
        told = "  ".join(
            f"{cut}: {(points[each.same] >= cut).sum()}, {(points[~each.same] >= cut).sum()}" for cut in CUTS
        )
        print(f"{name:15} {each.same.sum():4} of one, {(~each.same).sum():5} of two   {told}")
    weights, constant = fit(list(found.values()), list(hard.values()))
    print("\nWEIGHTS = Signs(")
    for sign, weight in zip(Signs._fields, weights, strict=True):
        print(f"    {sign}={weight:.2f},")
    print(f")\nCONSTANT = {constant:.2f}")


if __name__ == "__main__":
    main()
