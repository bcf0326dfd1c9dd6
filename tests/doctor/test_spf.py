"""SPF records are judged as receiving servers judge them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.doctor.names import Names, NoAnswer
from digest.doctor.spf import check_spf

if TYPE_CHECKING:
    from tests.doctor.conftest import NameServer

DOMAIN = "herald.example"


def judged(server: NameServer, *records: str, host: str = "") -> tuple[str, str]:
    server.txt(DOMAIN, "site-verification=abc", *records)
    found = check_spf(Names(server.address), DOMAIN, server=host)
    assert bool(found.remedy) is (found.health != "good")
    return str(found.health), found.words


@pytest.mark.parametrize(
    ("records", "health", "words"),
    [
        ([], "wrong", "has none"),
        (["v=spf1 -all", "v=spf1 ~all"], "wrong", "2 SPF records"),
        (["v=spf1 +all"], "wrong", "lets everybody send"),
        (["v=spf1 all"], "wrong", "lets everybody send"),
        (["v=spf1 ip4:192.0.2.1"], "doubtful", "nothing of all others"),
        (["v=spf1 ip4:192.0.2.1 -all"], "good", "0 of 10 look-ups"),
        (["V=SPF1 a mx ~all"], "good", "2 of 10 look-ups"),
        (["v=spf1 include:nowhere.example -all"], "wrong", "nowhere.example, which it refers to, has no SPF record"),
        (["v=spf1 include:herald.example -all"], "wrong", "includes itself"),
        (["v=spf10 -all"], "wrong", "has none"),
    ],
)
def test_a_record_is_judged(server: NameServer, records: list[str], health: str, words: str) -> None:
    found = judged(server, *records)
    assert found[0] == health
    assert words in found[1]


def test_look_ups_are_counted_through_includes_and_redirects(server: NameServer) -> None:
    server.txt("five.example", "v=spf1 a mx a:one.example exists:two.example ptr -all")
    server.txt("four.example", "v=spf1 include:five.example -all")
    assert judged(server, "v=spf1 include:four.example a mx redirect=none.example -all")[0] == "wrong", "of nobody"
    server.txt("none.example", "v=spf1 ip4:192.0.2.0/24 -all")
    assert judged(server, "v=spf1 include:four.example a mx redirect=none.example") == (
        "good",
        "herald.example, 10 of 10 look-ups",
    )
    health, words = judged(server, "v=spf1 include:four.example a mx a:x.example redirect=none.example")
    assert health == "wrong"
    assert "11 look-ups" in words


def test_our_mail_server_should_stand_in_it(server: NameServer) -> None:
    server.zone["mail.herald.example", "A"] = ["192.0.2.25"]
    record = "v=spf1 include:provider.example -all"
    server.txt("provider.example", "v=spf1 ip4:198.51.100.0/24 ip6:2001:db8::/32 -all")
    assert judged(server, record, host="mail.herald.example")[0] == "doubtful"
    server.txt("provider.example", "v=spf1 ip4:192.0.2.0/24 -all")
    assert judged(server, record, host="mail.herald.example")[0] == "good"
    assert judged(server, "v=spf1 a:mail.herald.example -all", host="mail.herald.example")[0] == "good"
    server.zone["herald.example", "MX"] = ["10 mail.herald.example."]
    assert judged(server, "v=spf1 mx -all", host="mail.herald.example")[0] == "good"


def test_a_name_server_that_fails_says_nothing_of_the_record(server: NameServer) -> None:
    server.failing = True
    with pytest.raises(NoAnswer, match=r"TXT of herald\.example"):
        check_spf(Names(server.address), DOMAIN)
