"""A link token says who and which issue, to us alone, for one purpose, until it is revoked."""

from __future__ import annotations

import hmac
import secrets
import string
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from hypothesis import given
from hypothesis import strategies as st

from subscribers.errors import BadToken
from subscribers.tokens import Claim, Purpose, TokenMint

KEY = bytes(range(32))
MINT = TokenMint([KEY])
PEOPLE = st.integers(0, 2**40 - 1)
ISSUES = st.integers(0, 2**24 - 1)
EPOCHS = st.integers(0, 10**6)


def first_epoch(_: int) -> int:
    return 0


@given(PEOPLE, ISSUES, EPOCHS, st.sampled_from(Purpose))
def test_what_is_minted_is_verified(person: int, issue: int, epoch: int, purpose: Purpose) -> None:
    token = MINT.mint(person, issue, epoch=epoch, purpose=purpose)
    assert MINT.verify(token, lambda _: epoch, purpose=purpose) == Claim(person, issue)


@given(PEOPLE, ISSUES)
def test_a_token_is_22_url_safe_characters_and_does_not_end_in_punctuation(person: int, issue: int) -> None:
    token = MINT.mint(person, issue, epoch=0)
    assert len(token) == 22
    assert set(token) <= set(string.ascii_letters + string.digits + "-_")
    assert token[-1] in "AQgw"


def test_the_same_recipient_of_the_same_issue_has_the_same_token() -> None:
    assert MINT.mint(1, 2, epoch=0) == MINT.mint(1, 2, epoch=0)


def test_neighbours_have_tokens_that_do_not_resemble_each_other() -> None:
    tokens = [MINT.mint(person, 1, epoch=0) for person in range(1000)]
    assert len({token[:6] for token in tokens}) == 1000
    assert len({token[-6:] for token in tokens}) == 1000


def test_every_flipped_bit_is_noticed() -> None:
    alphabet = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    token = MINT.mint(7, 3, epoch=0)
    for place, character in enumerate(token):
        for bit in range(6):
            other = alphabet[alphabet.index(character) ^ 1 << bit]
            with pytest.raises(BadToken):
                MINT.verify(token[:place] + other + token[place + 1 :], first_epoch)


def test_only_the_spelling_that_was_minted_is_taken() -> None:
    """Base64 leaves four bits of the last character unused: fifteen other spellings decode to the same bytes."""
    token = MINT.mint(7, 3, epoch=0)
    twins = [token[:-1] + last for last in string.ascii_letters + string.digits + "-_" if last != token[-1]]
    for twin in twins:
        with pytest.raises(BadToken):
            MINT.verify(twin, first_epoch)


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t[1:], lambda t: t + "A", lambda t: t + "==", lambda t: ""]
)
def test_a_token_cut_short_or_made_longer_is_refused(change) -> None:
    with pytest.raises(BadToken):
        MINT.verify(change(MINT.mint(7, 3, epoch=0)), first_epoch)


@given(st.text(max_size=30) | st.text(min_size=22, max_size=22))
def test_no_text_is_taken_for_a_token_nor_crashes(text: str) -> None:
    with pytest.raises(BadToken):
        MINT.verify(text, first_epoch)


@given(st.binary(min_size=16, max_size=16))
def test_a_forged_token_is_refused(raw: bytes) -> None:
    with pytest.raises(BadToken):
        MINT.verify(urlsafe_b64encode(raw).decode().rstrip("="), first_epoch)


def test_a_token_for_one_purpose_is_worth_nothing_for_another() -> None:
    with pytest.raises(BadToken):
        MINT.verify(MINT.mint(7, 3, epoch=0, purpose=Purpose.CONFIRM), first_epoch)
    with pytest.raises(BadToken):
        MINT.verify(MINT.mint(7, 3, epoch=0), first_epoch, purpose=Purpose.CONFIRM)


def test_a_raised_epoch_revokes_the_tokens_minted_before() -> None:
    token = MINT.mint(7, 3, epoch=0)
    with pytest.raises(BadToken):
        MINT.verify(token, lambda _: 1)


