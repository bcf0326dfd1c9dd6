"""Signing keys belong to a database for life; secrets of different uses have nothing in common."""

from __future__ import annotations

from subscribers.keys import add_signing_key, derive, secret, signing_keys


def test_a_new_database_has_one_key_of_its_own(migrated) -> None:
    (one,), (other,) = signing_keys(migrated("one.db")), signing_keys(migrated("other.db"))
    assert len(one) == 32
    assert one != other


def test_a_new_key_comes_last_and_the_old_ones_are_kept(db, now) -> None:
    (first,) = signing_keys(db)
    add_signing_key(db, now=now)
    keys = signing_keys(db)
    assert keys[0] == first
    assert len(set(keys)) == 2


def test_a_secret_outlives_new_keys_and_depends_on_its_label(db, now) -> None:
    marks = secret(db, "marks")
    add_signing_key(db, now=now)
    assert secret(db, "marks") == marks
    assert len(marks) == 32
    assert secret(db, "message ids") != marks


def test_no_secret_equals_a_derived_key_of_the_same_label(db) -> None:
    assert secret(db, "token tag") != derive(signing_keys(db)[0], "token tag")
