"""Runs a stand for two weeks in under half an hour: python3 kiosk/fortnight.py --folder dist

Needs Debian's packages chromium, xvfb, x11-utils, libx11-6 and libxtst6. Fourteen days of about a hundred
seconds each over the built app and the shipped programs: fingers that hit the screen wherever they like, now and
then one that stays on it, nobody for as long as it takes until the stand forgets; each day one harm, each
night the restart. It prints what a day came to, and fails if the stand does not come back, grows, loses numbers
or keeps anything.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from browser import _pages_of

HERE = Path(__file__).resolve().parent
# Its name is a word of the language.
trial = importlib.import_module("try")

# Seconds of a day, of which the first are busy; then nobody is there until the stand has forgotten.
DAY = 100.0
BUSY = 30.0
# The shortest times that a profile may ask for.
PROFILE = '{"format": 1, "code": "2749", "watchdog": true, "idle": {"page": 30, "question": 30, "warning": 20}}'
# How much larger the memory of the last days may be than that of the first: caches fill in the beginning.
GROWTH = 1.25

# The clock on the wall runs so fast that a day takes `DAY` seconds; everything else is as it is shipped.
FAST = f"""
import sys, time
sys.path.insert(0, {str(HERE)!r})
import run
run._wall_clock = lambda: (int(time.time() / {DAY}), int(time.time() % {DAY} / {DAY} * 1440))
sys.exit(run.main())
"""


class Finger:
    """A finger on the screen in memory, by the extension of X that is made for tests."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._test = ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._screen = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._screen:
            raise trial.Failed(f"no display {display}")

    def press(self, x: int, y: int) -> None:
        """Puts the finger down."""
        self._test.XTestFakeMotionEvent(self._screen, -1, x, y, 0)
        self._test.XTestFakeButtonEvent(self._screen, 1, 1, 0)
        self._x.XFlush(self._screen)

    def lift(self) -> None:
        """Takes the finger away."""
        self._test.XTestFakeButtonEvent(self._screen, 1, 0, 0)
        self._x.XFlush(self._screen)

    def close(self) -> None:
        """Lets go of the display."""
        self._x.XCloseDisplay(self._screen)


class Stand(trial.Machine):  # type: ignore[name-defined, misc]
    """A machine whose clock runs fast, with two versions of the app to exchange."""

    def __init__(self, asked: argparse.Namespace, folder: Path) -> None:
        super().__init__(asked, folder)
        self.link.unlink()
        self.versions = [folder / "first", folder / "second"]
        for version in self.versions:
            shutil.copytree(asked.folder, version)
            (version / "kiosk" / f"{asked.profile}.json").write_text(PROFILE)
        self.link.symlink_to(self.versions[0])

    def call(self, port: int, *more: str) -> list[str]:
        call: list[str] = super().call(port, *more)
        script = call.index(str(HERE / "run.py"))
        return [*call[:script], "-c", FAST, *call[script + 1 :], "--night", "22:00"]

    def exchange(self) -> None:
        """Puts the other version in place."""
        self.versions.reverse()
        (self.folder / "next").symlink_to(self.versions[0])
        (self.folder / "next").replace(self.link)

    def memory(self) -> float:
        """Returns the megabytes that the browser has for itself, shared ones divided."""
        kilobytes = 0
        for pid in self.processes():
            try:
                text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            kilobytes += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
        return kilobytes / 1000

    def sessions(self) -> int:
        """Returns how many visits the stand has counted in all."""
        with urlopen(f"http://127.0.0.1:{trial.PORT}/counts.json", timeout=5) as answer:
            return sum(day.get("sessions", 0) for day in json.load(answer).values())

    def colours(self) -> int:
        """Returns how many colours are on the screen: a dead page has few."""
        raw = (self.folder / "Xvfb_screen0").read_bytes()[4096:]
        return len({raw[at : at + 3] for at in range(0, len(raw) - 4, 4 * 97)})


@dataclass
class Day:
    """What a day came to."""

    harm: str
    taps: int
    back: float | None
    sessions: int
    memory: float
    processes: int
    fault: str = ""


def harms(stand: Stand) -> dict[str, Callable[[], None]]:
    """Returns what may happen to a stand, in the order of the days."""

    def power() -> None:
        stand.cut_power()
        stand.switch_on()

    return {
        "nothing": lambda: None,
        "page killed": lambda: trial._signal(_pages_of(stand.leader()), signal.SIGKILL),
        "browser killed": lambda: os.kill(stand.leader(), signal.SIGKILL),
        "page stopped": lambda: trial._signal(_pages_of(stand.leader()), signal.SIGSTOP),
        "power cut": power,
        "new version": stand.exchange,
        "finger stuck": lambda: None,
    }


# Seconds until the stand can be used again; a new version comes when nobody is there.
LIMITS = {"page killed": 10.0, "browser killed": 10.0, "page stopped": 30.0, "power cut": 30.0}


