"""When the browser of a stand is started, left alone and ended.

Knows neither processes nor network nor clock: it is told what happened and asked what to do, so tests can run
two weeks in a second.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

# A look at the clock that comes later than this many seconds after the last one counts as this many: the
# machine was asleep or busy, and the page had no more chance to speak than we had to listen.
LONGEST_STEP = 5.0

# Seconds before the next try, by the number of failures in a row.
PAUSES = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0)

# The page calls itself so when nobody uses it. Only then it may be restarted without need.
ATTRACT = "attract"

# The page calls itself so when its program has failed and only a fresh start can help.
BROKEN = "broken"


class Do(Enum):
    """What is to be done now."""

    NOTHING = "nothing"
    START = "start"
    KILL = "kill"
    GIVE_UP = "give up"


class Phase(Enum):
    """Where the browser stands."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"


@dataclass(frozen=True)
class Rules:
    """How patient the watch is, in seconds.

    `silence` ends a browser whose page was heard before, `orphaned` does so if one of its page processes has
    gone (or two and a half of the page's own beats, if that is longer), `startup` ends one that was never
    heard. After `good` seconds earlier failures are forgotten. `night` is the minute of the day of the
    nightly restart. After `give_up` mute starts in a row the whole program ends, so that what started it can
    start more than a browser anew; 0: never. Without `listens` the page is not expected to speak.
    """

    silence: float = 20.0
    orphaned: float = 2.5
    startup: float = 60.0
    good: float = 300.0
    night: int | None = None
    give_up: int = 0
    listens: bool = True


class Watch:
    """One browser over its many lives."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.phase = Phase.WAITING
        self.state = "starting"
        self.restarts = 0
        self.reloads = 0
        self.failures = 0
        self.mute_starts = 0
        self.planned: list[str] = []
        self._time = 0.0
        self._looked: float | None = None
        self._since = 0.0
        self._heard: float | None = None
        self._beat: float | None = None
        self._orphaned = False
        self._next = 0.0
        self._night_of: int | None = None

    def silent(self) -> float | None:
        """Returns the seconds since the last sign of life of this browser, if there was one."""
        return None if self._heard is None else self._time - self._heard

    def sign(self, state: str) -> None:
        """Takes a sign of life."""
        if self.phase is Phase.WAITING:
            return
        if self.phase is Phase.STARTING:
            self.phase = Phase.RUNNING
            self.mute_starts = 0
        self.state = state
        self._beat = self.silent()
        self._heard = self._time
        self._orphaned = False

    def orphaned(self) -> None:
        """Notes that a process that shows pages has gone: if the page falls silent, too, it was its own."""
        self._orphaned = self.phase is Phase.RUNNING

    def exited(self) -> float:
        """Notes that the browser has ended by itself, and returns the seconds until the next start."""
        return self._failed()

    def tick(self, now: float, day: int, minute: int, update: bool) -> tuple[Do, str]:
        """Returns what is to be done, and why.

        `now` never goes back; `day` and `minute` are those of the wall clock, which may jump. `update` tells
        that a newer version of the app lies ready.
        """
        step = 0.0 if self._looked is None else now - self._looked
        self._looked = now
        self._time += min(max(step, 0.0), LONGEST_STEP)
        self._plan(day, minute, update)
        if self.phase is Phase.WAITING:
            return self._waiting()
        running = self._time - self._since
        if self.phase is Phase.RUNNING and running >= self.rules.good:
            self.failures = 0
        why = self._fault(running)
        if why:
            self._failed()
            if self.failures == 1:
                # It had run well, and its end was waited for: the next start need not wait, too.
                self._next = self._time
            return Do.KILL, why
        if self.planned and self._free():
            why = " and ".join(self.planned)
            self.reloads += 1
            self._wait(0.0)
            return Do.KILL, why
        return Do.NOTHING, ""

    def _waiting(self) -> tuple[Do, str]:
        if self.rules.give_up and self.mute_starts >= self.rules.give_up:
            return Do.GIVE_UP, f"{self.mute_starts} starts without a sign of life"
        if self._time < self._next:
            return Do.NOTHING, ""
        self.phase = Phase.STARTING
        self.state = "starting"
        self._since = self._time
        self._orphaned = False
        self.planned = []
        self.mute_starts += self.rules.listens
        return Do.START, ""

    def _fault(self, running: float) -> str:
        """Returns what is wrong with the browser, or nothing."""
        silent = self.silent()
        if silent is None:
            mute = self.rules.listens and running >= self.rules.startup
            return f"no sign of life in {running:.0f} s since the start" if mute else ""
        if self.state == BROKEN:
            return "the page says that it is broken"
        beat = self.rules.silence if self._beat is None else 2.5 * self._beat
        if self._orphaned and silent >= max(self.rules.orphaned, beat):
            return f"a page process has gone, silent for {silent:.1f} s"
        if silent >= self.rules.silence:
            return f"no sign of life for {silent:.0f} s"
        return ""

    def _plan(self, day: int, minute: int, update: bool) -> None:
        """Notes restarts that are due but can wait for a free moment."""
        night = self.rules.night
        if night is not None:
            if self._night_of is None:
                # A start after that minute is as good as the restart would be.
                self._night_of = day if minute >= night else day - 1
            if minute >= night and day != self._night_of:
                self._night_of = day
                self._want("nightly restart")
        if update:
            self._want("new version")

    def _want(self, what: str) -> None:
        if what not in self.planned:
            self.planned.append(what)

    def _free(self) -> bool:
        """Tells whether nobody uses the stand; a page that never speaks cannot say so, and has to bear it."""
        if self._heard is None:
            return not self.rules.listens
        return self.state == ATTRACT

    def _failed(self) -> float:
        self.restarts += 1
        pause = PAUSES[min(self.failures, len(PAUSES) - 1)]
        self.failures += 1
        self._wait(pause)
        return pause

    def _wait(self, pause: float) -> None:
        self.phase = Phase.WAITING
        self.state = "starting"
        self._heard = None
        self._beat = None
        self._next = self._time + pause
