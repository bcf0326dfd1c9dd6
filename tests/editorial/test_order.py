"""Stories sort alike everywhere."""

from __future__ import annotations

from datetime import timedelta

from digest.editorial.order import newest_first


def test_the_newest_story_comes_first_and_the_guid_decides_between_equal_times(story):
    late = story(1, guid="z")
    later = story(2, guid="z", published_at=late.published_at + timedelta(hours=1))
    equal = story(3, guid="a")
    assert sorted([late, equal, later], key=newest_first) == [later, equal, late]


def test_ids_do_not_matter(story):
    assert newest_first(story(1, guid="g", title="T", url="")) == newest_first(story(2, guid="g", title="T", url=""))
