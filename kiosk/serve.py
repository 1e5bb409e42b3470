"""The web server of a stand: hands one folder to the browser of this machine, and hears its signs of life."""

from __future__ import annotations

import json
import os
import re
import shutil
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

# What is not in here is handed out as bytes without a meaning.
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".m4a": "audio/mp4",
    ".md": "text/plain; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}

# One browser opens six connections at most; this leaves room for a look at the health by hand.
MOST_CONNECTIONS = 32

# Goes with every answer. No page of another origin may show, embed or read anything from here.
ALWAYS = (
    ("Cache-Control", "no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)


class Stand(Protocol):
    """What the server tells the rest, and asks it."""

    def sign(self, state: str) -> None:
        """Takes a sign of life of the page."""

    def leave(self) -> None:
        """Ends browser and program."""

    def health(self) -> dict[str, Any]:
        """Returns how the stand is, without anything about visitors."""

    def count(self, what: str) -> bool:
        """Counts something today; tells whether there is such a thing."""

    def forget_counts(self) -> None:
        """Forgets all numbers."""

    def counts(self, as_table: bool) -> str:
        """Returns all numbers, as the page reads them or as a table."""


class Site:
    """A built folder. Of a link one target is served until `renew`: no page gets files of two builds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder.resolve()

    def has_news(self) -> bool:
        """Tells whether the folder has become another one that has a page."""
        try:
            now = self.folder.resolve()
            return now != self.root and (now / "index.html").is_file()
        except (OSError, RuntimeError):
            return False

    def renew(self) -> None:
        """Takes the present target of the folder."""
        if self.has_news():
            self.root = self.folder.resolve()

    def find(self, path: str) -> Path | None:
        """Returns the file that a path of an address names, unless it is hidden or outside of the folder."""
        try:
            plain = unquote(path, errors="strict")
        except UnicodeDecodeError:
            return None
        if not plain.startswith("/") or any(sign in plain for sign in "\0\\"):
            return None
        parts = plain.split("/")[1:]
        parts[-1] = parts[-1] or "index.html"
        if any(not part or part.startswith(".") for part in parts):
            return None
        try:
            file = self.root.joinpath(*parts).resolve()
            inside = file.is_relative_to(self.root) and file.is_file()
        except (OSError, RuntimeError, ValueError):
            return None
        return file if inside else None


class Server(ThreadingHTTPServer):
    """Listens on this machine only."""

    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = MOST_CONNECTIONS

    def __init__(self, site: Site, stand: Stand, port: int) -> None:
        self.site = site
        self.stand = stand
        self._free = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__(("127.0.0.1", port), Answer)

    @property
    def port(self) -> int:
        """Returns the port, also if any free one was asked for."""
        return int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Takes a connection, or closes it if there are too many."""
        if not self._free.acquire(blocking=False):
            self.shutdown_request(request)
            return
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answers one connection in a thread of its own."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing: a browser that was killed leaves broken connections behind."""


class Answer(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30
    server: Server

    def do_GET(self) -> None:
        """Answers with head and body."""
        if not self._is_for_us():
            self._say(HTTPStatus.MISDIRECTED_REQUEST, "This address is not served here.\n")
            return
        parts = urlsplit(self.path)
        if parts.path == "/health.json":
            text = json.dumps(self.server.stand.health(), ensure_ascii=False) + "\n"
            self._say(HTTPStatus.OK, text, TYPES[".json"])
        elif parts.path == "/counts.json":
            self._say(HTTPStatus.OK, self.server.stand.counts(False), TYPES[".json"])
        elif parts.path == "/counts.csv":
            self._say(HTTPStatus.OK, self.server.stand.counts(True), TYPES[".csv"])
        elif parts.path == "/alive":
            self._alive(parts.query)
        elif parts.path == "/count":
            self._count(parts.query)
        elif parts.path == "/forget-counts":
            self._forget_counts()
        elif parts.path == "/leave":
            self._leave()
        else:
            self._file(parts.path)

    do_HEAD = do_GET

    def refuse(self) -> None:
        """Answers every other method."""
        self.close_connection = True
        self._say(HTTPStatus.METHOD_NOT_ALLOWED, "Only GET and HEAD.\n", more=[("Allow", "GET, HEAD")])

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_CONNECT = refuse

    def _is_for_us(self) -> bool:
        """Tells whether the browser knows us by our own name: a foreign name that leads here is an attack."""
        names = {f"127.0.0.1:{self.server.port}", f"localhost:{self.server.port}"}
        return self.headers.get_all("Host", []) in ([name] for name in names)

    def _is_own_page(self) -> bool:
        """Tells whether a script of our page asks, and no link, foreign page or other program."""
        asked_by = self.headers.get("Sec-Fetch-Site"), self.headers.get("Sec-Fetch-Dest")
        return asked_by == ("same-origin", "empty")

    def _alive(self, query: str) -> None:
        if not self._is_own_page():
            self._say(HTTPStatus.FORBIDDEN, "Only for the page of the stand.\n")
            return
        state = parse_qs(query, max_num_fields=10).get("state", [""])[0]
        self.server.stand.sign(state if re.fullmatch("[a-z]{1,12}", state) else "unknown")
        self._say(HTTPStatus.NO_CONTENT)

    def _leave(self) -> None:
        if not self._is_own_page():
            self._say(HTTPStatus.FORBIDDEN, "Only for the page of the stand.\n")
            return
        self.server.stand.leave()
        self._say(HTTPStatus.NO_CONTENT)

    def _count(self, query: str) -> None:
        if not self._is_own_page():
            self._say(HTTPStatus.FORBIDDEN, "Only for the page of the stand.\n")
            return
        what = parse_qs(query, max_num_fields=10).get("what", [""])[0]
        if self.server.stand.count(what):
            self._say(HTTPStatus.NO_CONTENT)
        else:
            self._say(HTTPStatus.BAD_REQUEST, "There is no such number.\n")

    def _forget_counts(self) -> None:
        if not self._is_own_page():
            self._say(HTTPStatus.FORBIDDEN, "Only for the page of the stand.\n")
            return
        self.server.stand.forget_counts()
        self._say(HTTPStatus.NO_CONTENT)

    def _file(self, path: str) -> None:
        found = self.server.site.find(path)
        try:
            source = open(found, "rb") if found else None
        except OSError:
            source = None
        if not found or not source:
            self._say(HTTPStatus.NOT_FOUND, "There is no such file.\n")
            return
        with source:
            about = os.fstat(source.fileno())
            mark = f'"{about.st_size:x}-{about.st_mtime_ns:x}"'
            kind = TYPES.get(found.suffix.lower(), "application/octet-stream")
            if self.headers.get("If-None-Match") == mark:
                self._head(HTTPStatus.NOT_MODIFIED, None, [("ETag", mark)])
                return
            self._part(source, about.st_size, [("ETag", mark), ("Content-Type", kind)])

    def _part(self, source: BinaryIO, size: int, more: list[tuple[str, str]]) -> None:
        """Sends a file, or the part of it that a player of films asks for."""
        asked = re.fullmatch(r"bytes=(\d{1,15})-(\d{0,15})", self.headers.get("Range", ""))
        first, last, status = 0, size - 1, HTTPStatus.OK
        if asked and int(asked[1]) < size:
            first = int(asked[1])
            last = min(int(asked[2] or last), last)
            if first <= last:
                status = HTTPStatus.PARTIAL_CONTENT
                more = [*more, ("Content-Range", f"bytes {first}-{last}/{size}")]
            else:
                first, last = 0, size - 1
        self._head(status, last - first + 1, [*more, ("Accept-Ranges", "bytes")])
        if self.command == "HEAD":
            return
        source.seek(first)
        if status == HTTPStatus.OK:
            shutil.copyfileobj(source, self.wfile)
            return
        left = last - first + 1
        while left > 0 and (block := source.read(min(left, 65536))):
            self.wfile.write(block)
            left -= len(block)

    def _say(
        self,
        status: HTTPStatus,
        text: str = "",
        kind: str = TYPES[".txt"],
        more: list[tuple[str, str]] | None = None,
    ) -> None:
        body = text.encode()
        about = [("Content-Type", kind)] if body else []
        self._head(status, None if status == HTTPStatus.NO_CONTENT else len(body), about + (more or []))
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: HTTPStatus, length: int | None, more: list[tuple[str, str]]) -> None:
        self.send_response_only(status)
        for name, value in (*ALWAYS, *more):
            self.send_header(name, value)
        if length is not None:
            self.send_header("Content-Length", str(length))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answers what could not be read as a request, without repeating it."""
        self.close_connection = True
        self.command = getattr(self, "command", None) or "GET"
        self._say(HTTPStatus(code), "This request cannot be answered.\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps no record of who asked for what."""


def begin(site: Site, stand: Stand, port: int) -> tuple[Server, threading.Thread]:
    """Starts the server in a thread of its own; fails with `OSError` if the port is taken."""
    server = Server(site, stand, port)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.2}, daemon=True)
    thread.start()
    return server, thread
