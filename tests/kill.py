"""Kills a browser at random moments while somebody answers: python3 tests/kill.py --folder dist

Needs chromium or firefox-esr (`--browser`), and four to eight seconds for each of the `--times` (200). A small
server hands out the built page with a script that ticks and unticks answers as fast as they are taken, and
tells the server what is stored. Then every process of the browser is killed at once, and the same profile is
started again: the page must run, and what it finds must be exactly what was stored at some moment before.
It prints how much was lost, and fails if anything was broken.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# Ticks answers without end. Each ticking is stored, and what is stored then is told.
FINGER = """
const KEY = "sitz-und-stimme.fit.nrw";
const best = () => ["", ".b"].map((place) => JSON.parse(localStorage.getItem(KEY + place) || "null"))
  .filter((one) => one).sort((a, b) => b.n - a.n)[0] || null;
const tell = (kind, what) => fetch("./" + kind, { method: "POST", body: JSON.stringify(what) });
addEventListener("app-ready", async () => {
  // What lay there when the page started, as the page left it.
  const odd = Object.keys(localStorage).filter((key) => key.includes(".aside"));
  await tell("found", { best: best(), odd, said: document.getElementById("notices")?.innerText || "" });
  location.hash = "#/fit/topics";
  let at = 0;
  setInterval(() => {
    const boxes = document.querySelectorAll("main form input[name=topics]");
    if (!boxes.length || document.querySelector("[data-fresh]")) return;
    boxes[at++ % boxes.length].click();
    const now = best();
    if (now) tell("stored", now);
  }, 15);
});
"""


class Talk:
    """What the page has told since the browser was started."""

    def __init__(self) -> None:
        self.found: dict[str, object] | None = None
        self.stored: dict[int, str] = {}
        self.last = (0, 0.0)
        self.times: dict[int, float] = {}
        self.changed = threading.Condition()

    def hear(self, kind: str, what: dict[str, object]) -> None:
        with self.changed:
            if kind == "found":
                self.found = what
            else:
                turn = int(str(what["n"]))
                self.stored[turn] = json.dumps(what["data"], sort_keys=True)
                self.times[turn] = time.monotonic()
                self.last = max(self.last, (turn, self.times[turn]))
            self.changed.notify_all()


def handler(folder: Path, talk: Talk) -> type[SimpleHTTPRequestHandler]:
    """Serves the folder; the page without its policy and with the finger."""
    page = (folder / "index.html").read_text()
    page = re.sub(r"<meta[^>]*Content-Security-Policy[^>]*>", "", page, flags=re.IGNORECASE)
    page = page.replace("<head>", f"<head><script>{FINGER}</script>", 1)

    class Handler(SimpleHTTPRequestHandler):
        def __init__(self, *args: object) -> None:
            super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

        def do_GET(self) -> None:
            if self.path.split("?")[0] in ("/", "/index.html"):
                body = page.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            else:
                super().do_GET()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            talk.hear(self.path.rsplit("/", 1)[-1], json.loads(body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def command(browser: str, profile: Path, address: str) -> list[str]:
    """Returns how the browser is started, with a profile that outlives it."""
    if browser == "firefox":
        prefs = {"browser.sessionstore.resume_from_crash": "false", "toolkit.startup.max_resumed_crashes": "-1"}
        lines = [f'user_pref("{name}", {value});' for name, value in prefs.items()]
        (profile / "user.js").write_text("\n".join(lines))
        return [shutil.which("firefox-esr") or "firefox", "--headless", "--no-remote", "--profile", str(profile), address]
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-crash-restore-bubble"]
    return [shutil.which("chromium") or "chromium", *flags, f"--user-data-dir={profile}", address]


class Failed(Exception):
    """Something that must not happen; the text says what."""


def start(browser: str, profile: Path, address: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command(browser, profile, address), stdout=quiet, stderr=quiet, start_new_session=True)


def kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--browser", choices=["chromium", "firefox"], default="chromium")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--longest", type=float, default=8.0, help="seconds of answering before a kill")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    die = random.Random(options.seed)
    talk = Talk()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(options.folder.resolve(), talk))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_address[1]}/?lang=de&today=2026-11-22"
    lost: list[int] = []
    seconds: list[float] = []
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        profile = Path(place) / "profile"
        profile.mkdir()
        known: dict[int, str] = {}
        last: tuple[int, float] | None = None
        killed = 0.0
        for number in range(options.times + 1):
            talk.__init__()  # type: ignore[misc]
            process = start(options.browser, profile, address)
            with talk.changed:
                ready = talk.changed.wait_for(lambda: talk.found is not None, 60)
            if not ready or talk.found is None:
                kill(process)
                raise Failed(f"start {number}: the page does not run within 60 s")
            found = talk.found
            if found["odd"] or found["said"]:
                kill(process)
                raise Failed(f"start {number}: set aside {found['odd']}, said {found['said']!r}")
            best = found["best"]
            turn = int(str(best["n"])) if isinstance(best, dict) else 0
            if last is not None:
                data = json.dumps(best["data"], sort_keys=True) if isinstance(best, dict) else None
                # The page may have been killed between storing and telling.
                if turn in known and known[turn] != data:
                    kill(process)
                    raise Failed(f"start {number}: turn {turn} holds {data}, stored was {known[turn]}")
                if turn > last[0] + 1:
                    kill(process)
                    raise Failed(f"start {number}: turn {turn} was never stored")
                lost.append(max(0, last[0] - turn))
                after = [moment for other, moment in times.items() if other > turn]
                seconds.append(killed - min(after) if after else 0.0)
            if number == options.times:
                kill(process)
                break
            time.sleep(die.uniform(0.05, options.longest))
            kill(process)
            killed = time.monotonic()
            # What was lost is written anew, with the same turns.
            known = {other: text for other, text in known.items() if other <= turn} | talk.stored
            times = dict(talk.times)
            last = max(talk.last, (turn, 0.0))
            if number % 20 == 19:
                print(f"  {number + 1} killed, {last[0]} turns", flush=True)
    server.shutdown()
    count = Counter("nothing" if one == 0 else "one change" if one == 1 else "more" for one in lost)
    quarters = statistics.quantiles(seconds, n=20)
    print(f"{options.browser}: killed {len(lost)} times in {time.monotonic() - begun:.0f} s, every start works")
    print(f"  lost: {dict(count)}; seconds of answering lost: median {statistics.median(seconds):.2f}, "
          f"95 of 100 below {quarters[-1]:.2f}, most {max(seconds):.2f}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failed as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
