"""A story is compared with few others: those that share its rarest words and open alike."""

from __future__ import annotations

from digest.editorial.candidates import COMPARED, Candidates
from digest.editorial.prints import Print
from digest.editorial.weights import Weights


def compared(story, *openings):
    """Return with which of the earlier stories, by place, the last one is compared."""
    prints = [Print(story(n, title=opening)) for n, opening in enumerate(openings)]
    candidates = Candidates(Weights(prints))
    found = [candidates.file(number) for number in range(len(prints))]
    return sorted(found[-1])


def test_one_that_shares_a_rare_word_and_opens_alike(story):
    assert compared(story, "Harbour budget passed", "Ferry sinks off Salmar", "Ferry sinks near Salmar") == [1]


def test_one_that_shares_no_word_is_not_compared(story):
    assert compared(story, "Harbour budget passed", "Ferry sinks off Salmar") == []


def test_one_that_shares_a_rare_word_and_opens_otherwise_is_not_compared(story):
    long = "Salmar school teachers strike again over wages pensions classrooms holidays lunches"
    other = "Salmar painter shows portraits landscapes drawings etchings sculptures inside station gallery"
    assert compared(story, long, other) == []


def test_words_that_many_have_do_not_bring_two_together(story):
    days = [f"Weather for {name}: sunny" for name in ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot"]]
    assert compared(story, *days) == []


def test_few_are_compared_however_many_open_alike(story):
    assert len(compared(story, *["Ferry sinks off Salmar"] * 40)) == COMPARED


def test_the_first_words_of_the_text_count_beside_the_headline(story):
    texts = ["A ferry sank in the Orla estuary", "In the Orla estuary a ferry sank"]
    prints = [Print(story(n, title=f"Story {n}", body=text)) for n, text in enumerate(texts)]
    candidates = Candidates(Weights(prints))
    assert [candidates.file(number) for number in (0, 1)] == [[], [0]]
