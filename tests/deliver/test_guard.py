import pytest

from digest.deliver.guard import allowed


@pytest.mark.parametrize(
    ("only_to", "let_through"),
    [
        ((), True),
        (("ana@herald.example",), True),
        (("@herald.example",), True),
        (("@herald.example", "b@x.example"), True),
        (("b@x.example",), False),
        (("@d.example",), False),
        (("@x.herald.example",), False),
        (("herald.example",), False),
    ],
)
def test_only_those_named_are_mailed_once_anybody_is_named(only_to, let_through):
    assert allowed("ana@herald.example", only_to) is let_through


def test_a_domain_does_not_let_its_subdomains_or_lookalikes_in():
    assert not allowed("ana@evil-herald.example", ["@herald.example"])
    assert not allowed("ana@sub.herald.example", ["@herald.example"])
