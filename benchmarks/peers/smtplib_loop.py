"""Sends a message to many recipients over one connection with the standard library's smtplib, and keeps no ledger."""

import smtplib
import sys
from pathlib import Path

SOMEBODY, TOKEN = b"reader0@reader.example", b"t" * 22


def main() -> None:
    port, count, file = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    message = file.read_bytes()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            address = f"reader{number}@reader.example"
            mine = message.replace(SOMEBODY, address.encode()).replace(TOKEN, b"%022d" % number)
            server.sendmail("digest@herald.example", [address], mine)


if __name__ == "__main__":
    main()
