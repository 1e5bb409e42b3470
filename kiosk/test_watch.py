"""Tests of the watch over the browser, with a made-up clock."""

from __future__ import annotations

import random
import unittest

from watch import PAUSES, Do, Phase, Rules, Watch


class Times:
    """A watch with a made-up clock that looks four times a second."""

    def __init__(self, rules: Rules = Rules(), day: int = 100, minute: int = 600) -> None:
        self.watch = Watch(rules)
        self.now = 1000.0
        self.day, self.minute, self.update = day, minute, False
        self.done: list[tuple[float, Do, str]] = []

    def go(self, seconds: float, says: str | None = None, beat: float = 1.0) -> list[Do]:
        """Lets time pass; the page says `says` every `beat` seconds. Returns what was done."""
        before = len(self.done)
        for step in range(round(seconds * 4)):
            self.now += 0.25
            if says and self.watch.phase is not Phase.WAITING and step % round(beat * 4) == 0:
                self.watch.sign(says)
            do, why = self.watch.tick(self.now, self.day, self.minute, self.update)
            if do is not Do.NOTHING:
                self.done.append((self.now, do, why))
        return [do for _, do, _ in self.done[before:]]

    def why(self) -> str:
        return self.done[-1][2]


class TestWatch(unittest.TestCase):
    def test_it_starts_at_once_and_leaves_a_living_page_alone(self) -> None:
        for beat in (1.0, 5.0, 10.0):
            times = Times()
            self.assertEqual(times.go(0.25), [Do.START])
            self.assertEqual(times.go(7200, "session", beat), [])

    def test_a_silent_page_is_ended_after_twenty_seconds(self) -> None:
        times = Times()
        times.go(10, "session")
        self.assertEqual(times.go(18), [])
        self.assertEqual(times.go(4), [Do.KILL, Do.START])
        self.assertIn("no sign of life for 20 s", times.done[-2][2])
        self.assertEqual(times.watch.restarts, 1)

    def test_a_start_may_take_a_minute(self) -> None:
        times = Times()
        self.assertEqual(times.go(59), [Do.START])
        self.assertEqual(times.go(3), [Do.KILL, Do.START])
        times.go(30)
        self.assertEqual(times.go(300, "attract"), [])

    def test_a_page_process_that_has_gone_makes_it_impatient(self) -> None:
        for beat, patience in ((1.0, 2.5), (5.0, 12.5), (10.0, 20)):
            times = Times()
            times.go(30, "session", beat)
            times.watch.orphaned()
            self.assertEqual(times.go(25)[0], Do.KILL)
            self.assertIn(f" for {patience}", times.done[1][2])
        times = Times()
        times.go(30, "session")
        times.watch.orphaned()
        self.assertEqual(times.go(60, "session"), [], "it was another process")
        self.assertEqual(times.go(10), [], "and is forgotten")

    def test_a_page_that_says_it_is_broken_is_started_anew_at_once(self) -> None:
        times = Times()
        times.go(10, "session")
        self.assertEqual(times.go(0.5, "broken"), [Do.KILL, Do.START])
        times.go(0.25, "broken")
        self.assertEqual(times.go(1.75, "broken"), [], "but not again and again")
        self.assertEqual(times.go(0.5), [Do.START])

    def test_pauses_grow_and_are_forgotten_after_five_good_minutes(self) -> None:
        times = Times()
        times.go(0.25)
        pauses = [times.watch.exited()]
        for _ in range(8):
            times.go(pauses[-1] + 0.5)
            self.assertIs(times.watch.phase, Phase.STARTING)
            pauses.append(times.watch.exited())
        self.assertEqual(pauses, [*PAUSES, 60.0, 60.0])
        times.go(61)
        times.go(298, "attract")
        self.assertEqual(times.watch.exited(), 60.0)
        times.go(61)
        times.go(301, "attract")
        self.assertEqual(times.watch.exited(), 1.0)

    def test_no_start_comes_before_its_pause(self) -> None:
        times = Times()
        times.go(0.25)
        times.watch.exited()
        times.go(1.5)
        times.watch.exited()
        self.assertEqual(times.go(1.75), [])
        self.assertEqual(times.go(0.5), [Do.START])

    def test_the_night_comes_once_and_waits_for_a_free_moment(self) -> None:
        times = Times(Rules(night=240))
        times.go(10, "session")
        times.day, times.minute = 101, 239
        self.assertEqual(times.go(60, "attract"), [])
        times.minute = 240
        self.assertEqual(times.go(3600, "session"), [])
        self.assertEqual(times.watch.planned, ["nightly restart"])
        times.minute = 301
        self.assertEqual(times.go(2, "attract"), [Do.KILL, Do.START])
        self.assertEqual(times.go(3600, "attract"), [])
        self.assertEqual((times.watch.reloads, times.watch.restarts, times.watch.failures), (1, 0, 0))

    def test_a_start_after_that_minute_is_not_followed_by_the_restart(self) -> None:
        times = Times(Rules(night=240), minute=241)
        self.assertEqual(times.go(600, "attract"), [Do.START])
        early = Times(Rules(night=240), minute=239)
        early.go(60, "attract")
        early.minute = 240
        self.assertEqual(early.go(2, "attract"), [Do.KILL, Do.START])

    def test_a_start_for_another_reason_is_as_good_as_the_planned_one(self) -> None:
        times = Times(Rules(night=240), minute=239)
        times.go(10, "session")
        times.minute = 240
        times.go(10, "session")
        times.watch.exited()
        self.assertEqual(times.go(600, "attract"), [Do.START])

    def test_a_new_version_waits_for_a_free_moment(self) -> None:
        times = Times()
        times.go(10, "session")
        times.update = True
        self.assertEqual(times.go(60, "closed"), [])
        self.assertEqual(times.go(0.25, "attract"), [Do.KILL])
        self.assertEqual(times.why(), "new version")

    def test_without_signs_only_the_end_and_the_night_count(self) -> None:
        times = Times(Rules(listens=False, night=240, give_up=3), minute=0)
        self.assertEqual(times.go(7200), [Do.START])
        times.minute = 240
        self.assertEqual(times.go(1), [Do.KILL, Do.START])
        for _ in range(9):
            times.watch.exited()
            self.assertEqual(times.go(61), [Do.START])
        times.go(10, "attract")
        self.assertEqual(times.go(21), [Do.KILL], "a page that spoke although nobody expected it")

    def test_it_gives_up_after_mute_starts_only(self) -> None:
        times = Times(Rules(give_up=3))
        done = times.go(600)
        self.assertEqual(done[:7], [Do.START, Do.KILL] * 3 + [Do.GIVE_UP])
        spoke = Times(Rules(give_up=3))
        for _ in range(30):
            spoke.go(61)
            spoke.watch.sign("attract")
            self.assertNotIn(Do.GIVE_UP, spoke.go(1))
            spoke.watch.exited()

    def test_a_machine_that_slept_is_not_taken_for_a_silent_page(self) -> None:
        times = Times()
        times.go(10, "session")
        times.now += 36_000
        self.assertEqual(times.go(10), [])
        times.watch.sign("session")
        times.now -= 500
        self.assertEqual(times.go(19), [])
        self.assertEqual(times.go(2)[0], Do.KILL)

    def test_whatever_happens_the_browser_comes_back(self) -> None:
        for seed in range(60):
            chance = random.Random(seed)
            times = Times(Rules(night=chance.choice([None, 0, 240, 1439])))
            on = False
            for _ in range(3000):
                what = chance.random()
                if what < 0.3 and on:
                    times.watch.sign(chance.choice(["attract", "session", "closed", "broken", "unknown"]))
                elif what < 0.31 and on:
                    times.watch.exited()
                    on = False
                elif what < 0.33:
                    times.watch.orphaned()
                elif what < 0.34:
                    times.day += chance.choice([-400, 1, 1, 400])
                times.minute = (times.minute + chance.choice([0, 0, 1, 60])) % 1440
                times.update = chance.random() < 0.01
                times.now += chance.choice([0.25, 0.25, 1, 100, -10])
                do, _ = times.watch.tick(times.now, times.day, times.minute, times.update)
                self.assertNotEqual((do, on), (Do.START, True), f"two browsers, seed {seed}")
                self.assertNotEqual((do, on), (Do.KILL, False), f"nothing to end, seed {seed}")
                on = {Do.START: True, Do.KILL: False}.get(do, on)
                self.assertEqual(on, times.watch.phase is not Phase.WAITING)
                self.assertLessEqual(len(times.watch.planned), 2)
            times.update = False
            times.go(95, "attract")
            self.assertIs(times.watch.phase, Phase.RUNNING, f"seed {seed}")


if __name__ == "__main__":
    unittest.main()
