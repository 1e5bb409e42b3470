"""Keeps what a stand counts: numbers per day, over restarts of the browser, which forgets everything."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

# The names of the numbers, in the order of the columns of the table.
WORDS = ("sessions", "checks", "results", "handovers", "panics", "wipes_idle")
LANGUAGES = "languages"

# As in the app: more cannot be but by damage.
MOST_DAYS = 400
MOST_LANGUAGES = 40
MOST = 2**32 - 1

# Seconds between two writings.
PAUSE = 5.0

FILE = "counts.json"
OLD = "counts.old.json"
DAMAGED = "counts.damaged.json"

Days = dict[str, dict[str, Any]]


def state_folder(wanted: Path | None, surroundings: Mapping[str, str]) -> Path:
    """Returns where the numbers lie: as asked for, else as systemd says, else where users keep such things."""
    if wanted:
        return wanted
    if given := surroundings.get("STATE_DIRECTORY"):
        return Path(given.split(":")[0])
    home = surroundings.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(home) / "sitz-und-stimme"


def _is_day(text: str) -> bool:
    try:
        return time.strftime("%Y-%m-%d", time.strptime(text, "%Y-%m-%d")) == text
    except ValueError:
        return False


def _number(value: Any) -> int:
    plain = isinstance(value, int) and not isinstance(value, bool)
    return min(value, MOST) if plain and value > 0 else 0


def is_tag(text: str) -> bool:
    """Tells whether something can be the tag of a language."""
    return re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", text) is not None and len(text) <= 20


def read(text: str) -> Days:
    """Reads a record; what is damaged in it is left out. Fails with `ValueError` if it is none at all."""
    stored = json.loads(text)
    if not isinstance(stored, dict):
        raise ValueError("not an object")
    days: Days = {}
    for day, counts in sorted(stored.items()):
        if not _is_day(day) or not isinstance(counts, dict):
            continue
        numbers = {word: _number(counts.get(word)) for word in WORDS}
        kept: dict[str, Any] = {word: number for word, number in numbers.items() if number}
        chosen = counts.get(LANGUAGES)
        tags = chosen.items() if isinstance(chosen, dict) else ()
        languages = {tag: _number(number) for tag, number in sorted(tags) if is_tag(tag) and _number(number)}
        if languages:
            kept[LANGUAGES] = dict(list(languages.items())[:MOST_LANGUAGES])
        days[day] = kept
    return dict(list(days.items())[-MOST_DAYS:])


def table(days: Days) -> str:
    """Returns a table for spreadsheets, the same as the page makes: a line per day.

    There are only digits, days and names of columns that begin with a letter: nothing runs as a formula.
    """
    tags = sorted({tag for counts in days.values() for tag in counts.get(LANGUAGES, {})})
    lines = [["day", *WORDS, *(f"language_{tag}" for tag in tags)]]
    for day, counts in sorted(days.items()):
        numbers = [counts.get(word, 0) for word in WORDS]
        numbers += [counts.get(LANGUAGES, {}).get(tag, 0) for tag in tags]
        lines.append([day, *map(str, numbers)])
    return "".join(",".join(line) + "\r\n" for line in lines)


class Counts:
    """The numbers of a stand, in memory and in a file that is never half written."""

    def __init__(self, folder: Path, say: Callable[[str], None], today: Callable[[], str] | None = None) -> None:
        self.folder = folder
        self._say = say
        self._today = today or (lambda: time.strftime("%Y-%m-%d"))
        self._lock = threading.Lock()
        self._days: Days = {}
        self._changed = False
        self._written = -PAUSE
        self._complained = False
        self._load()

    def add(self, what: str) -> bool:
        """Counts one of `WORDS` or a language (`languages.de`) today; tells whether there is such a thing."""
        word, _, tag = what.partition(".")
        with self._lock:
            day = self._days.get(self._today(), {})
            if word in WORDS and not tag:
                day[word] = min(day.get(word, 0) + 1, MOST)
            elif word == LANGUAGES and is_tag(tag):
                languages = day.setdefault(LANGUAGES, {})
                if tag not in languages and len(languages) >= MOST_LANGUAGES:
                    return False
                languages[tag] = min(languages.get(tag, 0) + 1, MOST)
            else:
                return False
            self._days[self._today()] = day
            for old in sorted(self._days)[:-MOST_DAYS]:
                del self._days[old]
            self._changed = True
            return True

    def forget(self) -> None:
        """Forgets all numbers. The file of before is kept once, so that a slip can be mended."""
        self.write()
        with self._lock:
            self._days, self._changed = {}, False
            try:
                (self.folder / FILE).replace(self.folder / OLD)
            except FileNotFoundError:
                pass
            except OSError as fault:
                self._complain(fault)

    def to_json(self) -> str:
        """Returns the record as the page reads it."""
        with self._lock:
            return json.dumps(self._days, sort_keys=True) + "\n"

    def to_csv(self) -> str:
        """Returns the table."""
        with self._lock:
            return table(self._days)

    def write_soon(self, now: float) -> None:
        """Writes what has changed, unless that was done a moment ago; `now` is of a clock nobody can set."""
        if self._changed and now - self._written >= PAUSE:
            self._written = now
            self.write()

    def write(self) -> None:
        """Writes what has changed: whoever reads finds the numbers of before or of now, never half of them."""
        with self._lock:
            if not self._changed:
                return
            try:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                new = self.folder / (FILE + ".new")
                with open(new, "w", encoding="utf-8") as file:
                    file.write(json.dumps(self._days, sort_keys=True) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
                new.replace(self.folder / FILE)
                self._changed = False
            except OSError as fault:
                self._complain(fault)

    def _load(self) -> None:
        file = self.folder / FILE
        try:
            self._days = read(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            pass
        except OSError as fault:
            self._complain(fault)
        except (ValueError, RecursionError):
            self._say(f"{file} is damaged; it is kept as {DAMAGED}, and counting begins anew")
            try:
                file.replace(self.folder / DAMAGED)
            except OSError as fault:
                self._complain(fault)

    def _complain(self, fault: OSError) -> None:
        """Says once that nothing can be kept; counting goes on in memory."""
        if not self._complained:
            self._complained = True
            self._say(f"the numbers cannot be kept in {self.folder}: {fault.strerror}")
