import json
from email.message import Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.sendgrid_answer import LONGEST_WAIT, Said, verdict_on, wait_of
from digest.deliver.sendgrid_wire import Answer

EPOCH = 1_392_815_263  # Wed, 19 Feb 2014 13:07:43 GMT


def headers(**values):
    made = Message()
    for name, value in values.items():
        made[name.replace("_", "-")] = value
    return made


def answer(status, body=b"", **more):
    return Answer(status, headers(**more), body if isinstance(body, bytes) else json.dumps(body).encode())


def errors(*fields):
    return {"errors": [{"message": "Does not contain a valid address.", "field": field} for field in fields]}


def said(status, body=b"", size=1000, sandbox=False):
    return verdict_on(answer(status, body), size=size, sandbox=sandbox).said


def test_202_is_taken_and_its_message_id_kept():
    verdict = verdict_on(answer(202, X_Message_Id="14c5d75ce93"), size=1, sandbox=False)
    assert (verdict.said, verdict.words) == (Said.TAKEN, "14c5d75ce93")


def test_200_is_taken_in_the_sandbox_alone():
    assert said(200, sandbox=True) is Said.TAKEN
    assert said(200) is Said.IN_DOUBT


def test_whoever_is_named_by_a_400_is_blamed_in_sendgrids_words():
    verdict = verdict_on(
        answer(400, errors("personalizations.3.to.0.email", "personalizations.999.to")), size=1000, sandbox=False
    )
    assert verdict.said is Said.BLAMES
    assert verdict.blamed == dict.fromkeys((3, 999), "400 Does not contain a valid address.")


@pytest.mark.parametrize(
    "field",
    [
        None,
        "null",
        "from.email",
        "personalizations",
        "personalizations.1000.to.0.email",
        "personalizations.0.headers",
        "personalizations.0.custom_args.digest_ref",
        "xpersonalizations.0.to",
        ["personalizations.0.to"],
    ],
)
def test_a_400_that_names_no_recipient_is_our_own_fault(field):
    assert said(400, errors(field)) is Said.TURNED_AWAY


@pytest.mark.parametrize("field", ["personalizations.0", "personalizations[0].to", "personalizations.0.substitutions"])
def test_what_else_is_a_recipients_own_counts_as_well(field):
    assert said(400, errors(field)) is Said.BLAMES


@pytest.mark.parametrize(
    ("status", "meaning"),
    [(code, Said.TURNED_AWAY) for code in (301, 307, 401, 403, 404, 405, 406, 409, 415, 451)]
    + [(code, Said.IN_DOUBT) for code in (201, 204, 500, 502, 503, 504, 599)]
    + [(413, Said.TOO_LARGE), (429, Said.SLOW_DOWN)],
)
def test_every_other_status_has_its_meaning(status, meaning):
    assert said(status, errors("null")) is meaning


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>Bad gateway</html>", b"[]", b'{"errors":3}', b'{"errors":[3,null]}', b"\xff\xfe", b"[" * 100_000],
)
def test_a_body_that_is_no_error_object_changes_nothing(body):
    assert said(400, body) is Said.TURNED_AWAY
    assert said(202, body) is Said.TAKEN


def test_words_are_one_line_and_bounded():
    body = {"errors": [{"message": "no\r\n\x1b[31m" * 1000, "field": "from"}] * 1000}
    words = verdict_on(answer(403, body), size=1, sandbox=False).words
    assert len(words) < 400
    assert words.isprintable()
    assert words.startswith("403 no [31mno")


@given(
    st.binary(max_size=200)
    | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps).map(str.encode)
)
def test_no_body_breaks_it(body):
    verdict = verdict_on(answer(400, body), size=5, sandbox=False)
    assert set(verdict.blamed) <= set(range(5))


@pytest.mark.parametrize(
    ("given_headers", "wait"),
    [
        ({}, 0.0),
        ({"Retry_After": "7"}, 7.0),
        ({"Retry_After": "Wed, 19 Feb 2014 13:07:53 GMT"}, 10.0),
        ({"X_RateLimit_Reset": str(EPOCH + 30)}, 30.0),
        ({"Retry_After": "3", "X_RateLimit_Reset": str(EPOCH + 30)}, 3.0),
        ({"X_RateLimit_Reset": str(EPOCH + 30), "Date": "Wed, 19 Feb 2014 13:08:03 GMT"}, 10.0),
        ({"X_RateLimit_Reset": str(EPOCH - 5)}, 1.0),
        ({"Retry_After": "99999"}, LONGEST_WAIT),
        ({"Retry_After": "soon", "X_RateLimit_Reset": "-1"}, 0.0),
        ({"Retry_After": "1e999", "Date": "yesterday"}, 0.0),
    ],
)
def test_the_wait_is_what_the_answer_says_within_bounds(given_headers, wait):
    assert wait_of(headers(**given_headers), now=float(EPOCH)) == wait
