from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.deliver.outbox import OutboxTransport, file_name, remove_mails
from digest.errors import TransportError
from digest.model.delivery import DeliveryStatus
from tests.contracts.transport_contract import TransportContract, envelopes

ADDRESS = st.from_regex(r"[^@\n]{1,60}@[a-z]{1,20}\.example", fullmatch=True)


class TestOutbox(TransportContract):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path):
        self.folder = tmp_path / "outbox" / "daily" / "2026-11-23"

    @pytest.fixture
    def transport(self, template):
        self.template = template
        return OutboxTransport(template, folder=self.folder)

    def arrived(self):
        return [path.read_bytes() for path in sorted(self.folder.glob("*.eml"))] if self.folder.exists() else []

    def unusable(self):
        self.folder.parent.parent.parent.mkdir(exist_ok=True)
        self.folder.parent.parent.write_text("a file where the folder should be")
        return OutboxTransport(None, folder=self.folder)

    def check_let_go(self):
        assert sorted(path.name for path in self.folder.iterdir()) == ["reader1@readers.example.eml"]

    def test_the_file_bears_the_address_and_is_the_message(self, transport):
        with transport:
            list(transport.send(iter(envelopes(1))))
        written = (self.folder / "reader1@readers.example.eml").read_bytes()
        assert written == self.template.fill(envelopes(1)[0])

    def test_recall_is_certain(self, transport):
        sent, other = envelopes(2)
        with transport:
            list(transport.send(iter([sent])))
        assert transport.recall(sent).status is DeliveryStatus.ACCEPTED
        assert transport.recall(other).status is DeliveryStatus.PENDING

    def test_a_file_of_another_issue_in_its_place_is_not_taken_for_it(self, transport):
        (sent,) = envelopes(1)
        with transport:
            list(transport.send(iter([sent])))
        assert transport.recall(sent._replace(message_id="<other@herald.example>")).status is DeliveryStatus.PENDING

    def test_what_a_killed_run_left_half_written_is_cleared_away(self, transport):
        (self.folder / ".new").mkdir(parents=True)
        (self.folder / ".new" / "17").write_bytes(b"To: half")
        with transport:
            assert not list((self.folder / ".new").iterdir())
            assert transport.recall(envelopes(1)[0]).status is DeliveryStatus.PENDING
        assert not (self.folder / ".new").exists()

    def test_a_disk_that_fails_blames_no_recipient(self, transport):
        with transport:
            (self.folder / ".new").rmdir()
            (self.folder / ".new").write_text("in the way")
            receipts = transport.send(iter(envelopes(3)))
            for _ in range(3):
                assert next(receipts).status is DeliveryStatus.PENDING
            with pytest.raises(TransportError, match=r"cannot use the outbox .*Not a directory.*check"):
                next(receipts)

    def test_a_full_disk_is_named_and_leaves_no_file(self, transport):
        with transport:
            (self.folder / ".new" / "1").symlink_to("/dev/full")
            receipts = transport.send(iter(envelopes(1)))
            assert next(receipts).status is DeliveryStatus.PENDING
            with pytest.raises(TransportError, match="No space left"):
                next(receipts)
        assert self.arrived() == []

    def test_batches_are_written_as_they_are_pulled(self, transport):
        pulled = []

        def watched() -> Iterator:
            for envelope in envelopes(transport.batch + 1):
                pulled.append(envelope)
                yield envelope

        with transport:
            receipts = transport.send(watched())
            next(receipts)
            assert len(pulled) == len(self.arrived()) == transport.batch


class TestLetters:
    """In the folder of letters, of which a reader may get several on one day."""

    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, template):
        self.folder = tmp_path / "outbox" / "confirmations" / "2026-11-23"
        self.transport = OutboxTransport(template, folder=self.folder)
        (first,) = envelopes(1)
        self.letters = [first._replace(message_id=f"<letter.{number}@herald.example>") for number in range(3)]

    def send(self, *letters):
        with self.transport:
            return [receipt.detail for receipt in self.transport.send(iter(letters))]

    def test_each_is_kept_and_the_receipt_says_where(self):
        names = self.send(*self.letters)
        assert names[0] == "reader1@readers.example.eml"
        assert len(set(names)) == 3
        for name, letter in zip(names, self.letters, strict=True):
            assert f"Message-ID: {letter.message_id}\r\n".encode() in (self.folder / name).read_bytes()

    def test_the_same_one_again_replaces_itself(self):
        names = self.send(*self.letters)
        assert self.send(*reversed(self.letters)) == names[::-1]
        assert sorted(path.name for path in self.folder.iterdir()) == sorted(names)

    def test_recall_finds_each_and_no_other(self):
        self.send(*self.letters[:2])
        found = [self.transport.recall(letter).status for letter in self.letters]
        assert found == [DeliveryStatus.ACCEPTED, DeliveryStatus.ACCEPTED, DeliveryStatus.PENDING]

    def test_all_of_a_reader_are_removed_in_any_spelling_and_nobody_elses(self):
        others = [
            self.letters[0]._replace(address=address, message_id=f"<{number}@herald.example>")
            for number, address in enumerate(["reader1@readers.example.org", "xreader1@readers.example"])
        ]
        kept = self.send(*others)
        self.send(*(letter._replace(address="Reader1@readers.example") for letter in self.letters))
        self.send(*self.letters)
        assert remove_mails(self.folder, ["reader1@readers.example"]) == 6
        assert sorted(path.name for path in self.folder.iterdir()) == sorted(kept)

    def test_those_of_a_reader_whose_address_is_cut_are_removed_too(self):
        address = f"reader@{'readers.' * 25}example"
        longer = [letter._replace(address=address) for letter in self.letters]
        assert len(set(self.send(*longer))) == 3
        assert remove_mails(self.folder, [address]) == 3


@given(ADDRESS, ADDRESS)
def test_every_address_has_a_file_name_of_its_own(one, other):
    assert (file_name(one) == file_name(other)) == (one == other)


@given(ADDRESS, ADDRESS)
def test_where_case_is_ignored_too(one, other):
    names = [file_name(address, ignores_case=True).casefold() for address in (one, other)]
    assert (names[0] == names[1]) == (one == other)


@given(st.text(), st.booleans())
def test_no_address_leads_out_of_the_folder(address, ignores_case):
    name = file_name(address, ignores_case=ignores_case)
    assert name.isascii()
    assert name.isprintable()
    assert not set('/\\:*?"<>| ') & set(name)
    assert not name.startswith(".") or name == ".eml"
    assert len(name) <= 255


def test_a_plain_address_is_its_own_name():
    assert file_name("Ana.Silva+news@herald.example") == "Ana.Silva+news@herald.example.eml"


def test_a_hostile_address_can_be_read_back():
    assert unquote(file_name("../a b/ü~@x.example")) == "../a b/ü~@x.example.eml"
