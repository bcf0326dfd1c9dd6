"""Which keys sign, and what is said of those that do not."""

import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from digest.deliver.dkim_key import load_key
from digest.errors import TransportError


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "dkim.pem"
    path.touch(mode=0o600)
    return path


def pem(key, *, form=PrivateFormat.PKCS8, encryption=None):
    return key.private_bytes(Encoding.PEM, form, encryption or NoEncryption())


def test_what_openssl_makes_as_the_page_says_is_a_key(tmp_path):
    file = tmp_path / "dkim.pem"
    subprocess.run(["openssl", "genrsa", "-out", file, "2048"], check=True, capture_output=True)
    assert load_key(file).key_size == 2048


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
def test_both_forms_of_pem_are_read(file, form, rsa_key):
    file.write_bytes(pem(load_key(rsa_key), form=form))
    assert load_key(file).private_numbers() == load_key(rsa_key).private_numbers()


def refused(file):
    with pytest.raises(TransportError) as caught:
        load_key(file)
    said = str(caught.value)
    assert str(file) in said
    assert "\n" not in said
    assert "PRIVATE" not in said
    return said


def test_a_file_that_is_not_there_is_named_with_what_to_do(tmp_path):
    said = refused(tmp_path / "none.pem")
    assert "No such file or directory; check [mail.dkim] key_file, or empty domain to send unsigned" in said


def test_a_key_that_is_too_short_is_refused(file):
    file.write_bytes(pem(rsa.generate_private_key(65537, 1024)))
    assert f"has 1024 bits, not 2048 to 4096; make one with: openssl genrsa -out {file} 2048" in refused(file)


@pytest.mark.parametrize(
    "key", [ed25519.Ed25519PrivateKey.generate(), ec.generate_private_key(ec.SECP256R1())], ids=["Ed25519", "EC"]
)
def test_a_key_of_another_kind_is_refused(file, key):
    file.write_bytes(pem(key))
    assert "is no RSA key" in refused(file)


def test_a_locked_key_is_refused_with_the_way_to_unlock_it(file, rsa_key):
    file.write_bytes(pem(load_key(rsa_key), encryption=BestAvailableEncryption(b"word")))
    assert f"is locked by a passphrase; unlock it with: openssl rsa -in {file} -out NEW" in refused(file)


def test_a_public_key_or_anything_else_is_no_private_key(file, rsa_key):
    public = load_key(rsa_key).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for content in (public, b"", b"\xff\0 not a key", pem(load_key(rsa_key))[:300]):
        file.write_bytes(content)
        assert "is no private key in PEM" in refused(file)


def test_a_damaged_key_is_noticed(file, rsa_key):
    from base64 import b64decode, b64encode

    der = bytearray(
        b64decode(b"".join(pem(load_key(rsa_key), form=PrivateFormat.TraditionalOpenSSL).splitlines()[1:-1]))
    )
    der[100] ^= 4  # within the modulus
    file.write_bytes(b"-----BEGIN RSA PRIVATE KEY-----\n" + b64encode(der) + b"\n-----END RSA PRIVATE KEY-----\n")
    assert "is damaged" in refused(file)


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602])
def test_a_key_that_lies_open_to_everybody_is_refused(file, rsa_key, mode):
    file.write_bytes(rsa_key.read_bytes())
    file.chmod(mode)
    assert f"can be read by every user of this machine; close it with: chmod 600 {file}" in refused(file)


def test_a_group_may_share_a_key(file, rsa_key):
    file.write_bytes(rsa_key.read_bytes())
    file.chmod(0o640)
    assert load_key(file)
