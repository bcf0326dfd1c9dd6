"""Puts texts whose events are known into clusters, and compares with the truth and with plain TF-IDF cosine cuts.

    python benchmarks/events_agreement.py --data DIR

DIR holds `near-duplicates/` (newswire texts, of which some pairs are the same text but for little) and `events/`
(WikiRef: web news whose event, or loose topic, is the prefix of the file's name). Of the pairs it prints precision and
recall; of the events B-cubed precision, recall and F1, and the share of the texts that are alone of their event and yet
stand in a cluster. The peer is scikit-learn: TF-IDF, average linkage by cosine distance, cut where its F1 on this very
truth is best, and where it is best among the cuts that are as precise as a digest needs.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_distances

from digest.editorial.clusters import clusters
from digest.model.story import Story

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PRECISE = 0.95
CUTS = [round(cut, 2) for cut in np.arange(0.02, 1.0, 0.02)]


@dataclass(frozen=True)
class Score:
    """B-cubed precision and recall, and the share of the single texts that were joined to another."""

    precision: float
    recall: float
    singles: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)

    def __str__(self) -> str:
        shown = f"precision {self.precision:.3f}  recall {self.recall:.3f}  F1 {self.f1:.3f}"
        return f"{shown}  singles merged {self.singles:.2f}"


def story(number: int, title: str, body: str, language: str) -> Story:
    """Return a text as a story; all are of one moment, since the collections know no times."""
    return Story(
        id=number,
        guid=f"text-{number:04}",
        title=title,
        url="",
        source=f"Source {number}",
        published_at=NOON,
        day_only=False,
        first_seen_at=NOON,
        body=body,
        own_length=len(body),
        body_html="",
        summary="",
        tags=(),
        language=language,
        image="",
        image_alt="",
        author="",
        revision=1,
    )


def newswire(folder: Path) -> tuple[dict[int, str], list[Story]]:
    """Return the names of the newswire texts, and the texts; each is one line, its name first and no headline."""
    lines = (folder / "articles_1000.train").read_text(encoding="utf-8").splitlines()
    parted = [line.partition(" ") for line in lines]
    texts = [(text[: text.find(". ") + 1], text) for _, _, text in parted]
    return {number: name for number, (name, _, _) in enumerate(parted)}, [
        story(number, title, text, "en") for number, (title, text) in enumerate(texts)
    ]


def web_news(folder: Path) -> tuple[dict[int, str], list[Story]]:
    """Return the events of the web texts, and the texts: a headline, then the body."""
    files = sorted(folder.glob("*.txt"))
    texts = [file.read_text(encoding="cp1252", errors="replace").strip().partition("\n") for file in files]
    events = {number: file.stem.rpartition(".")[0] for number, file in enumerate(files)}
    return events, [story(number, title, body, "en") for number, (title, _, body) in enumerate(texts)]


def b_cubed(event: Mapping[int, str], found: Mapping[int, int]) -> Score:
    """Return how a clustering, given as the cluster of each text, agrees with the events."""
    both = Counter((event[one], found[one]) for one in event)
    in_event, in_cluster = Counter(event.values()), Counter(found.values())
    shared = {one: both[event[one], found[one]] for one in event}
    singles = [one for one in event if in_event[event[one]] == 1]
    return Score(
        precision=sum(shared[one] / in_cluster[found[one]] for one in event) / len(event),
        recall=sum(shared[one] / in_event[event[one]] for one in event) / len(event),
        singles=sum(in_cluster[found[one]] > 1 for one in singles) / max(1, len(singles)),
    )


def ours(stories: Sequence[Story]) -> dict[int, int]:
    """Return the cluster of each text as the program makes them."""
    return {one.id: number for number, cluster in enumerate(clusters(stories)) for one in cluster}


def cuts(stories: Sequence[Story]) -> dict[float, dict[int, int]]:
    """Return the clusters of plain TF-IDF with average linkage, by the cosine distance at which it is cut."""
    texts = [f"{one.title}\n{one.body}" for one in stories]
    distance = cosine_distances(TfidfVectorizer(stop_words="english").fit_transform(texts))
    found = {}
    for cut in CUTS:
        cutter = AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=cut)
        labels = cutter.fit_predict(distance)
        found[cut] = {one.id: int(label) for one, label in zip(stories, labels, strict=True)}
    return found


def pairs_report(folder: Path) -> None:
    """Print how the pairs that are one text were found."""
    names, stories = newswire(folder)
    truth = {frozenset(line.split()) for line in (folder / "articles_1000.truth").read_text().splitlines()}
    began = process_time()
    found = {
        frozenset(names[one.id] for one in pair) for cluster in clusters(stories) for pair in combinations(cluster, 2)
    }
    right = len(found & truth)
    print(f"near-duplicates: {len(truth)} pairs in {len(stories)} texts, {process_time() - began:.1f} s of CPU")
    print(f"  precision {right / max(1, len(found)):.3f}  recall {right / len(truth):.3f}")


def events_report(folder: Path) -> None:
    """Print how the events were found, beside the peer."""
    event, stories = web_news(folder)
    print(f"{folder.name}: {len(set(event.values()))} events in {len(stories)} texts")
    print(f"  ours                     {b_cubed(event, ours(stories))}")
    scores = {cut: b_cubed(event, found) for cut, found in cuts(stories).items()}
    best = max(scores, key=lambda cut: scores[cut].f1)
    print(f"  TF-IDF cut at {best:.2f}       {scores[best]}")
    precise = [cut for cut, score in scores.items() if score.precision >= PRECISE and score.singles == 0]
    if precise:
        careful = max(precise, key=lambda cut: scores[cut].f1)
        print(f"  TF-IDF, careful, at {careful:.2f} {scores[careful]}")


def main() -> None:
    """Report on both collections."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds near-duplicates/ and events/")
    data = parser.parse_args().data
    pairs_report(data / "near-duplicates")
    for folder in sorted(one for one in (data / "events").iterdir() if one.is_dir()):
        events_report(folder)


if __name__ == "__main__":
    main()
