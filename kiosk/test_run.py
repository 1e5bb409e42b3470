"""Tests of the stand without a browser: python3 kiosk/test_run.py. They take seconds and need no network.

This file has those of the program as a whole, and runs those of its parts, too.
"""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import unittest
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import browser
import run
from test_serve import OWN, Folder, built

HERE = Path(__file__).resolve().parent


def load_tests(loader: unittest.TestLoader, own: unittest.TestSuite, _: str | None) -> unittest.TestSuite:
    """Returns the tests of all files."""
    own.addTests(loader.loadTestsFromNames(["test_watch", "test_serve", "test_counts"]))
    return own


class TestRun(Folder):
    def test_options_that_make_no_sense_are_refused(self) -> None:
        good = ["--folder", "dist", "--profile", "foyer"]
        asked = run.options([*good, "--night", "04:30", "--size", "1080x1920", "--flag=--kiosk-printing"])
        self.assertEqual((asked.night, asked.size, asked.port), (270, "1080x1920", 8087))
        self.assertEqual(asked.flag, ["--kiosk-printing"])
        for bad in (
            [], good[:2], ["--folder", "d", "--profile", "../a"], ["--folder", "d", "--profile", "A"],
            [*good, "--night", "24:00"], [*good, "--night", "4"], [*good, "--night", "٠٤:٣٠"],
            [*good, "--port", "99999"], [*good, "--port", "-1"], [*good, "--size", "0x0"], [*good, "--other"],
        ):  # fmt: skip
            with self.subTest(bad), redirect_stderr(io.StringIO()), self.assertRaises(SystemExit) as ended:
                run.options(bad)
            self.assertEqual(ended.exception.code, 2)

    def test_any_profile_can_be_read(self) -> None:
        root = built(self.folder / "site")
        self.assertEqual(run.listens(root, "foyer"), (True, ""))
        for text in (b"", b"{", b"[]", b"null", b'{"watchdog": 1}', b"\xff", b"[" * 100_000, b"{}"):
            (root / "kiosk" / "foyer.json").write_bytes(text)
            heard, remark = run.listens(root, "foyer")
            self.assertFalse(heard)
            self.assertIn("foyer.json", remark)
        self.assertFalse(run.listens(root, "none")[0])

    def test_one_stand_at_a_time(self) -> None:
        first = run.only_one(self.folder)
        assert first is not None
        self.assertIsNone(run.only_one(self.folder))
        first.close()
        again = run.only_one(self.folder)
        assert again is not None
        again.close()

    def test_the_log_is_bounded(self) -> None:
        out = io.StringIO()
        log = run.Log(out)
        for number in range(10_000):
            log.say(f"{number} \x1b[31m\n" + "x" * 999)
        lines = out.getvalue().splitlines()
        self.assertLessEqual(len(lines), 2 * run.MOST_LINES + 1)
        self.assertTrue(all(len(line) < 220 and "\x1b" not in line for line in lines))

    def test_systemd_hears_that_we_live(self) -> None:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
            ear.bind(str(self.folder / "notify"))
            ear.settimeout(2)
            given = {
                "NOTIFY_SOCKET": str(self.folder / "notify"),
                "WATCHDOG_USEC": "30000000",
                "WATCHDOG_PID": "1",
            }
            systemd = run.Systemd(given)
            self.assertEqual(given, {}, "the browser must not inherit it")
            systemd.tell("READY=1")
            for now in (5.0, 6.0, 14.9, 15.0):
                systemd.alive(now, "attract")
            self.assertEqual([ear.recv(99) for _ in range(2)], [b"READY=1", b"WATCHDOG=1\nSTATUS=attract"])
            self.assertIn(b"WATCHDOG=1", ear.recv(99))
        systemd.tell("after its end")
        run.Systemd({}).alive(1.0, "nobody listens")

    def test_the_folder_for_profiles_is_ours_alone(self) -> None:
        folder = browser.own_folder(self.folder)
        self.assertEqual(folder.stat().st_mode & 0o777, 0o700)
        (folder / "p-old").mkdir()
        (folder / "p-old" / "History").write_text("personal")
        (folder / "lock").write_text("")
        self.assertEqual(browser.sweep(folder), 1)
        self.assertEqual([path.name for path in folder.iterdir()], ["lock"])
        deep = self.folder / ("a" * 60)
        deep.mkdir()
        with self.assertRaisesRegex(browser.Trouble, "too long"):
            browser.own_folder(deep)
        folder.chmod(0o777)
        with self.assertRaises(browser.Trouble):
            browser.own_folder(self.folder)
        with self.assertRaises(browser.Trouble):
            browser.own_folder(self.folder / "none")


