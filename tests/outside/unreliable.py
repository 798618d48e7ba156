"""unreliable.py PORT BEHIND: passes requests on to a server on loopback, and fails at every few of them.

In turn it answers 500, answers 503 with Retry-After, passes a request on and says nothing, breaks off before it has read the request, and breaks off in the
middle of the answer. One request in SHARE meets one of these.
"""

import http.client
import http.server
import itertools
import socket
import sys
import threading

SHARE = 7
port, behind = int(sys.argv[1]), int(sys.argv[2])
count = itertools.count(1)
failures = itertools.cycle(["500", "503", "silent", "cut", "half"])
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Says nothing of each request."""

    def do(self):
        """Passes one request on, or fails."""
        with lock:
            failure = next(failures) if next(count) % SHARE == 0 else None
        if failure == "cut":
            return self.leave()
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if failure in ("500", "503"):
            return self.answer(int(failure), [("Retry-After", "1")], b"<Error><Code>SlowDown</Code><Message>Later.</Message></Error>")
        server = http.client.HTTPConnection("127.0.0.1", behind, timeout=60)
        server.request(self.command, self.path, body, dict(self.headers.items()))
        answer = server.getresponse()
        content = answer.read()
        if failure == "silent":
            return self.leave()
        keep = [(name, value) for name, value in answer.getheaders() if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server")]
        length = answer.headers.get("Content-Length") if self.command == "HEAD" else None
        self.answer(answer.status, keep, content, length, half=failure == "half")

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = do

    def answer(self, status, headers, content, length=None, half=False):
        """Answers, or with half of the answer."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", length or str(len(content)))
        self.end_headers()
        if half and content:
            self.wfile.write(content[: len(content) // 2])
            return self.leave()
        if self.command != "HEAD":
            self.wfile.write(content)

    def leave(self):
        """Breaks the connection off."""
        self.close_connection = True
        self.wfile.flush()
        self.connection.shutdown(socket.SHUT_RDWR)


http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler).serve_forever()
