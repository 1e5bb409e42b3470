"""Runs a stand: serves the built app to this machine, shows it in Chromium, starts that anew when it must.

    python3 kiosk/run.py --folder dist --profile foyer

Needs Python 3.11 and nothing else. How to set up a stand is told in the guide beside this file. It ends with
0 when staff closed the stand from its page, 2 for wrong options, 3 if a stand runs already, 4 if it cannot
begin, 70 if nothing it can start helps, and 128 and the number of the signal that ended it.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

import serve
from browser import Browser, Trouble, own_folder, sweep
from counts import Counts, state_folder
from watch import Do, Phase, Rules, Watch

RUNNING_ALREADY = 3
CANNOT_BEGIN = 4
GAVE_UP = 70

# How often a second the state is looked at, and how many looks lie between two counts of processes.
LOOKS = 4
COUNT_EVERY = 2

# Under systemd, so many starts without a sign of life end this program, too: it is not the browser's fault.
MUTE_STARTS = 5

# Lines in a minute; what comes on top is only counted.
MOST_LINES = 30


class Log:
    """Short lines on standard output, never more than a journal can bear."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._minute = 0
        self._lines = 0

    def say(self, text: str) -> None:
        """Writes one line."""
        minute = int(time.monotonic() // 60)
        if minute != self._minute:
            if self._lines > MOST_LINES:
                self._write(f"({self._lines - MOST_LINES} more lines)")
            self._minute, self._lines = minute, 0
        self._lines += 1
        if self._lines <= MOST_LINES:
            self._write(text)

    def _write(self, text: str) -> None:
        line = "".join(sign if sign.isprintable() else " " for sign in text)[:200]
        try:
            print(time.strftime("%H:%M:%S"), line, file=self._out, flush=True)
        except OSError:
            pass  # A full disk or a closed pipe must not end the stand.


class Systemd:
    """Tells systemd that all is well, if it started us."""

    def __init__(self, environment: MutableMapping[str, str]) -> None:
        # The browser must not inherit the address.
        address = environment.pop("NOTIFY_SOCKET", "")
        patience = environment.pop("WATCHDOG_USEC", "")
        environment.pop("WATCHDOG_PID", None)
        self.there = bool(address)
        self._address = "\0" + address[1:] if address.startswith("@") else address
        self._every = int(patience) / 3_000_000 if patience.isdigit() else None
        self._next = 0.0

    def tell(self, text: str) -> None:
        """Sends one message."""
        if not self.there:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
                line.sendto(text.encode(), socket.MSG_DONTWAIT, self._address)
        except OSError:
            pass  # Then the patience of systemd ends, and it starts us anew.

    def alive(self, now: float, status: str) -> None:
        """Sends a sign of life, three times within the patience of systemd."""
        if self._every is not None and now >= self._next:
            self._next = now + self._every
            self.tell(f"WATCHDOG=1\nSTATUS={status}")


@dataclass
class Machine:
    """What is known between the threads: the server hears the page, the main loop acts."""

    watch: Watch
    kept: Counts
    started: str = field(default_factory=lambda: time.strftime("%Y-%m-%dT%H:%M:%S%z"))
    lock: threading.Lock = field(default_factory=threading.Lock)
    ends_with: int | None = None

    def sign(self, state: str) -> None:
        """Takes a sign of life of the page."""
        with self.lock:
            self.watch.sign(state)

    def count(self, what: str) -> bool:
        """Counts something today; tells whether there is such a thing."""
        return self.kept.add(what)

    def forget_counts(self) -> None:
        """Forgets all numbers."""
        self.kept.forget()

    def counts(self, as_table: bool) -> str:
        """Returns all numbers, as the page reads them or as a table."""
        return self.kept.to_csv() if as_table else self.kept.to_json()

    def leave(self) -> None:
        """Ends browser and program: staff asked for it."""
        self.end(0)

    def end(self, code: int) -> None:
        """Ends everything with an exit code at the next look; the first one counts."""
        if self.ends_with is None:
            self.ends_with = code

    def health(self) -> dict[str, Any]:
        """Returns how the stand is, without anything about visitors."""
        with self.lock:
            silent = self.watch.silent()
            return {
                "state": self.watch.state,
                "silent": None if silent is None else round(silent, 1),
                "restarts": self.watch.restarts,
                "reloads": self.watch.reloads,
                "planned": list(self.watch.planned),
                "started": self.started,
            }


def options(args: Sequence[str] | None = None) -> argparse.Namespace:
    """Returns the options, checked; ends with 2 if they make no sense."""
    parser = argparse.ArgumentParser(description="Runs a stand of Sitz & Stimme on this machine.")
    parser.add_argument("--folder", required=True, type=Path, help="the built app, or a link to it")
    parser.add_argument("--profile", required=True, type=_slug, help="name of the profile of the stand")
    parser.add_argument("--port", default=8087, type=_port, help="of the server on 127.0.0.1 (8087)")
    parser.add_argument("--browser", default="chromium", help="name or path of the browser (chromium)")
    parser.add_argument("--tmp", type=Path, metavar="DIR", help="for data of the browser (a place in memory)")
    parser.add_argument("--state", type=Path, metavar="DIR", help="for the numbers of the stand")
    parser.add_argument("--night", type=_minute, metavar="HH:MM", help="restart then, when nobody is there")
    parser.add_argument("--size", type=_size, metavar="WxH", help="of the screen (asked for by xdpyinfo)")
    parser.add_argument("--flag", action="append", default=[], help="one more for the browser: --flag=--name")
    parser.add_argument("--no-browser", action="store_true", help="only serve")
    return parser.parse_args(args)


def _slug(text: str) -> str:
    if not re.fullmatch("[a-z0-9_-]{1,60}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is no name of a profile: a-z, 0-9, _ and - only")
    return text


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"'{text}' is no port")
    return int(text)


