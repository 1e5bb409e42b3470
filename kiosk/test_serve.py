"""Tests of the server of the stand: it gives its files to the right one, and nothing to anybody else."""

from __future__ import annotations

import http.client
import os
import socket
import tempfile
import threading
import time
import unittest
from pathlib import Path
from typing import Any

import serve

OWN = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"}


def built(site: Path) -> Path:
    """Makes a small built app in a folder that is not there yet, and returns it."""
    (site / "kiosk").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html>" + site.name)
    (site / "app.wasm").write_bytes(b"\0asm")
    (site / "day.ics").write_text("BEGIN:VCALENDAR")
    (site / "film.mp4").write_bytes(bytes(range(256)))
    (site / "kiosk" / "foyer.json").write_text('{"format": 1, "watchdog": true}')
    return site


class Folder(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        made = tempfile.TemporaryDirectory()
        self.addCleanup(made.cleanup)
        self.folder = Path(made.name)


class Listener:
    """What the server talks to, remembering what it heard."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def sign(self, state: str) -> None:
        self.heard.append(state)

    def leave(self) -> None:
        self.heard.append("LEAVE")

    def health(self) -> dict[str, Any]:
        return {"state": "attract"}

    def count(self, what: str) -> bool:
        self.heard.append(f"COUNT {what}")
        return what == "sessions"

    def forget_counts(self) -> None:
        self.heard.append("FORGET")

    def counts(self, as_table: bool) -> str:
        return "day\r\n" if as_table else "{}\n"


class TestServer(Folder):
    def setUp(self) -> None:
        super().setUp()
        self.root = built(self.folder / "site")
        self.stand = Listener()
        self.found = serve.Site(self.root)
        self.server, _ = serve.begin(self.found, self.stand, 0)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def ask(
        self, path: str, method: str = "GET", head: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Returns status, lower-case head and body of an answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=5)
        try:
            line.request(method, path, headers=head or {})
            answer = line.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        finally:
            line.close()

    def test_files_come_with_their_type_and_are_asked_for_anew(self) -> None:
        for path, kind in (
            ("/", "text/html; charset=utf-8"),
            ("/?kiosk=foyer&x=/../a", "text/html; charset=utf-8"),
            ("/app.wasm", "application/wasm"),
            ("/day.ics", "text/calendar; charset=utf-8"),
            ("/kiosk/foyer.json", "application/json; charset=utf-8"),
            ("/%69ndex.html", "text/html; charset=utf-8"),
        ):
            with self.subTest(path):
                status, head, body = self.ask(path)
                self.assertEqual((status, head["content-type"]), (200, kind))
                self.assertEqual(head["cache-control"], "no-cache")
                self.assertEqual(int(head["content-length"]), len(body))
                self.assertNotIn("access-control-allow-origin", head)
                known = {"If-None-Match": head["etag"]}
                self.assertEqual(self.ask(path, head=known)[::2], (304, b""))
        before = self.ask("/")[1]["etag"]
        (self.root / "index.html").write_text("changed")
        self.assertEqual(self.ask("/", head={"If-None-Match": before})[::2], (200, b"changed"))

    def test_nothing_else_is_handed_out(self) -> None:
        (self.folder / "secret.txt").write_text("secret")
        (self.root / ".git").mkdir()
        (self.root / ".git" / "config").write_text("secret")
        (self.root / "out.txt").symlink_to(self.folder / "secret.txt")
        (self.root / "round").symlink_to(self.root / "round")
        os.mkfifo(self.root / "pipe")
        up = ("/../secret.txt", "/kiosk/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt")
        for path in (
            *up, "//secret.txt", "/..\\secret.txt", "/.git/config", "/out.txt", "/round", "/pipe", "/kiosk",
            "/kiosk/", "/none.html", "/a%00b", "/%ff", "/" + "a" * 5000, str(self.folder / "secret.txt"),
            "/index.html/", "*",
        ):  # fmt: skip
            with self.subTest(path[:60]):
                status, head, body = self.ask(path)
                self.assertEqual(status, 404)
                self.assertNotIn(b"secret", body)
                self.assertEqual(head["content-type"], "text/plain; charset=utf-8")

    def test_only_get_and_head(self) -> None:
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
            with self.subTest(method):
                status, head, _ = self.ask("/leave", method, OWN)
                self.assertEqual((status, head["allow"]), (405, "GET, HEAD"))
        self.assertEqual(self.ask("/", "BREW")[0], 501)
        status, head, body = self.ask("/", "HEAD")
        self.assertEqual((status, body), (200, b""))
        self.assertGreater(int(head["content-length"]), 0)
        self.assertEqual(self.stand.heard, [])

    def test_a_foreign_name_for_this_machine_gets_nothing(self) -> None:
        port = self.server.port
        for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}", ""):
            for path in ("/", "/leave", "/alive?state=attract", "/health.json"):
                with self.subTest(host=host, path=path):
                    self.assertEqual(self.ask(path, head={**OWN, "Host": host})[0], 421)
        self.assertEqual(self.stand.heard, [])
        self.assertEqual(self.ask("/", head={"Host": f"localhost:{port}"})[0], 200)

    def test_only_a_script_of_the_page_gives_signs_and_leaves(self) -> None:
        for head in (
            {},
            {"Sec-Fetch-Site": "same-origin"},
            {**OWN, "Sec-Fetch-Dest": "document"},
            {**OWN, "Sec-Fetch-Dest": "image"},
            {**OWN, "Sec-Fetch-Site": "cross-site"},
            {**OWN, "Sec-Fetch-Site": "none"},
        ):
            for path in ("/leave", "/alive?state=attract", "/count?what=sessions", "/forget-counts"):
                with self.subTest(path=path, head=head):
                    self.assertEqual(self.ask(path, head=head)[0], 403)
        self.assertEqual(self.stand.heard, [])
        for query in ("state=attract&n=1", "state=session", "", "state=%0Aevil", "state=" + "a" * 13):
            self.assertEqual(self.ask(f"/alive?{query}", head=OWN)[0], 204)
        self.assertEqual(self.ask("/leave", head=OWN)[0], 204)
        self.assertEqual(self.stand.heard, ["attract", "session", "unknown", "unknown", "unknown", "LEAVE"])

    def test_the_page_counts_and_everybody_on_this_machine_reads(self) -> None:
        for query, status in (("what=sessions", 204), ("what=minutes", 400), ("", 400)):
            self.assertEqual(self.ask(f"/count?{query}", head=OWN)[0], status)
        self.assertEqual(self.ask("/forget-counts", head=OWN)[0], 204)
        self.assertEqual(self.stand.heard, ["COUNT sessions", "COUNT minutes", "COUNT ", "FORGET"])
        for path, kind, text in (
            ("/counts.json", "application/json; charset=utf-8", b"{}\n"),
            ("/counts.csv", "text/csv; charset=utf-8", b"day\r\n"),
        ):
            status, head, body = self.ask(path)
            self.assertEqual((status, head["content-type"], body), (200, kind, text))

    def test_films_can_be_wound(self) -> None:
        whole = bytes(range(256))
        for asked, status, body in (
            ("bytes=0-0", 206, whole[:1]),
            ("bytes=250-", 206, whole[250:]),
            ("bytes=10-9999", 206, whole[10:]),
            ("bytes=9-3", 200, whole),
            ("bytes=256-", 200, whole),
            ("bytes=-5", 200, whole),
            ("bytes=0-1,5-6", 200, whole),
        ):
            with self.subTest(asked):
                self.assertEqual(self.ask("/film.mp4", head={"Range": asked})[::2], (status, body))

    def test_what_is_no_request_does_no_harm(self) -> None:
        for sent in (b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"\x16\x03\x01" * 99 + b"\r\n\r\n",
                     b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" * 9):  # fmt: skip
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=5) as line:
                try:
                    line.sendall(sent)
                    line.shutdown(socket.SHUT_WR)
                    while line.recv(65536):
                        pass
                except ConnectionError:
                    pass
        self.assertEqual(self.ask("/")[0], 200)

    def test_too_many_connections_are_turned_away_and_the_rest_goes_on(self) -> None:
        lines = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(80)]
        time.sleep(0.2)
        self.assertLess(threading.active_count(), 80)
        for line in lines:
            line.close()
        time.sleep(0.2)
        self.assertEqual(self.ask("/")[0], 200)

    def test_it_listens_on_this_machine_only(self) -> None:
        self.assertEqual(self.server.socket.getsockname()[0], "127.0.0.1")

    def test_a_page_gets_files_of_one_build_until_the_next_start(self) -> None:
        link = self.folder / "current"
        link.symlink_to(self.root)
        site = serve.Site(link)
        self.assertFalse(site.has_news())
        second, other = built(self.folder / "second"), self.folder / "next"
        other.symlink_to(second)
        other.replace(link)
        self.assertTrue(site.has_news())
        self.assertEqual(site.find("/"), self.root / "index.html")
        site.renew()
        self.assertEqual(site.find("/"), second / "index.html")
        (second / "index.html").unlink()
        link.unlink()
        link.symlink_to(self.folder)
        self.assertFalse(site.has_news(), "a folder without a page is no new version")


if __name__ == "__main__":
    unittest.main()
