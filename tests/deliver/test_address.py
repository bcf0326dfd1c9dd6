import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.address import Unmailable, needs_utf8, referring, wire_address


def test_a_plain_address_stays_as_it_is():
    assert wire_address("Ana.Silva+news@Herald.example") == "Ana.Silva+news@Herald.example"


def test_a_domain_goes_over_the_wire_in_a_labels_and_needs_no_utf8():
    assert wire_address("ana@münchen.example") == "ana@xn--mnchen-3ya.example"
    assert not needs_utf8(wire_address("ana@münchen.example"))


def test_a_local_part_that_is_not_ascii_needs_utf8():
    assert wire_address("zoë@münchen.example") == "zoë@xn--mnchen-3ya.example"
    assert needs_utf8(wire_address("zoë@münchen.example"))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ana",
        "@x.example",
        "ana@",
        "ana silva@x.example",
        "a@b@x.example",
        "ana@x.example\n",
        "ana@x.example>\r\nRCPT TO:<b@y.example",
        "ana\u2028@x.example",
        "ana\ud800@x.example",
        '"a b"@x.example',
        f"ana@{'x' * 64}é.example",
    ],
)
def test_what_is_no_address_cannot_be_mailed(address):
    with pytest.raises(Unmailable):
        wire_address(address)


def test_an_address_names_a_mail_after_a_plus():
    assert referring("bounces@herald.example", "qk7c") == "bounces+qk7c@herald.example"
    assert referring("list+bounces@herald.example", "qk7c") == "list+bounces+qk7c@herald.example"


@given(st.text())
def test_no_address_breaks_out_of_a_command_or_header(address):
    try:
        wire = wire_address(address)
    except Unmailable:
        return
    assert not set('<> \r\n\0"') & set(wire)
    assert wire.splitlines() == [wire]
