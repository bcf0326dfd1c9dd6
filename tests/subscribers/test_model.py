"""The roster's values print as JSON without further ado."""

from __future__ import annotations

import json

from subscribers.model import Audience, OptIn


def test_a_value_prints_as_json(lists) -> None:
    assert json.loads(json.dumps(lists.show("weekly").as_dict()))["opt_in"] == "single"


def test_words_print_as_plain_text(lists) -> None:
    assert type(lists.show("weekly").as_dict()["opt_in"]) is str
    assert lists.show("weekly").opt_in is OptIn.SINGLE


def test_a_mapping_prints_as_an_object() -> None:
    assert Audience(2, {"paused": 1}).as_dict() == {"mailable": 2, "skipped": {"paused": 1}}
