"""Where passwords and keys are found, and what is said where they are not."""

import pytest

from digest.deliver.secret import secret
from digest.errors import TransportError

SECRET = "Sesam-öffne-dich-77"


def found(environ, file):
    return secret(environ, "HERALD_PASSWORD", file=file, named_by="[mail.smtp] password_file", what="the password")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "password"
    path.write_text(f"  {SECRET} \r\nsomething else\n", encoding="utf-8")
    return path


def test_the_first_line_of_the_file_is_the_secret_without_the_space_around_it(file):
    assert found({}, file) == SECRET


def test_the_environment_goes_first_and_the_file_need_not_be_there(tmp_path):
    assert found({"HERALD_PASSWORD": SECRET}, tmp_path / "none") == SECRET
    assert found({"HERALD_PASSWORD": SECRET}, None) == SECRET


def test_a_variable_that_is_set_to_nothing_holds_no_secret(file):
    assert found({"HERALD_PASSWORD": ""}, file) == SECRET
    with pytest.raises(TransportError, match="HERALD_PASSWORD is not set; it should hold the password"):
        found({"HERALD_PASSWORD": ""}, None)


def test_without_either_both_are_named():
    with pytest.raises(TransportError, match=r"HERALD_PASSWORD is not set.*\[mail.smtp\] password_file"):
        found({}, None)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, r"cannot read .*password: No such file or directory; check \[mail.smtp\] password_file"),
        (b"", "password has an empty first line; it should be the password"),
        (b"\n" + SECRET.encode(), "has an empty first line"),
        (b"\xff" + SECRET.encode("latin-1"), "is no text in UTF-8"),
    ],
    ids=["missing", "empty", "below an empty line", "not UTF-8"],
)
def test_a_file_without_a_secret_is_named_and_nothing_of_it_is_shown(tmp_path, content, words):
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(TransportError, match=words) as caught:
        found({}, file)
    assert "Sesam" not in str(caught.value)
    assert caught.value.__cause__ is None or isinstance(caught.value.__cause__, OSError)