def live(stand: Stand, harm: str, act: Callable[[], None], die: random.Random) -> Day:
    """Lets a day pass."""
    width, height = map(int, stand.asked.size.split("x"))
    began, taps = time.monotonic(), 0
    finger = Finger(stand.display)
    while time.monotonic() - began < BUSY:
        # A burst of children, then somebody who reads.
        for _ in range(die.randrange(5, 60)):
            finger.press(die.randrange(width), die.randrange(height))
            finger.lift()
            taps += 1
            time.sleep(0.02)
        time.sleep(die.uniform(0.5, 3))
    if harm == "finger stuck":
        finger.press(width // 2, height // 2)
    finger.close()
    before = stand.health() or {}
    hit = time.monotonic()
    act()
    back = None
    if harm in LIMITS:
        if harm != "power cut":
            stand.until(lambda health: health["restarts"] > before["restarts"], 60, f"a start after: {harm}")
        stand.until(lambda health: (health["silent"] or 9) < 2, 60, f"a sign of life after: {harm}")
        back = time.monotonic() - hit
    # Then nobody comes any more: the stand forgets, and the night does what it has to.
    stand.until(lambda health: health["state"] == "attract", 90, f"the picture after: {harm}")
    if harm == "new version":
        stand.until(lambda health: health["reloads"] > before["reloads"], 60, "the new version")
    while time.monotonic() - began < DAY:
        time.sleep(0.5)
    if harm == "finger stuck":
        finger = Finger(stand.display)
        finger.lift()
        finger.close()
    stand.until(lambda health: (health["silent"] or 9) < 2, 60, "the next morning")
    time.sleep(2)
    faults = []
    if back is not None and back > LIMITS[harm]:
        faults.append(f"more than {LIMITS[harm]:.0f} s")
    if len(stand.profiles()) != 1:
        faults.append(f"profiles {stand.profiles()}")
    if stand.colours() < 8:
        faults.append(f"{stand.colours()} colours on the screen")
    day = Day(harm, taps, back, stand.sessions(), stand.memory(), len(stand.processes()))
    day.fault = ", ".join(faults)
    return day


def verdict(days: list[Day], reloads: int) -> list[str]:
    """Returns what is wrong with the two weeks as a whole."""
    faults = [f"day {number}: {day.fault}" for number, day in enumerate(days, 1) if day.fault]
    for one, next_one in zip(days, days[1:], strict=False):
        if next_one.sessions < one.sessions:
            faults.append(f"numbers were lost: {one.sessions}, then {next_one.sessions}")
    if days and not days[-1].sessions:
        faults.append("nothing was counted")
    if len(days) >= 7:
        first = statistics.median(day.memory for day in days[1:4])
        last = statistics.median(day.memory for day in days[-3:])
        if last > first * GROWTH:
            faults.append(f"memory grew from {first:.0f} to {last:.0f} MB")
    if len(days) >= 3 and not reloads:
        faults.append("there was no nightly restart")
    return faults


def main() -> int:
    """Returns 0 if all went as it should."""
    parser = argparse.ArgumentParser(description="Runs a stand for two accelerated weeks.")
    parser.add_argument("--folder", type=Path, required=True, help="the built app")
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--browser", default="chromium")
    parser.add_argument("--no-sandbox", action="store_true", help="for root, where Chromium needs it")
    parser.add_argument("--size", default="1080x1920")
    parser.add_argument("--seed", type=int, default=7, help="of the places that are hit")
    parser.add_argument("--verbose", action="store_true", help="shows what the stand says")
    asked = parser.parse_args()
    asked.profile, asked.fault = "try", False
    die, days, reloads, failure = random.Random(asked.seed), list[Day](), 0, ""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        stand = Stand(asked, Path(name).resolve())
        try:
            stand.switch_on()
            acts = list(harms(stand).items())
            for number in range(asked.days):
                harm, act = acts[number % len(acts)]
                before = (stand.health() or {}).get("reloads", 0)
                day = live(stand, harm, act, die)
                after = (stand.health() or {}).get("reloads", 0)
                # Who begins anew after a power cut counts from nothing.
                planned = after if after < before else after - before
                reloads += planned
                days.append(day)
                back = "" if day.back is None else f"{day.back:.1f} s"
                print(
                    f"day {number + 1:2}  {harm:15} {back:>7}  {day.taps:5} taps  {day.sessions:5} visits"
                    f"  {day.memory:5.0f} MB  {day.processes:2} processes  {planned:2} planned  {day.fault}",
                    flush=True,
                )
        except (trial.Failed, subprocess.SubprocessError, OSError) as problem:
            failure = str(problem)
        finally:
            stand.cut_power()
    faults = verdict(days, reloads) + ([failure] if failure else [])
    for fault in faults:
        print("FAILED", fault)
    print(f"{len(days)} days, {sum(day.taps for day in days)} taps, {os.cpu_count()} cores")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