def _minute(text: str) -> int:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", text, re.ASCII)
    if not found:
        raise argparse.ArgumentTypeError(f"'{text}' is no time like 04:30")
    return int(found[1]) * 60 + int(found[2])


def _size(text: str) -> str:
    if not re.fullmatch(r"\d{2,5}x\d{2,5}", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"'{text}' is no size like 1080x1920")
    return text


def listens(root: Path, profile: str) -> tuple[bool, str]:
    """Returns whether the page will send signs of life, and a remark if the profile leaves that open.

    The page itself reports what is wrong with a profile, and works all the same.
    """
    file = root / "kiosk" / f"{profile}.json"
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        what = type(fault).__name__
        return False, f"profile {file} cannot be read ({what}): a page that hangs will not be noticed"
    if isinstance(read, dict) and read.get("watchdog") is True:
        return True, ""
    return False, f'no "watchdog": true in {file}: a page that hangs will not be noticed'


def only_one(folder: Path) -> TextIO | None:
    """Returns the lock of this machine's stand, or nothing if another one holds it."""
    held = open(folder / "lock", "a+", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        return None
    return held


def begin(asked: argparse.Namespace, log: Log) -> int:
    """Sets everything up, runs the stand, and returns the exit code."""
    site = serve.Site(asked.folder)
    if site.find("/") is None:
        raise Trouble(f"{asked.folder} has no index.html: build the app first")
    if not asked.no_browser and not shutil.which(asked.browser):
        raise Trouble(f"there is no browser '{asked.browser}'")
    folder = own_folder(asked.tmp)
    lock = only_one(folder)
    if lock is None:
        log.say(f"a stand runs already (it holds {folder / 'lock'})")
        return RUNNING_ALREADY
    with lock:
        if swept := sweep(folder):
            log.say(f"{swept} profiles of an earlier run removed")
        systemd = Systemd(os.environ)
        give_up = MUTE_STARTS if systemd.there else 0
        kept = Counts(state_folder(asked.state, os.environ), log.say)
        machine = Machine(Watch(Rules(night=asked.night, give_up=give_up)), kept)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda got, _: machine.end(128 + got))
        try:
            server, thread = serve.begin(site, machine, asked.port)
        except OSError as fault:
            raise Trouble(f"port {asked.port} cannot be used: {fault.strerror}") from fault
        url = f"http://127.0.0.1:{server.port}/?kiosk={asked.profile}"
        log.say(f"serving {site.root} on {url}")
        systemd.tell("READY=1")
        browser = Browser(asked.browser, folder, url, asked.size, asked.flag)
        keeper = Keeper(machine, browser, site, asked.profile, log)
        try:
            while machine.ends_with is None and thread.is_alive():
                status = "serving" if asked.no_browser else keeper.look()
                systemd.alive(time.monotonic(), status)
                kept.write_soon(time.monotonic())
                time.sleep(1 / LOOKS)
        finally:
            browser.kill()
            kept.write()
        systemd.tell("STOPPING=1")
        server.shutdown()
        code = GAVE_UP if machine.ends_with is None else machine.ends_with
        log.say(f"ended with {code}")
        return code


