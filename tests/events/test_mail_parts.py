from __future__ import annotations

from base64 import b64encode

from hypothesis import given
from hypothesis import strategies as st

from digest.events.mail_parts import take_apart


def multipart(*parts: str, kind: str = "mixed") -> bytes:
    head = f'Subject: s\nContent-Type: multipart/{kind}; boundary="b:1"\n\npreamble\n'
    return (head + "".join(f"--b:1\n{part}\n" for part in parts) + "--b:1--\nepilogue\n").encode()


def test_text_is_decoded_and_what_it_is_for_machines_is_told_apart() -> None:
    mail = take_apart(
        multipart(
            "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nr=E9ponse",
            "Content-Type: message/delivery-status\n\nAction: failed\n",
            f"Content-Transfer-Encoding: base64\n\n{b64encode('später'.encode()).decode()}",
        )
    )
    assert mail.text().split() == ["réponse", "später"]
    assert mail.report("delivery-status").strip() == "Action: failed"
    assert mail.report("feedback-report") == ""


def test_a_mail_within_the_mail_is_not_opened_but_its_headers_are_read() -> None:
    inner = 'Subject: inner\nContent-Type: multipart/report; boundary="c"\n\n--c\n\nsecret\n--c--'
    mail = take_apart(multipart(f"Content-Type: message/rfc822\n\n{inner}", "\nouter"))
    assert (mail.returned.first("subject"), mail.text().strip()) == ("inner", "outer")


def test_html_is_read_only_where_there_is_no_plain_text() -> None:
    page = "Content-Type: text/html\n\n<p>Your mail to <b>a&#64;b.example</b></p>"
    assert take_apart(multipart(page)).text().split() == ["Your", "mail", "to", "a@b.example"]
    assert take_apart(multipart(page, "\nplain")).text().strip() == "plain"


def test_a_multipart_without_its_boundary_is_text() -> None:
    assert take_apart(b"Content-Type: multipart/mixed; boundary=x\n\n--y\nwords").text() == "--y\nwords"


def test_multiparts_in_multiparts_are_opened_to_a_depth() -> None:
    raw = "\ndeep"
    for level in range(20):
        raw = f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n{raw}\n--b{level}--\n"
    assert len(take_apart(raw.encode()).parts) == 1


@given(st.binary(max_size=500), st.lists(st.sampled_from([b"--b:1\n", b"\n\n", b"Content-Type: ", b"multipart/"])))
def test_any_bytes_are_a_mail(noise: bytes, pieces: list[bytes]) -> None:
    mail = take_apart(multipart() + noise.join(pieces))
    assert isinstance(mail.text(), str)
