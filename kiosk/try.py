"""Tries the stand with a real Chromium on a screen in memory: python3 kiosk/try.py

Needs Debian's packages chromium, xvfb and x11-utils, and about five minutes. It starts the stand as it is
shipped over a small page of its own, does harm to it, and prints how long it took until the stand could be
used again. With `--folder dist --profile NAME` it takes the built app, and leaves out what needs
the help of the page; with `--fault --folder target/fault` it takes the app that breaks on order, which
`cargo xtask build --fault` makes and no release holds.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from browser import OWN_FOLDER, PROFILE, _call, _naming, _pages_of, _session

HERE = Path(__file__).resolve().parent
PORT = 8187

# Two versions of a page that does what a file says, each in a colour that fills the screen. Its text cannot
# be seen, but tempts a browser to offer a translation.
COLOURS = {"first": "0b5d57", "second": "ef5b36"}
PAGE = """<!doctype html><html lang="de"><meta charset="utf-8"><title>stand</title>
<style>html { background: #COLOUR; height: 100%; overflow: hidden }</style>
<p style="opacity: 0">Hier ist noch ein Platz frei. Darf ich den Ausschuss meiner Stadt wählen, und darf ich
für ihn kandidieren? Ein paar Fragen, eine Antwort mit Gründen. Nichts davon verlässt dieses Gerät.</p>
<script>
let state = "attract", n = 0;
const sign = () => fetch(`./alive?state=${state}&n=${n++}`, { cache: "no-store" }).catch(() => {});
const keep = (word) => {
  localStorage.setItem("word", word);
  sessionStorage.setItem("word", word);
  document.cookie = "word=" + word + "; max-age=99999";
  history.pushState(null, "", "#" + word);
  document.title = word;
  indexedDB.open(word);
  caches.open(word);
};
const obey = async () => {
  const order = (await (await fetch("./order.txt", { cache: "no-store" })).text()).trim();
  if (order === "hang") for (;;) {}
  if (order === "leave") await fetch("./leave");
  if (order.startsWith("keep ")) keep(order.slice(5));
  else state = order;
};
sign();
setInterval(sign, 1000);
setInterval(() => obey().catch(() => {}), 300);
</script>
"""


@dataclass
class Row:
    """What one trial has shown."""

    what: str
    noticed: float | None
    usable: float | None
    limit: float | None
    fault: str = ""

    def good(self) -> bool:
        """Tells whether it went as it should."""
        return not self.fault and (
            self.limit is None or (self.usable is not None and self.usable <= self.limit)
        )


class Failed(Exception):
    """A trial that did not come to its end."""


class Machine:
    """A computer with a screen in memory and a stand that can be switched on and off."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        self.asked = asked
        self.folder = folder
        self.own_page = asked.folder is None
        self.obeys = self.own_page or asked.fault
        self.sites = [folder / name for name in COLOURS]
        self.link = folder / "current"
        self.screen: subprocess.Popen[bytes] | None = None
        self.stand: subprocess.Popen[bytes] | None = None
        self.display = ""
        if self.own_page:
            for name, colour in COLOURS.items():
                site = folder / name
                (site / "kiosk").mkdir(parents=True)
                (site / "kiosk" / "try.json").write_text('{"format": 1, "watchdog": true}')
                (site / "index.html").write_text(PAGE.replace("COLOUR", colour))
            self.link.symlink_to(folder / "first")
            self.order("attract")
        elif asked.fault:
            self.sites = [folder / "app"]
            shutil.copytree(asked.folder, self.sites[0])
            profile = '{"format": 1, "code": "2749", "watchdog": true}'
            (self.sites[0] / "kiosk" / f"{asked.profile}.json").write_text(profile)
            self.link.symlink_to(self.sites[0])
            self.order("attract")
        else:
            self.link.symlink_to(asked.folder.resolve())

    def order(self, what: str) -> None:
        """Tells the page what to do."""
        for site in self.sites:
            (self.folder / "order").write_text(what)
            (self.folder / "order").replace(site / "order.txt")

    def switch_on(self, *more: str) -> float:
        """Starts screen and stand, and returns the seconds until the page was heard."""
        began = time.monotonic()
        if self.screen is None:
            read, write = os.pipe()
            call = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{self.asked.size}x24"]
            call += ["-nolisten", "tcp", "-nocursor", "-fbdir", str(self.folder)]
            self.screen = subprocess.Popen(call, pass_fds=[write], stderr=subprocess.DEVNULL)
            os.close(write)
            with os.fdopen(read) as told:
                self.display = ":" + told.readline().strip()
        out = None if self.asked.verbose else subprocess.DEVNULL
        surroundings = {**os.environ, "DISPLAY": self.display}
        self.stand = subprocess.Popen(self.call(PORT, *more), env=surroundings, stdout=out)
        self.until(lambda health: health["silent"] is not None, 60, "a first sign of life")
        return time.monotonic() - began

    def call(self, port: int, *more: str) -> list[str]:
        """Returns how the stand is called."""
        given = {"folder": self.link, "tmp": self.folder, "port": port}
        given |= {"profile": self.asked.profile, "browser": self.asked.browser, "state": self.folder / "state"}
        call = [sys.executable, "-B", str(HERE / "run.py"), *(f"--{name}={it}" for name, it in given.items())]
        if self.asked.no_sandbox:
            call += ["--flag=--no-sandbox", "--flag=--test-type"]
        return [*call, *more]

    def switch_off(self) -> int:
        """Ends the stand in good order, and returns its exit code."""
        if not self.stand:
            return 0
        self.stand.terminate()
        code = self.stand.wait(20)
        self.stand = None
        return code

    def cut_power(self) -> None:
        """Ends everything at once without a word."""
        own = [*self.processes(), *(one.pid for one in (self.stand, self.screen) if one)]
        for pid in own:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        for one in (self.stand, self.screen):
            if one:
                one.wait(20)
        self.stand = self.screen = None

    def processes(self) -> list[int]:
        """Returns all processes of the browser."""
        leader = self.leader()
        return sorted({*_session(leader), *_naming(str(self.profiles()[0]))}) if leader else []

    def leader(self) -> int:
        """Returns the first process of the browser."""
        named = _naming(f"--user-data-dir={self.folder}")
        return next(
            (pid for pid in named if b"--type=" not in _call(pid) and b"--monitor" not in _call(pid)), 0
        )

    def profiles(self) -> list[Path]:
        """Returns the profiles on disk."""
        return sorted((self.folder / f"{OWN_FOLDER}-{os.getuid()}").glob(PROFILE + "*"))

    def health(self) -> dict[str, Any] | None:
        """Returns what the stand says about itself, if it answers."""
        try:
            with urlopen(f"http://127.0.0.1:{PORT}/health.json", timeout=2) as answer:
                told: dict[str, Any] = json.load(answer)
                return told
        except OSError:
            return None

    def until(self, holds: Callable[[dict[str, Any]], bool], patience: float, what: str) -> float:
        """Waits for something, and returns the moment at which it was so."""
        ends = time.monotonic() + patience
        while time.monotonic() < ends:
            health = self.health()
            if health and holds(health):
                return time.monotonic()
            time.sleep(0.05)
        raise Failed(f"{what} did not come within {patience:.0f} s; {self.health()}")

    def recovers(self, what: str, limit: float, harm: Callable[[], None], counts: str = "restarts") -> Row:
        """Does harm, and measures until it was noticed and until the stand could be used again.

        It begins with a stand that has just been switched on, because pauses grow with each failure.
        """
        if counts == "restarts":
            self.switch_off()
            self.switch_on()
            time.sleep(4)
        before = self.health()
        if not before:
            raise Failed("the stand does not run")
        began = time.monotonic()
        harm()
        noticed = self.until(lambda health: health[counts] > before[counts], 90, "a new start")
        if self.obeys:
            self.order("attract")
        usable = self.until(lambda health: health["silent"] is not None, 90, "a sign of life")
        after = self.health() or {}
        once = after.get(counts) == before[counts] + 1
        return Row(
            what, noticed - began, usable - began, limit, "" if once else f"more than one start: {after}"
        )

    def spots(self, colour: str) -> int:
        """Returns how many points of the screen have another colour: bars, bubbles, dialogs, a dead page."""
        raw = (self.folder / "Xvfb_screen0").read_bytes()
        head = struct.unpack(">25I", raw[:100])
        width, height, line, start = head[4], head[5], head[12], head[0] + 12 * head[19]
        want = bytes.fromhex(colour)[::-1]
        rows = (raw[start + y * line : start + y * line + 4 * width] for y in range(height))
        return sum(1 for row in rows for x in range(0, 4 * width, 4) if row[x : x + 3] != want)

    def shows(self, colour: str) -> str:
        """Returns what is wrong with the screen, if it is not filled with a colour soon."""
        time.sleep(3)  # Bubbles come late.
        ends = time.monotonic() + 5
        while (spots := self.spots(colour)) and time.monotonic() < ends:
            time.sleep(0.3)
        return f"{spots} points of something else on the screen" if spots else ""


def starting(machine: Machine) -> Row:
    """A start, and nothing but the page on the screen."""
    took = machine.switch_on()
    fault = machine.shows(COLOURS["first"]) if machine.own_page else ""
    return Row("start; only the page is on the screen", None, took, 20, fault)


def second_start(machine: Machine) -> Row:
    """A second stand on the same machine says so and ends."""
    call = machine.call(PORT + 1)
    ended = subprocess.run(call, capture_output=True, text=True, timeout=20, check=False)
    good = ended.returncode == 3 and "runs already" in ended.stdout
    return Row("second start at the same time ends with 3", None, None, None, "" if good else str(ended))


def dead_page(machine: Machine) -> Row:
    """The page's process is killed, as the system does when memory runs out."""
    return machine.recovers(
        "page process killed", 5, lambda: _signal(_pages_of(machine.leader()), signal.SIGKILL)
    )


def dead_browser(machine: Machine) -> Row:
    """The browser's first process is killed."""
    return machine.recovers("browser killed", 5, lambda: os.kill(machine.leader(), signal.SIGKILL))


def stopped_page(machine: Machine) -> Row:
    """The page's process stands still and is not dead."""
    return machine.recovers(
        "page process stopped", 30, lambda: _signal(_pages_of(machine.leader()), signal.SIGSTOP)
    )


def endless_loop(machine: Machine) -> Row:
    """The page's program never ends."""
    return machine.recovers("endless loop in the page", 30, lambda: machine.order("hang"))


def panic(machine: Machine) -> Row:
    """The page's program breaks down: the page loads itself anew, and the browser stays."""
    before = machine.health() or {}
    began = time.monotonic()
    machine.order("panic")
    noticed = machine.until(lambda health: (health["silent"] or 0) > 1.4, 20, "silence")
    machine.order("attract")
    usable = machine.until(lambda health: (health["silent"] or 9) < 0.5, 60, "a sign of life")
    after = machine.health() or {}
    fault = "" if after.get("restarts") == before.get("restarts") else f"the browser was restarted: {after}"
    return Row("program breaks down, page loads itself anew", noticed - began, usable - began, 5, fault)


def broken_page(machine: Machine) -> Row:
    """The page's program has failed and says so."""
    return machine.recovers("page says it is broken", 5, lambda: machine.order("broken"))


def dead_graphics(machine: Machine) -> Row:
    """Chromium starts its graphics process anew by itself; nobody else may get excited."""
    before = machine.health() or {}
    pids = [pid for pid in _session(machine.leader()) if b"--type=gpu-process" in _call(pid)]
    _signal(pids, signal.SIGKILL)
    time.sleep(8)
    after = machine.health() or {}
    fault = machine.shows(COLOURS["first"]) if machine.own_page else ""
    if not pids or after.get("restarts") != before.get("restarts"):
        fault = f"{len(pids)} processes, then {after}"
    return Row("graphics process killed: the page goes on", None, None, None, fault)


def new_version(machine: Machine) -> Row:
    """The folder is exchanged during a session: the session goes on, then the new version comes."""
    machine.order("session")
    machine.until(lambda health: health["state"] == "session", 10, "the session")

    def exchange() -> None:
        (machine.folder / "next").symlink_to(machine.folder / "second")
        (machine.folder / "next").replace(machine.link)

    exchange()
    time.sleep(6)
    health = machine.health() or {}
    row = machine.recovers("new version, after the session", 5, lambda: machine.order("attract"), "reloads")
    row.fault = row.fault or machine.shows(COLOURS["second"])
    if health.get("planned") != ["new version"] or health.get("state") != "session":
        row.fault = f"during the session: {health}"
    return row


def night(machine: Machine) -> Row:
    """The nightly restart falls into a session: it waits for its end."""
    machine.switch_off()
    now = time.localtime(time.time() + 70)
    machine.switch_on("--night", f"{now.tm_hour}:{now.tm_min:02}")
    machine.order("session")
    machine.until(lambda health: health["planned"] == ["nightly restart"], 90, "the night")
    time.sleep(6)
    health = machine.health() or {}
    row = machine.recovers(
        "nightly restart, after the session", 5, lambda: machine.order("attract"), "reloads"
    )
    if health.get("state") != "session" or health.get("reloads") != 0:
        row.fault = f"during the session: {health}"
    return row


def power_cut(machine: Machine) -> Row:
    """Everything is killed within a session that left traces on purpose; then the machine is switched on."""
    word = "word" + secrets.token_hex(8)
    if machine.own_page:
        machine.order(f"keep {word}")
        time.sleep(8)
        if not _holding(machine.profiles(), word):
            raise Failed("the page left no trace, so nothing can be shown")
    before = machine.profiles()
    machine.cut_power()
    if machine.profiles() != before:
        raise Failed("the power cut left no profile")
    if machine.own_page:
        machine.order("attract")
    took = machine.switch_on()
    time.sleep(4)
    fault = machine.shows(COLOURS["second"]) if machine.own_page else ""
    after = machine.profiles()
    if len(after) != 1 or after == before:
        fault = f"profiles {after}"
    if found := _holding([machine.folder / f"{OWN_FOLDER}-{os.getuid()}"], word):
        fault = f"traces of the session in {found}"
    return Row("power cut: no trace, no question on the screen", None, took, 20, fault)


def leaving(machine: Machine) -> Row:
    """Staff closes the stand from its page."""
    if not machine.stand:
        raise Failed("the stand does not run")
    began = time.monotonic()
    machine.order("leave")
    code = machine.stand.wait(20)
    took = time.monotonic() - began
    left = machine.processes() or machine.profiles()
    machine.stand = None
    return Row(
        "closed by staff: ends with 0",
        None,
        took,
        5,
        f"ended with {code}, left {left}" if code or left else "",
    )


def _signal(pids: list[int], number: signal.Signals) -> None:
    if not pids:
        raise Failed("there is no such process")
    for pid in pids:
        os.kill(pid, number)


def _holding(folders: list[Path], word: str) -> list[str]:
    """Returns the files whose name or text holds a word, in either width of letters."""
    forms = (word.encode(), word.encode("utf-16-le"))
    found = []
    for file in (file for folder in folders for file in folder.rglob("*")):
        try:
            text = file.read_bytes() if file.is_file() else b""
        except OSError:
            continue
        if word in file.name or any(form in text for form in forms):
            found.append(file.name)
    return found


BOTH = (starting, second_start, dead_page, dead_browser, stopped_page, dead_graphics, power_cut)
FAULT = (starting, dead_page, dead_browser, stopped_page, endless_loop, panic)
ALL = (*BOTH[:5], endless_loop, broken_page, dead_graphics, new_version, night, power_cut, leaving)


def table(rows: list[Row]) -> str:
    """Returns the rows as a table."""
    lines = [f"{'':50} {'noticed':>8} {'usable':>8} {'limit':>7}"]
    for row in rows:
        times = [f"{time:.1f} s" if time is not None else "" for time in (row.noticed, row.usable)]
        limit = f"{row.limit:.0f} s" if row.limit is not None else ""
        verdict = "" if row.good() else f"  FAILED {row.fault}"
        lines.append(f"{row.what:50} {times[0]:>8} {times[1]:>8} {limit:>7}{verdict}")
    return "\n".join(lines)


def main() -> int:
    """Returns 0 if all went as it should."""
    parser = argparse.ArgumentParser(description="Tries the stand with a real browser.")
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--no-sandbox", action="store_true", help="for root, where Chromium needs it")
    parser.add_argument("--only", metavar="NAME", help="trials whose name contains it, behind a start")
    parser.add_argument("--folder", type=Path, help="the built app instead of a page for trials")
    parser.add_argument("--fault", action="store_true", help="that folder holds the app that breaks on order")
    parser.add_argument("--profile", default="try")
    parser.add_argument("--size", default="1080x1920")
    parser.add_argument("--verbose", action="store_true", help="shows what the stand says")
    asked = parser.parse_args()
    if asked.fault and not asked.folder:
        parser.error("--fault needs --folder: `cargo xtask build --fault` writes target/fault")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        machine = Machine(asked, Path(name).resolve())
        try:
            trials = ALL if machine.own_page else FAULT if asked.fault else BOTH
            for trial in trials:
                if asked.only and trial is not starting and asked.only not in trial.__name__:
                    continue
                rows.append(trial(machine))
                print("done:", rows[-1].what, flush=True)
        except (Failed, subprocess.SubprocessError, OSError) as failure:
            rows.append(Row(trial.__name__, None, None, None, str(failure)))
        finally:
            machine.cut_power()
    print(table(rows))
    print(f"{os.cpu_count()} cores, {os.getloadavg()[1]:.1f} programs at work in the last five minutes")
    return 0 if all(row.good() for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