# Stands in for Chromium: leaves children behind, one in a session of its own, and talks like the page.
PRETENDER = f"""#!{sys.executable}
import http.client, os, subprocess, sys, time
profile = next(arg.partition("=")[2] for arg in sys.argv if arg.startswith("--user-data-dir="))
assert os.environ["HOME"] == profile and "NOTIFY_SOCKET" not in os.environ
open(profile + "/History", "w").write("personal")
child = [sys.executable, "-c", "import time; time.sleep(99)", profile]
subprocess.Popen(child)
subprocess.Popen(child, start_new_session=True)
print("a word\\n" * 100_000, file=sys.stderr)
port = int(sys.argv[-1].split(":")[2].split("/")[0])
order = os.path.join(os.path.dirname(sys.argv[0]), "order")
while True:
    said = open(order).read()
    line = http.client.HTTPConnection("127.0.0.1", port)
    line.request("GET", "/leave" if said == "leave" else "/alive?state=" + said,
                 headers={{"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty"}})
    line.getresponse().read()
    if said == "exit":
        sys.exit(7)
    time.sleep(0.1)
"""


class TestWhole(Folder):
    """The program as it is called, with a pretended browser."""

    def setUp(self) -> None:
        super().setUp()
        self.pretender = self.folder / "chromium"
        self.pretender.write_text(PRETENDER)
        self.pretender.chmod(0o755)
        self.order("attract")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        site = built(self.folder / "site")
        given = {"folder": site, "profile": "foyer", "port": self.port, "browser": self.pretender}
        self.call = [sys.executable, "-B", str(HERE / "run.py"), f"--tmp={self.folder}"]
        self.call += [f"--state={self.folder / 'state'}"]
        self.call += [f"--{name}={value}" for name, value in given.items()]

    def order(self, what: str) -> None:
        (self.folder / "new").write_text(what)
        (self.folder / "new").replace(self.folder / "order")

    @contextmanager
    def runs(self, **more: str) -> Iterator[subprocess.Popen[str]]:
        """Runs the stand until the end of the block, with these words in its environment."""
        env = {**os.environ, **more}
        with subprocess.Popen(self.call, stdout=subprocess.PIPE, text=True, env=env) as process:
            try:
                yield process
            finally:
                process.kill()

    def until(self, **wanted: Any) -> dict[str, Any]:
        """Waits until the health is as wanted, and returns it."""
        ends = time.monotonic() + 30
        health: dict[str, Any] = {}
        while time.monotonic() < ends:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/health.json", timeout=2) as answer:
                    health = json.load(answer)
            except OSError:
                pass
            if health and all(health[name] == value for name, value in wanted.items()):
                return health
            time.sleep(0.1)
        raise AssertionError(f"{wanted} never came, but {health}")

    def nothing_is_left(self) -> None:
        own = self.folder / f"{browser.OWN_FOLDER}-{os.getuid()}"
        ends = time.monotonic() + 5
        while (left := browser._naming(str(own))) and time.monotonic() < ends:
            time.sleep(0.1)
        self.assertEqual(left, [])
        self.assertEqual([path.name for path in own.iterdir()], ["lock"])

    def test_staff_can_leave(self) -> None:
        ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(ear.close)
        ear.bind(str(self.folder / "notify"))
        with self.runs(NOTIFY_SOCKET=str(self.folder / "notify"), WATCHDOG_USEC="3000000") as process:
            health = self.until(state="attract")
            self.assertEqual(set(health), {"state", "silent", "restarts", "reloads", "planned", "started"})
            second = subprocess.run(self.call, capture_output=True, text=True, timeout=20, check=False)
            self.assertEqual(second.returncode, run.RUNNING_ALREADY)
            self.assertIn("runs already", second.stdout)
            self.order("leave")
            self.assertEqual(process.wait(20), 0)
        self.nothing_is_left()
        ear.setblocking(False)
        told: list[bytes] = []
        while not told or told[-1] != b"STOPPING=1":
            told.append(ear.recv(200))
        self.assertEqual(told[0], b"READY=1")
        self.assertTrue(any(line.startswith(b"WATCHDOG=1\nSTATUS=") for line in told), told)

    def test_signals_end_it_cleanly(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            with self.runs() as process:
                self.until(state="attract")
                process.send_signal(number)
                self.assertEqual(process.wait(20), 128 + number)
            self.nothing_is_left()

    def test_a_browser_that_ends_comes_back(self) -> None:
        with self.runs() as process:
            self.until(state="attract")
            self.order("exit")
            time.sleep(0.5)
            self.order("session")
            self.until(state="session", restarts=1)
            process.terminate()
            told = process.communicate(timeout=20)[0]
        self.assertIn("the browser ended with 7, next start in 1 s", told)
        self.assertIn("it said: a word", told)
        self.assertLess(len(told.splitlines()), 20)
        self.nothing_is_left()

    def test_numbers_outlive_a_restart(self) -> None:
        for number in (1, 2):
            with self.runs() as process:
                self.until(state="attract")
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                line.request("GET", "/count?what=sessions", headers=OWN)
                self.assertEqual(line.getresponse().status, 204)
                line.close()
                with urlopen(f"http://127.0.0.1:{self.port}/counts.json", timeout=2) as answer:
                    days = json.load(answer)
                self.assertEqual([day["sessions"] for day in days.values()], [number])
                process.terminate()
                process.wait(20)

    def test_what_stands_in_the_way_is_told(self) -> None:
        with socket.create_server(("127.0.0.1", self.port)):
            self.assertIn("cannot be used", self.fails())
        for option, value, told in (
            ("--browser", "no-such-browser", "no browser"),
            ("--folder", str(self.folder / "none"), "no index.html"),
            ("--tmp", str(self.folder / "none"), "no folder"),
        ):
            self.assertIn(told, self.fails(option, value))

    def fails(self, *more: str) -> str:
        ended = subprocess.run([*self.call, *more], capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual(ended.returncode, run.CANNOT_BEGIN, ended)
        return ended.stdout


class TestFiles(unittest.TestCase):
    """What the guide tells, the unit starts and the browser gets has to agree."""

    def test_every_flag_is_explained_and_keeps_the_sandbox(self) -> None:
        guide = (HERE / "README.md").read_text(encoding="utf-8")
        for flag in browser.FLAGS:
            self.assertIn(f"`{flag}`", guide)
        told = set(re.findall(r"^\| `(--[^`]+)`", guide, re.MULTILINE))
        self.assertEqual(told, set(browser.FLAGS))
        called = browser.command("chromium", Path("p"), "http://127.0.0.1:8087/", "1080x1920", [])
        self.assertIn("--window-size=1080,1921", called)
        self.assertFalse([part for part in called if "sandbox" in part or "remote-debugging" in part])

    def test_policies_close_everything_but_the_stand(self) -> None:
        policies = json.loads((HERE / "policies.json").read_text(encoding="utf-8"))
        self.assertEqual(policies["URLBlocklist"], ["*"])
        self.assertEqual(
            policies["URLAllowlist"],
            [f"http://127.0.0.1:{run.options(['--folder', 'd', '--profile', 'p']).port}"],
        )
        self.assertEqual(policies["DeveloperToolsAvailability"], 2)
        self.assertEqual(policies["DownloadRestrictions"], 3)

    def test_the_unit_starts_what_is_there(self) -> None:
        unit = (HERE / "sitz-und-stimme-stand.service").read_text(encoding="utf-8")
        calls = re.findall(r"^ExecStart=\S+python3 \S+/kiosk/run.py \\\n(.+)$", unit, re.MULTILINE)
        self.assertEqual(len(calls), 1)
        asked = run.options(calls[0].split())
        self.assertIsNotNone(asked.night)
        self.assertIn("RestartPreventExitStatus=0\n", unit)
        self.assertIn("NotifyAccess=main\n", unit)


if __name__ == "__main__":
    unittest.main()
