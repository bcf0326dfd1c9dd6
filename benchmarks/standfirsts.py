"""Compares our standfirsts with those human editors wrote, beside the opening sentences of the same texts.

    python benchmarks/standfirsts.py --data DIR [--show N]

DIR holds `standfirsts/standfirsts.jsonl` (title, text, standfirst) and, if it is to be reported, `summaries/` (articles
by tag, and for each an extractive reference). The story is made of title and text alone: what its page says of itself
is what the editors wrote, and would answer the question. Printed are ROUGE-L F1 on words (longest common subsequence),
the faults against the rules that a machine can tell, and the CPU time of a standfirst. Another peer is TextRank, which
finds the sentences that a text repeats most (sumy's, of the extra `bench`). `--show` prints N briefs to read, spread
over the set, each with its title.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.text_rank import TextRankSummarizer

from digest.editorial.boilerplate import is_boilerplate
from digest.editorial.leaning import leans
from digest.editorial.selection import BRIEF_LIMIT, BRIEF_SENTENCES, LEAD_LIMIT, LEAD_SENTENCES
from digest.editorial.sentences import is_whole, paragraphs, sentences
from digest.editorial.summary import standfirst
from digest.model.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NEWS = datetime(2026, 1, 1, tzinfo=UTC)
PLAIN_END = re.compile(r"(?<=[.!?])\s+|\n+")
LOOKED_AT = 200  # sentences of a text from which peers choose
ROLES = (("briefs", BRIEF_SENTENCES, BRIEF_LIMIT), ("leads", LEAD_SENTENCES, LEAD_LIMIT))


class Page(NamedTuple):
    """A text with its title and what an editor wrote above it."""

    site: str
    title: str
    text: str
    written: str


def main() -> None:
    """Read the corpora, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with standfirsts/ and perhaps summaries/")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N briefs to read")
    told = parser.parse_args()
    pages = list(read(told.data / "standfirsts" / "standfirsts.jsonl"))
    for role, count, limit in ROLES:
        report(role, pages, count=count, limit=limit)
    if (told.data / "summaries").is_dir():
        extractive(told.data / "summaries")
    for page in pages[:: max(1, len(pages) // told.show)][: told.show] if told.show else ():
        print(f"\n{page.title}\n    {ours(page, ROLES[0][1], ROLES[0][2])}")


def read(path: Path) -> Iterator[Page]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Page(urlsplit(row["url"]).hostname or "", row["title"], row["text"], html.unescape(row["standfirst"]))


def report(role: str, pages: Sequence[Page], *, count: int, limit: int) -> None:
    """Print how near ours and the others come to what was written, then by site, then the faults of ours."""
    started = time.process_time()
    made = [ours(page, count, limit) for page in pages]
    spent = (time.process_time() - started) / len(pages)
    scores = [rouge(text, page.written) for text, page in zip(made, pages, strict=True)]
    opening = [rouge(as_many_as_fit(page, limit), page.written) for page in pages]
    plain = [rouge(as_many_as_fit(page, limit, plainly=True), page.written) for page in pages]
    first = [rouge(split(page.text)[0], page.written) for page in pages]
    central = [rouge(text_rank(page, limit), page.written) for page in pages]
    print(f"\n{role}, at most {limit} characters, {len(pages)} pages: ROUGE-L F1")
    print(f"    {fmean(scores):.4f}  ours ({spent * 1000:.1f} ms of CPU each)")
    print(f"    {fmean(opening):.4f}  as many opening sentences as fit, our sentences: ours {gain(scores, opening)}")
    print(f"    {fmean(plain):.4f}  the same, a line or .!? and space ending a sentence: ours {gain(scores, plain)}")
    print(f"    {fmean(first):.4f}  the first sentence alone")
    print(f"    {fmean(central):.4f}  TextRank: the most central sentences that fit, as they follow")
    print(
        f"    {fmean(best_sentence(page) for page in pages):.4f}  the best single sentence, chosen knowing the answer"
    )
    by_group(pages, scores, plain)
    faults(made, limit)


def by_group(pages: Sequence[Page], scores: Sequence[float], peer: Sequence[float]) -> None:
    """Print the gain over the opening by the ending of the site's name, and by the halves of the sites."""
    groups = defaultdict(list)
    for page, score, other in zip(pages, scores, peer, strict=True):
        ending = page.site.rpartition(".")[2]
        groups[f".{ending}" if ending in ("com", "de", "at", "ch", "org", "net") else "others"].append(score - other)
        groups[f"sites, half {1 + sum(page.site.encode()) % 2}"].append(score - other)
    print("   ", ", ".join(f"{name} ({len(all_)}) {fmean(all_):+.3f}" for name, all_ in sorted(groups.items())))


def faults(made: Sequence[str], limit: int) -> None:
    counts = {
        "empty": sum(not text for text in made),
        "too long": sum(len(text) > limit for text in made),
        "not whole": sum(not is_whole(text) for text in made if text),
        "leaning opening": sum(leans(text) for text in made),
        "boilerplate": sum(any(map(is_boilerplate, sentences(text))) for text in made),
    }
    print("   ", ", ".join(f"{name} {count}" for name, count in counts.items()))


def extractive(folder: Path) -> None:
    """Print how many of the sentences of our leads stand in the references, beside those of the plain opening."""
    shares: dict[str, list[float]] = {"ours": [], "opening": []}
    for path in sorted((folder / "articles").rglob("*.txt")):
        title, _, text = path.read_text(encoding="utf-8", errors="replace").partition("\n")
        page = Page(
            "", title, text, (folder / "references" / path.parent.name / path.name).read_text("utf-8", "replace")
        )
        shares["ours"].append(share(ours(page, LEAD_SENTENCES, LEAD_LIMIT), page.written))
        shares["opening"].append(share(as_many_as_fit(page, LEAD_LIMIT), page.written))
    print(f"\nextractive references, {len(shares['ours'])} articles: sentences of the lead that stand in the reference")
    print(f"    {fmean(shares['ours']):.3f} ours, {fmean(shares['opening']):.3f} as many opening sentences as fit")


def share(text: str, reference: str) -> float:
    there = letters(reference)
    said = sentences(text)
    return fmean(letters(sentence) in there for sentence in said) if said else 0.0


def letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def ours(page: Page, count: int, limit: int) -> str:
    story = Story(
        id=1, guid="", title=page.title, url="", source="", published_at=NEWS, day_only=False, first_seen_at=NEWS,
        body=page.text, own_length=len(page.text), body_html="", summary="", tags=(), language="", image="",
        image_alt="", author="", revision=1,
    )  # fmt: skip
    return standfirst(story, sentences=count, limit=limit)


def as_many_as_fit(page: Page, limit: int, *, plainly: bool = False) -> str:
    told = ""
    for sentence in filter(None, PLAIN_END.split(page.text)) if plainly else split(page.text):
        longer = f"{told} {sentence}".strip()
        if len(longer) > limit:
            break
        told = longer
    return told


class Words:
    """Cuts sentences into words in any language, as sumy wants it."""

    def to_words(self, text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())


def text_rank(page: Page, limit: int) -> str:
    """Return the sentences that TextRank rates highest, as many as fit, in the order of the text."""
    said = [Sentence(sentence, Words()) for sentence in split(page.text)[:LOOKED_AT]]
    rated = TextRankSummarizer().rate_sentences(ObjectDocumentModel([Paragraph(said)]))
    chosen: list[str] = []
    for sentence in sorted(rated, key=rated.__getitem__, reverse=True):
        if len(" ".join([*chosen, str(sentence)])) <= limit:
            chosen.append(str(sentence))
    return " ".join(str(one) for one in said if str(one) in chosen)


def split(text: str) -> list[str]:
    return [sentence for paragraph in paragraphs(text) for sentence in sentences(paragraph)]


def best_sentence(page: Page) -> float:
    return max(rouge(sentence, page.written) for sentence in split(page.text)[:LOOKED_AT])


def gain(scores: Sequence[float], others: Sequence[float]) -> str:
    return f"{fmean(scores) - fmean(others):+.4f}"


def rouge(text: str, written: str) -> float:
    """Return ROUGE-L F1 of two texts, on their words in small letters."""
    found, wanted = (re.findall(r"\w+", one.lower()) for one in (text, written))
    row = [0] * (len(wanted) + 1)
    for word in found:
        diagonal = 0
        for place, other in enumerate(wanted, start=1):
            above = row[place]
            row[place] = diagonal + 1 if word == other else max(above, row[place - 1])
            diagonal = above
    return 2 * row[-1] / (len(found) + len(wanted)) if found and wanted else 0.0


if __name__ == "__main__":
    main()
