"""Tags of other services become topics only where the operator says so."""

from __future__ import annotations

import pytest

from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.tags import of_tags

HEADS = [
    "Email Address,OPTIN_TIME,CONFIRM_TIME,LEID,EUID,TAGS",
    "email,subscribed_to_emails,labels",
    "email_address,creation_date,type,referrer_url,tags",
    "E-mail 1 - Value,First Name,Labels",
    "Email,Accepts Email Marketing,Tags",
    "E-Mail,Name,Schlagwörter",
]
CELLS = {"subscribed_to_emails": "true", "type": "regular", "Accepts Email Marketing": "yes"}


@pytest.mark.parametrize("head", HEADS)
def test_tags_are_named_as_not_read_and_taken_as_topics_when_told(bring, roster, head: str) -> None:
    *others, tags = head.split(",")
    cells = ["ana@reader.example" if "mail" in name.lower() and "Acc" not in name and "_to_" not in name
             else CELLS.get(name, "") for name in others]  # fmt: skip
    text = f"{head}\n{','.join(cells)},* myContacts\n"
    brought = bring(text)
    assert brought.counts == (1, 0, 0)
    assert tags in brought.unread
    assert of_tags(tags)
    assert roster.show("ana@reader.example").topics == ()
    assert bring(text, told={tags: Field.TOPICS}).counts == (0, 1, 0)
    assert roster.show("ana@reader.example").topics == ("* mycontacts",)


@pytest.mark.parametrize("name", ["topics", "Interests", "Themen", "Intereses"])
def test_a_column_that_says_topics_holds_topics(bring, roster, name: str) -> None:
    bring(f"email,{name}\nana@reader.example,Boats\n")
    assert not of_tags(name)
    assert roster.show("ana@reader.example").topics == ("boats",)
