"""Windows leave no gap, and a story outside is told how far."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from digest.editorial.window import news_window, outside, span, widened
from digest.model.selection import Window

CUTOFF = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
DAY = timedelta(days=1)
WINDOW = Window(CUTOFF - DAY, CUTOFF)


def test_a_first_window_opens_max_age_before_the_cutoff(edition):
    assert news_window(edition(max_age=DAY), cutoff=CUTOFF, last_cutoff=None) == WINDOW


def test_a_window_opens_where_that_of_the_last_sent_issue_closed_if_that_is_earlier(edition):
    long_ago = CUTOFF - 3 * DAY
    assert news_window(edition(max_age=DAY), cutoff=CUTOFF, last_cutoff=long_ago) == Window(long_ago, CUTOFF)


def test_a_window_is_never_shorter_than_max_age(edition):
    assert news_window(edition(max_age=DAY), cutoff=CUTOFF, last_cutoff=CUTOFF - DAY / 2) == WINDOW


def test_a_widened_window_looks_back_a_further_max_age(edition):
    assert widened(WINDOW, edition(max_age=DAY)) == Window(CUTOFF - 2 * DAY, CUTOFF, wider=True)


@pytest.mark.parametrize("published", [WINDOW.start, CUTOFF - DAY / 2, WINDOW.end])
def test_both_ends_of_a_window_are_inside(story, published):
    assert outside(story(published_at=published), WINDOW) == ""


def test_a_story_outside_is_told_how_far(story):
    early, late = story(published_at=WINDOW.start - 3 * DAY), story(published_at=CUTOFF + timedelta(seconds=1))
    assert outside(early, WINDOW) == "published 3 days before the window opens"
    assert outside(late, WINDOW) == "published 1 min after the cutoff"


def test_a_story_dated_by_a_day_counts_as_published_at_any_time_of_it(story):
    before, same_day = datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert outside(story(published_at=same_day, day_only=True), WINDOW) == ""
    assert outside(story(published_at=before, day_only=True), WINDOW) == "published 6 h before the window opens"


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "1 min"), (59, "59 min"), (60, "1 h"), (47 * 60, "47 h"), (48 * 60, "2 days")]
)
def test_a_span_is_told_in_its_largest_fitting_unit(minutes, said):
    assert span(timedelta(minutes=minutes)) == said
