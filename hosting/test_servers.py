"""Tests of the files for web servers: nginx, Caddy and Apache, as far as they are there, with the built page.

    python3 -B hosting/test_servers.py [FOLDER]

Without FOLDER it takes `dist`. What is not installed is left out and named.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else "dist").resolve()

# Where the files for servers believe the page to be.
PLACE = "/srv/sitz-und-stimme"

FOREVER = "public, max-age=31536000, immutable"


def free_port() -> int:
    """Returns a port on which nothing listens."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def wanted(page: Path) -> dict[str, str]:
    """Returns the headers that go with every answer, as the build wrote them down."""
    lines = (page / "_headers").read_text().splitlines()
    block = lines[lines.index("/*") + 1 :]
    pairs = [line.strip().split(": ", 1) for line in block[: block.index("/sitz-und-stimme-*")]]
    return {name.lower(): value for name, value in pairs}


class Server(unittest.TestCase):
    """What the tests of all servers have in common. A class of each server says how it is started."""

    command = ""
    folder: Path
    page: Path
    port: int
    running: subprocess.Popen[bytes]

    @classmethod
    def prepare(cls) -> list[str]:
        """Writes what the server needs and returns the words behind its name."""
        raise NotImplementedError

    @classmethod
    def setUpClass(cls) -> None:
        if cls is Server:
            raise unittest.SkipTest("not a server of its own")
        # Debian keeps servers where only root looks for programs.
        program = shutil.which(cls.command, path=os.environ["PATH"] + ":/usr/sbin")
        if not program:
            print(f"left out: {cls.command} is not installed")
            raise unittest.SkipTest(f"{cls.command} is not installed")
        if not (PAGE / "_headers").is_file():
            raise FileNotFoundError(f"{PAGE} holds no page: run `cargo xtask build`")
        made = tempfile.TemporaryDirectory()
        cls.addClassCleanup(made.cleanup)
        cls.folder = Path(made.name)
        cls.folder.chmod(0o755)
        cls.page = cls.folder / "page"
        shutil.copytree(PAGE, cls.page)
        (cls.page / "day.ics").write_text("BEGIN:VCALENDAR\n" * 100)
        (cls.page / "site.webmanifest").write_text("{}")
        cls.port = free_port()
        call = cls.prepare()
        log = open(cls.folder / "log", "wb")
        cls.addClassCleanup(log.close)
        place = {**os.environ, "HOME": str(cls.folder), "XDG_DATA_HOME": str(cls.folder)}
        cls.running = subprocess.Popen([program, *call], stdout=log, stderr=log, env=place)
        cls.addClassCleanup(cls.stop)
        cls.wait()

    @classmethod
    def wait(cls) -> None:
        """Waits until the server answers."""
        end = time.monotonic() + 15
        while time.monotonic() < end and cls.running.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", cls.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{cls.command} does not start:\n" + (cls.folder / "log").read_text())

    @classmethod
    def stop(cls) -> None:
        """Ends the server."""
        cls.running.terminate()
        cls.running.wait(10)

    @classmethod
    def own(cls, name: str) -> str:
        """Returns one of the files for servers, with the place of this test."""
        return (cls.page / "hosting" / name).read_text().replace(PLACE, str(cls.page))

    def ask(self, path: str, **head: str) -> tuple[int, list[tuple[str, str]], bytes]:
        """Returns status, head with lower-case names, and body of an answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            line.request("GET", path, headers={name.replace("_", "-"): value for name, value in head.items()})
            answer = line.getresponse()
            return answer.status, [(k.lower(), v) for k, v in answer.getheaders()], answer.read()
        finally:
            line.close()

    def program(self) -> str:
        """Returns the name of the first part of the program."""
        return next(self.page.glob("sitz-und-stimme-*_bg.wasm")).name

    # The checks, for each server.

    def test_every_answer_has_every_header_once(self) -> None:
        headers = wanted(self.page)
        self.assertIn("content-security-policy", headers)
        self.assertGreater(len(headers), 6)
        for path in ("/", f"/{self.program()}", "/packs/nrw/pack.json", "/nothing-there"):
            for packed in ("identity", "gzip", "br"):
                _, head, _ = self.ask(path, Accept_Encoding=packed)
                for name, value in headers.items():
                    found = [text for other, text in head if other == name]
                    self.assertEqual(found, [value], f"{name} of {path} as {packed}")

    def test_the_policy_fits_the_page(self) -> None:
        _, head, body = self.ask("/")
        policy = dict(head)["content-security-policy"]
        inside = body.decode()
        scripts = re.findall(r"<script>(.*?)</script>", inside, re.S)
        styles = re.findall(r"<style>(.*?)</style>", inside, re.S)
        self.assertGreaterEqual(len(scripts), 3)
        self.assertEqual(len(styles), 1)
        for text in scripts + styles:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            self.assertEqual(policy.count(f"'sha256-{digest}'"), 1, text[:60])
        self.assertEqual(policy.count("'sha256-"), len(scripts) + len(styles))

    def test_files_come_with_their_type(self) -> None:
        glue = next(self.page.glob("sitz-und-stimme-*.js")).name
        style = next(self.page.glob("sitz-und-stimme-*_later.css")).name
        for path, kind in (
            ("/", "text/html; charset=utf-8"),
            (f"/{self.program()}", "application/wasm"),
            (f"/{glue}", "text/javascript; charset=utf-8"),
            (f"/{style}", "text/css; charset=utf-8"),
            ("/packs/nrw/pack.json", "application/json"),
            ("/places/nrw.txt", "text/plain; charset=utf-8"),
            ("/places/LICENSES.md", "text/plain; charset=utf-8"),
            ("/day.ics", "text/calendar; charset=utf-8"),
            ("/site.webmanifest", "application/manifest+json"),
        ):
            for packed in ("identity", "gzip", "br"):
                status, head, _ = self.ask(path, Accept_Encoding=packed)
                self.assertEqual(status, 200, path)
                said = dict(head)["content-type"].lower()
                # JSON is UTF-8 whether that is said or not.
                said = said.replace("json; charset=utf-8", "json")
                self.assertEqual(said, kind, f"{path} as {packed}")

    def test_names_with_a_fingerprint_are_kept_and_the_rest_is_asked_for(self) -> None:
        for path, value in (
            ("/", "no-cache"),
            ("/index.html", "no-cache"),
            ("/packs/nrw/pack.json", "no-cache"),
            (f"/{self.program()}", FOREVER),
        ):
            status, head, _ = self.ask(path)
            self.assertEqual(status, 200, path)
            self.assertEqual([text for name, text in head if name == "cache-control"], [value], path)
        status, head, _ = self.ask("/sitz-und-stimme-0123456789abcdef_bg.wasm")
        self.assertEqual(status, 404)
        self.assertNotIn("immutable", dict(head).get("cache-control", ""), "a gap would be kept for a year")

    def test_what_has_not_changed_is_not_sent_again(self) -> None:
        for path in ("/", "/packs/nrw/pack.json"):
            for packed in ("identity", "gzip"):
                _, head, _ = self.ask(path, Accept_Encoding=packed)
                known = {k: v for k, v in head if k in ("etag", "last-modified")}
                asked = {"If_Modified_Since": known["last-modified"]}
                status, _, body = self.ask(path, Accept_Encoding=packed, **asked)
                self.assertEqual((status, body), (304, b""), f"{path} as {packed}")

    def test_the_program_comes_as_the_build_packed_it(self) -> None:
        name = self.program()
        plain = (self.page / name).read_bytes()
        sizes = []
        for asked, coding, file in (
            ("identity", "", name),
            ("gzip", "gzip", f"{name}.gz"),
            ("gzip, deflate, br", "br", f"{name}.br"),
        ):
            if coding == "br" and not self.has_brotli():
                continue
            status, head, body = self.ask(f"/{name}", Accept_Encoding=asked)
            self.assertEqual(status, 200)
            self.assertEqual(dict(head).get("content-encoding", ""), coding)
            self.assertEqual(body, (self.page / file).read_bytes(), asked)
            if coding:
                self.assertIn("accept-encoding", dict(head).get("vary", "").lower(), asked)
            if coding == "gzip":
                self.assertEqual(gzip.decompress(body), plain)
            sizes.append(len(body))
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        self.assertLess(sizes[-1], sizes[0] / 2)

    def has_brotli(self) -> bool:
        """Tells whether the server can hand out what Brotli packed."""
        return True

    def test_texts_may_be_edited_where_they_lie(self) -> None:
        file = self.page / "packs" / "nrw" / "pack.json"
        before = self.ask("/packs/nrw/pack.json", Accept_Encoding="gzip")
        self.assertEqual(dict(before[1])["content-encoding"], "gzip")
        self.assertEqual(gzip.decompress(before[2]), file.read_bytes())
        self.assertLess(len(before[2]), file.stat().st_size / 2)
        text = file.read_bytes() + b"\n\n"
        file.write_bytes(text)
        for packed in ("gzip", "br, gzip"):
            _, head, body = self.ask("/packs/nrw/pack.json", Accept_Encoding=packed)
            self.assertEqual(dict(head)["content-encoding"], "gzip")
            self.assertEqual(gzip.decompress(body), text)

    def test_files_of_the_server_are_for_nobody_else(self) -> None:
        hidden = ("hosting/nginx.conf", "hosting/caddy-headers", "_headers", ".htaccess", ".git/config")
        for path in (f"/{name}" for name in hidden):
            status, _, body = self.ask(path)
            self.assertIn(status, (403, 404), path)
            self.assertNotIn(b"nosniff", body, path)
        status, _, body = self.ask("/packs/")
        self.assertIn(status, (403, 404), "no lists of files")


class TestNginx(Server):
    command = "nginx"

    @classmethod
    def modules(cls) -> Iterable[Path]:
        """Returns the modules that Debian loads by itself."""
        return Path("/usr/lib/nginx/modules").glob("ngx_http_brotli_static_module.so")

    @classmethod
    def prepare(cls) -> list[str]:
        own = cls.own("nginx.conf").replace("listen 80;", f"listen 127.0.0.1:{cls.port};")
        loads = "".join(f"load_module {file};\n" for file in cls.modules())
        if not loads:
            own = own.replace("brotli_static on;", "")
        (cls.folder / "site.conf").write_text(own)
        temp = "".join(
            f"{kind}_temp_path {cls.folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        # As in Debian, types and compression are set above the site, and otherwise.
        whole = (
            f"{loads}daemon off;\nmaster_process off;\npid {cls.folder}/pid;\nevents {{}}\nhttp {{\n{temp}"
            f"types {{ text/html html; }}\ngzip on;\naccess_log {cls.folder}/access;\n"
            f"include {cls.folder}/site.conf;\n}}\n"
        )
        (cls.folder / "nginx.conf").write_text(whole)
        folder = str(cls.folder)
        return ["-p", folder, "-e", f"{folder}/errors", "-c", f"{folder}/nginx.conf"]

    def has_brotli(self) -> bool:
        return any(self.modules())

    def test_nobody_is_counted(self) -> None:
        self.ask("/?secret")
        access = self.folder / "access"
        self.assertFalse(access.exists() and access.read_text())


class TestCaddy(Server):
    command = "caddy"

    @classmethod
    def prepare(cls) -> list[str]:
        own = cls.own("Caddyfile").replace(":80 {", f"http://127.0.0.1:{cls.port} {{")
        (cls.folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + own)
        return ["run", "--config", str(cls.folder / "Caddyfile"), "--adapter", "caddyfile"]


class TestApache(Server):
    command = "apache2"

    @classmethod
    def prepare(cls) -> list[str]:
        names = "mpm_event authz_core authz_host dir mime headers rewrite filter deflate".split()
        have = Path("/usr/lib/apache2/modules")
        loads = "".join(f"LoadModule {name}_module {have}/mod_{name}.so\n" for name in names)
        # What is set above the folder, as Debian does; the page brings the rest.
        whole = (
            f"{loads}ServerRoot {cls.folder}\nServerName localhost\nListen 127.0.0.1:{cls.port}\n"
            f"PidFile {cls.folder}/pid\nDefaultRuntimeDir {cls.folder}\nErrorLog {cls.folder}/errors\n"
            "TypesConfig /etc/mime.types\nAddType application/x-gzip .gz .tgz\nAddLanguage pt-BR .pt-br\n"
            "User www-data\nGroup www-data\nDirectoryIndex index.html\n"
            'AccessFileName .htaccess\n<FilesMatch "^\\.ht">\nRequire all denied\n</FilesMatch>\n'
            f"DocumentRoot {cls.page}\n<Directory {cls.page}>\nOptions FollowSymLinks\n"
            "AllowOverride FileInfo\nRequire all granted\n</Directory>\n"
        )
        (cls.folder / "apache.conf").write_text(whole)
        return ["-X", "-f", str(cls.folder / "apache.conf")]


if __name__ == "__main__":
    unittest.main()
