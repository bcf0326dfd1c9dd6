"""An import says what becomes of tags, and who gets nothing for the topics that they follow."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Desk

MEMBERS = (
    "Email Address,OPTIN_TIME,CONFIRM_TIME,LEID,EUID,TAGS\n"
    "ana@reader.example,2023-04-21 11:16:57,,1,a,Lorem Editors\nben@reader.example,2023-04-21 11:16:57,,2,b,\n"
)


def test_whoever_moves_from_another_service_is_mailed_whatever_their_tags(desk: Desk) -> None:
    desk.story("Ferry strike ends", tags="local")
    done = desk.ok("subscribers", "import", desk.write("members.csv", MEMBERS), "--list", "daily", "--confirmed")
    assert done.err.splitlines() == [
        "columns not read: 'LEID', 'EUID', 'TAGS'; to say what one holds: --map COLUMN=FIELD",
        "'TAGS' is of tags, which are not taken as topics that readers follow; if they are: --map 'TAGS=topics'",
    ]
    assert desk.ok("send", "daily", "--json").json["counts"]["accepted"] == 2


def test_who_would_follow_only_what_no_story_has_is_told_also_beforehand(desk: Desk) -> None:
    desk.story("Ferry strike ends", tags="local")
    options = ("subscribers", "import", desk.write("members.csv", MEMBERS), "--map", "TAGS=topics")
    remedy = (
        "only topics that no story has: 'lorem editors'; such readers get nothing: "
        "leave the column out with --map COLUMN=ignore, or tag stories so"
    )
    assert f"note: 1 reader would follow {remedy}" in desk.ok(*options, "--dry-run").err.splitlines()
    done = desk.ok(*options, "--json")
    assert done.err == f"note: 1 reader follows {remedy}\n"
    assert json.loads(done.out)["added"] == 2


def test_rows_that_speak_of_leaving_where_nothing_is_read_of_it_are_told(desk: Desk) -> None:
    text = "email,Notes\nana@reader.example,left us: unsubscribed by phone in May\nben@reader.example,likes boats\n"
    done = desk.ok("subscribers", "import", desk.write("members.csv", text), "--dry-run")
    assert done.err.splitlines() == [
        "1 row says 'unsubscribed' or the like in 'Notes', which does not tell how they stand: "
        "whoever left needs unsubscribed in a column named status"
    ]
    told = desk.ok("subscribers", "import", "members.csv", "--json").json
    assert told["words_on_leaving"] == [{"column": "Notes", "rows": 1, "word": "unsubscribed"}]


def test_topics_that_there_are_need_no_word(desk: Desk) -> None:
    desk.story("Ferry strike ends", tags="chess")
    name = desk.write("readers.csv", "email,topics\nana@reader.example,Chess\nben@reader.example,Local\n")
    assert desk.ok("subscribers", "import", name).err == ""
