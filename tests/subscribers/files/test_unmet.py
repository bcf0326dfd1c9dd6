"""An import counts who would follow only topics that there are not, whoever they are and however it came to be."""

from __future__ import annotations

import io

import pytest

from subscribers.files.intake import importing as module
from subscribers.files.intake.importing import Wish, importing
from subscribers.files.intake.opening import opened

FILE = (
    'email,topics\nana@reader.example,editors\nben@reader.example,"editors,world"\ncleo@reader.example,\n'
    'dan@reader.example,"vip,editors"\n'
)


@pytest.fixture
def unmet(db, lists, now):
    """Import a file, and return how many follow only what is not there, and what."""

    def run(text: str = FILE, *, dry_run: bool = False) -> tuple[int, list[str]]:
        wish = Wish(lists=("weekly",), dry_run=dry_run, topics_there=frozenset({"world"}))
        with (
            opened("-", stdin=io.BytesIO(text.encode())) as found,
            importing(db, found, wish=wish, now=now) as report,
        ):
            return report.unmet.readers, sorted(report.unmet.topics)

    return run


def test_who_follows_only_what_is_not_there_is_counted_as_a_dry_run_says(unmet) -> None:
    assert unmet(dry_run=True) == unmet() == (2, ["editors", "vip"])


def test_a_thousand_at_a_time_come_to_the_same(unmet, monkeypatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 1)
    assert unmet() == (2, ["editors", "vip"])


def test_whom_the_file_does_not_change_is_not_counted_again(unmet) -> None:
    unmet()
    assert unmet() == (0, [])


def test_whoever_follows_something_that_is_there_already_gets_mail(unmet, roster, now) -> None:
    roster.add("ana@reader.example", topics=["world"], now=now)
    assert unmet() == (1, ["editors", "vip"])


def test_no_more_than_a_few_topics_are_remembered(unmet) -> None:
    rows = "".join(f"r{number}@reader.example,t{number}\n" for number in range(9))
    count, topics = unmet(f"email,topics\n{rows}")
    assert (count, len(topics)) == (9, 5)
