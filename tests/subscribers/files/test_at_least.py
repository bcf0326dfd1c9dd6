"""Of people who all left, by the operator's word, no other cell keeps a row out."""

from __future__ import annotations

import json

import pytest

from subscribers.files.vocabulary.fields import Field, Verdict

LEFT = [Verdict.UNSUBSCRIBED, Verdict.BOUNCED, Verdict.COMPLAINED]
FILES = [
    "Name,Email,Reason for leaving\nA,ana@reader.example,no longer interested\n",
    "Name;Email;Grund\nA;ana@reader.example;verzogen\n",
    "Email,Notes\nana@reader.example,unsub 3/4\n",
    "Email,Tags\nana@reader.example,vip;bounced\n",
    "Email\nUnsubscribed <ana@reader.example>\n",
    "Email,paused_until\nana@reader.example,some day\n",
    "Email,topics\nana@reader.example,\"" + ",".join(f"t{number}" for number in range(201)) + '"\n',
    "Email,Left everything\nana@reader.example,perhaps\n",
    "Email,Abgemeldet,Blocked\nana@reader.example,perhaps,\n",
    "Email,Unconfirmed\nana@reader.example,ben@reader.example\n",
    "Email,GruÃŸ\nana@reader.example,hello\n",
    "Email,Weekend\nana@reader.example,yes\nben@reader.example,no\n",
    "Email,Name\nUnsubscribed:,\nana@reader.example,A\n",
    json.dumps({"email": "ana@reader.example", "status": ["a", "b"], "note": {"of": "x"}, "tags": ["unsubscribed"]}),
    "Email,Name\nana@reader.example,M\x80ller\n".encode("latin-1"),
    "Email,Name\nörs@reader.example,Örs\nana@reader.example,M#ller\n".encode().replace(b"#", b"\xfc"),
]  # fmt: skip


@pytest.mark.parametrize("everyone", LEFT)
@pytest.mark.parametrize("file", FILES)
def test_whoever_left_is_mailed_no_more_whatever_else_their_row_says(bring, mailable, file, everyone) -> None:
    bring("Email\nana@reader.example\n", confirmed=True)
    done = bring(file, everyone=everyone)
    assert (mailable("weekly"), [reason for _, reason in done.refused if "address" not in reason]) == ([], [])


def test_which_lists_they_left_has_to_be_understood(bring) -> None:
    ((_, reason),) = bring(
        "email,lists\nana@reader.example,?\n", by_row=True, told={"lists": Field.LISTS}, everyone=Verdict.UNSUBSCRIBED
    ).refused
    assert "does not say how a reader stands with a list" in reason
