"""Answers every POST with 202 at once, or after DELAY seconds, and counts recipients: python counting_api.py [DELAY].

Prints its port; at the end of its standard input it prints how many recipients and requests came, and in how many
seconds from the first request to the last answer, and ends.
"""

from __future__ import annotations

import sys
import threading
import time
from socketserver import StreamRequestHandler, ThreadingTCPServer

DELAY = float(sys.argv[1]) if len(sys.argv) > 1 else 0.0
ANSWER = b"HTTP/1.1 202 Accepted\r\nX-Message-Id: bench\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
came = [0, 0]
moments = [0.0, 0.0]  # of the first request and of the last answer
lock = threading.Lock()


class Handler(StreamRequestHandler):
    rbufsize = 1 << 16

    def handle(self) -> None:
        length, begun = 0, time.monotonic()
        while (line := self.rfile.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        body = self.rfile.read(length)
        with lock:
            came[0] += body.count(b'"digest_ref"')
            came[1] += 1
            moments[0] = moments[0] or begun
        if DELAY:
            time.sleep(DELAY)
        self.wfile.write(ANSWER)
        with lock:
            moments[1] = time.monotonic()


class Server(ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


with Server(("127.0.0.1", 0), Handler) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()
    print(*came, moments[1] - moments[0], flush=True)
    server.shutdown()