def test_the_token_of_somebody_who_is_gone_is_refused() -> None:
    with pytest.raises(BadToken):
        MINT.verify(MINT.mint(7, 3, epoch=0), lambda _: None)


def test_a_token_of_another_database_is_refused() -> None:
    with pytest.raises(BadToken):
        TokenMint([secrets.token_bytes(32)]).verify(MINT.mint(7, 3, epoch=0), first_epoch)


def test_tokens_of_older_keys_stay_valid_and_new_ones_are_made_with_the_newest() -> None:
    newer = secrets.token_bytes(32)
    both = TokenMint([KEY, newer])
    assert both.verify(MINT.mint(7, 3, epoch=0), first_epoch) == Claim(7, 3)
    assert both.mint(7, 3, epoch=0) == TokenMint([newer]).mint(7, 3, epoch=0)
    assert both.verify(both.mint(7, 3, epoch=0), first_epoch) == Claim(7, 3)


@pytest.mark.parametrize(
    ("person", "issue", "epoch"),
    [(2**40, 1, 0), (-1, 1, 0), (1, 2**24, 0), (1, -1, 0), (1, 1, 2**32), (1, 1, -1)],
)
def test_numbers_too_large_for_a_token_are_refused_rather_than_cut(person: int, issue: int, epoch: int) -> None:
    with pytest.raises((ValueError, OverflowError)):
        MINT.mint(person, issue, epoch=epoch)


def test_the_construction_does_not_change_since_mailed_links_depend_on_it() -> None:
    """Worked here by hand from the module's description."""
    key = hmac.digest(KEY, b"token\x01", "sha256")
    block = (7).to_bytes(5) + (3).to_bytes(3) + (2).to_bytes(4) + bytes(3) + b"\x01"
    encryptor = Cipher(AES(key), ECB()).encryptor()
    raw = encryptor.update(block) + encryptor.finalize()
    assert MINT.mint(7, 3, epoch=2) == urlsafe_b64encode(raw).decode().rstrip("=")
    assert MINT.mint(1, 1, epoch=0) == "5g01srtS0mqVYFQDbPH9sA"


@given(st.lists(st.tuples(PEOPLE, EPOCHS), max_size=20), ISSUES, st.sampled_from(Purpose))
def test_many_minted_at_once_are_the_same_as_one_by_one(people, issue: int, purpose: Purpose) -> None:
    together = MINT.mint_many(people, issue, purpose=purpose)
    assert together == [MINT.mint(person, issue, epoch=epoch, purpose=purpose) for person, epoch in people]
    numbers = [person for person, _ in people]
    assert MINT.references(numbers, issue) == [MINT.reference(person, issue) for person in numbers]


def test_one_mint_serves_many_threads_at_once() -> None:
    def mint(start: int) -> list[list[str]]:
        return [MINT.references(range(start, start + 1000), issue) for issue in range(20)]

    starts = range(0, 8000, 1000)
    with ThreadPoolExecutor(len(starts)) as pool:
        found = list(pool.map(mint, starts))
    assert found == list(map(mint, starts))


@given(PEOPLE, ISSUES)
def test_a_reference_survives_a_mail_server_that_changes_the_case_of_its_letters(person: int, issue: int) -> None:
    reference = MINT.reference(person, issue)
    assert len(reference) == 32
    assert set(reference) <= set("0123456789abcdef")
    assert MINT.referred(reference) == MINT.referred(reference.upper()) == Claim(person, issue)


def test_a_reference_lets_nobody_do_anything_and_a_token_is_no_reference() -> None:
    for wrong in (MINT.reference(1, 2)[:-1], "", "a" * 32, "ä" * 32, "!" * 32, MINT.mint(1, 2, epoch=0)):
        with pytest.raises(BadToken):
            MINT.referred(wrong)
    raw = MINT.reference(1, 2)
    with pytest.raises(BadToken):
        MINT.verify(raw[:22], first_epoch)


def test_a_reference_is_known_again_after_a_new_signing_key() -> None:
    newer = TokenMint([KEY, secrets.token_bytes(32)])
    assert newer.referred(MINT.reference(5, 6)) == Claim(5, 6)