class Keeper:
    """Does with the browser what the watch says."""

    def __init__(self, machine: Machine, browser: Browser, site: serve.Site, profile: str, log: Log) -> None:
        self.machine = machine
        self.browser = browser
        self.site = site
        self.profile = profile
        self.log = log
        self._looks = 0
        self._remark = ""

    def look(self) -> str:
        """Looks once at the browser, acts, and returns a line about the state."""
        watch = self.machine.watch
        self._looks += 1
        if watch.phase is not Phase.WAITING:
            self._ask_browser(watch)
        day, minute = _wall_clock()
        news = self.site.has_news()
        with self.machine.lock:
            do, why = watch.tick(time.monotonic(), day, minute, news)
            status = f"{watch.state}, {watch.restarts} restarts"
        if do is Do.KILL:
            self.log.say(f"starting anew: {why}")
            self.browser.kill()
        elif do is Do.START:
            self._start(watch)
        elif do is Do.GIVE_UP:
            self.log.say(f"giving up: {why}")
            self.machine.end(GAVE_UP)
        return status

    def _ask_browser(self, watch: Watch) -> None:
        code = self.browser.exited()
        if code is not None:
            with self.machine.lock:
                pause = watch.exited()
            self.log.say(f"the browser ended with {code}, next start in {pause:.0f} s")
            for words in self.browser.last_words():
                self.log.say(f"  it said: {words}")
            self.browser.kill()
        elif self._looks % COUNT_EVERY == 0 and self.browser.lost_a_page():
            with self.machine.lock:
                watch.orphaned()

    def _start(self, watch: Watch) -> None:
        self.site.renew()
        heard, remark = listens(self.site.root, self.profile)
        if remark and remark != self._remark:
            self.log.say(remark)
        self._remark = remark
        with self.machine.lock:
            watch.rules = replace(watch.rules, listens=heard)
        try:
            self.browser.start()
            self.log.say("browser started")
        except OSError as fault:
            with self.machine.lock:
                pause = watch.exited()
            self.browser.kill()
            self.log.say(f"the browser cannot be started ({fault.strerror}), next try in {pause:.0f} s")


def _wall_clock() -> tuple[int, int]:
    """Returns the number of the day and the minute in it, as the clock on the wall shows them."""
    now = time.localtime()
    return now.tm_year * 366 + now.tm_yday, now.tm_hour * 60 + now.tm_min


def main() -> int:
    """Returns the exit code."""
    asked = options()
    log = Log(sys.stdout)
    try:
        return begin(asked, log)
    except Trouble as trouble:
        log.say(str(trouble))
        return CANNOT_BEGIN


if __name__ == "__main__":
    sys.exit(main())
