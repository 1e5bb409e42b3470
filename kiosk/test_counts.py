"""Tests of the numbers of the stand: they outlive restarts, and no damage takes more than what it hits."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import counts
from counts import Counts
from test_serve import Folder


class TestCounts(Folder):
    def setUp(self) -> None:
        super().setUp()
        self.said: list[str] = []
        self.day = "2026-11-22"
        self.file = self.folder / "state" / "counts.json"

    def begin(self) -> Counts:
        return Counts(self.folder / "state", self.said.append, lambda: self.day)

    def test_the_table_is_that_of_the_page(self) -> None:
        kept = self.begin()
        self.assertEqual(kept.to_csv(), "day,sessions,checks,results,handovers,panics,wipes_idle\r\n")
        for day, what in [
            ("2026-11-23", "sessions"),
            ("2026-11-23", "languages.tr"),
            ("2026-11-22", "sessions"),
            ("2026-11-22", "sessions"),
            ("2026-11-22", "wipes_idle"),
            ("2026-11-22", "languages.de-simple"),
        ]:
            self.day = day
            self.assertTrue(kept.add(what))
        self.assertEqual(
            kept.to_csv(),
            "day,sessions,checks,results,handovers,panics,wipes_idle,language_de-simple,language_tr\r\n"
            "2026-11-22,2,0,0,0,0,1,1,0\r\n"
            "2026-11-23,1,0,0,0,0,0,0,1\r\n",
        )

    def test_numbers_outlive_a_restart(self) -> None:
        before = self.begin()
        for what in ("sessions", "languages.ar", "results"):
            before.add(what)
        before.write()
        after = self.begin()
        after.add("sessions")
        expected = {"2026-11-22": {"sessions": 2, "results": 1, "languages": {"ar": 1}}}
        self.assertEqual(json.loads(after.to_json()), expected)
        self.assertEqual(self.said, [])

    def test_what_is_nothing_is_not_counted(self) -> None:
        kept = self.begin()
        odd = ["", "session", "sessions.de", "languages", "languages.", "languages.DE", "languages.de de"]
        odd += ["languages." + "a" * 21, "languages.-", "languages.=1", "day", "2026-11-22"]
        for what in odd:
            self.assertFalse(kept.add(what), what)
        self.assertEqual(kept.to_json(), "{}\n")
        for number in range(60):
            kept.add(f"languages.x{number}")
        self.assertEqual(len(json.loads(kept.to_json())[self.day]["languages"]), counts.MOST_LANGUAGES)

    def test_it_writes_at_most_every_five_seconds(self) -> None:
        kept = self.begin()
        kept.write_soon(0.0)
        self.assertFalse(self.file.exists())
        kept.add("sessions")
        kept.write_soon(1.0)
        first = self.file.read_text()
        kept.add("sessions")
        kept.write_soon(5.9)
        self.assertEqual(self.file.read_text(), first)
        kept.write_soon(6.0)
        self.assertEqual(json.loads(self.file.read_text())[self.day]["sessions"], 2)

    def test_a_power_cut_in_the_middle_leaves_the_numbers_of_before(self) -> None:
        kept = self.begin()
        kept.add("sessions")
        kept.write()
        kept.add("sessions")
        with mock.patch.object(Path, "replace", side_effect=OSError(28, "No space left on device")):
            kept.write()
            kept.write()
        self.assertEqual(len(self.said), 1, self.said)
        self.assertIn("No space left", self.said[0])
        self.assertEqual(json.loads(self.begin().to_json())[self.day]["sessions"], 1)
        # It is tried again.
        kept.write()
        self.assertEqual(json.loads(self.begin().to_json())[self.day]["sessions"], 2)

    def test_damage_takes_what_it_hits_only(self) -> None:
        self.file.parent.mkdir()
        stored = {
            "2026-11-20": {"sessions": 3, "checks": -1, "results": "4", "panics": True, "languages": {"de": 2}},
            "2026-13-40": {"sessions": 1},
            "2026-11-21": [1],
            "2026-11-22": {"sessions": 2**40, "languages": {"DE": 1, "": 2, "tr": 1.5}},
        }
        self.file.write_text(json.dumps(stored))
        expected = {"2026-11-20": {"sessions": 3, "languages": {"de": 2}}, "2026-11-22": {"sessions": 2**32 - 1}}
        self.assertEqual(json.loads(self.begin().to_json()), expected)
        for text in ("{", "[]", "", "[" * 100_000):
            self.file.write_text(text)
            self.assertEqual(self.begin().to_json(), "{}\n")
            self.assertEqual((self.file.parent / "counts.damaged.json").read_text(), text)
        self.assertEqual(len(self.said), 4)

    def test_a_place_that_cannot_be_written_is_said_once(self) -> None:
        (self.folder / "state").write_text("a file in the way")
        kept = self.begin()
        for _ in range(3):
            kept.add("sessions")
            kept.write()
        self.assertEqual(len(self.said), 1)
        self.assertEqual(json.loads(kept.to_json())[self.day]["sessions"], 3)

    def test_the_oldest_days_go_first(self) -> None:
        kept = self.begin()
        for year in range(1900, 1900 + counts.MOST_DAYS + 5):
            self.day = f"{year}-01-01"
            kept.add("sessions")
        days = json.loads(kept.to_json())
        self.assertEqual((len(days), min(days)), (counts.MOST_DAYS, "1905-01-01"))

    def test_forgetting_leaves_a_way_back_once(self) -> None:
        kept = self.begin()
        kept.add("sessions")
        kept.forget()
        self.assertEqual(kept.to_json(), "{}\n")
        self.assertEqual(self.begin().to_json(), "{}\n")
        self.assertIn("sessions", (self.file.parent / "counts.old.json").read_text())
        kept.forget()

    def test_where_the_numbers_lie(self) -> None:
        wanted = Path("/somewhere")
        self.assertEqual(counts.state_folder(wanted, {"STATE_DIRECTORY": "/a"}), wanted)
        self.assertEqual(counts.state_folder(None, {"STATE_DIRECTORY": "/a:/b"}), Path("/a"))
        self.assertEqual(counts.state_folder(None, {"XDG_STATE_HOME": "/x"}), Path("/x/sitz-und-stimme"))
        self.assertEqual(counts.state_folder(None, {}), Path.home() / ".local/state/sitz-und-stimme")
