"""The one browser of a stand: a fresh profile for each start, and nothing of it left at the end."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

# Why each of them is there is told in the guide.
FLAGS = (
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--hide-crash-restore-bubble",
    "--disable-hang-monitor",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--pull-to-refresh=0",
    "--deny-permission-prompts",
    "--enable-features=OverlayScrollbar",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-breakpad",
    "--no-pings",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--check-for-update-interval=31536000",
    "--password-store=basic",
    "--disk-cache-size=33554432",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--enable-speech-dispatcher",
)

# What no flag can turn off. The policies do it, too, where they are set up.
PREFERENCES = {
    "translate": {"enabled": False},
    "credentials_enable_service": False,
    "autofill": {"profile_enabled": False, "credit_card_enabled": False},
}

# Short names: Chromium puts a socket into its temporary folder and ends if the path of that is too long.
OWN_FOLDER = "sitz-stand"
PROFILE = "p-"
LONGEST_PATH = 107 - len("/p-12345678/org.chromium.Chromium.123456/SingletonSocket")

# A browser with its caches needs a few megabytes; a place with less than this is as good as full.
LEAST_ROOM = 100_000_000


class Trouble(Exception):
    """Something outside of this program that keeps a stand from running; the text says what."""


def own_folder(wanted: Path | None) -> Path:
    """Returns a folder that only this user can enter, in memory if possible, so that no disk keeps it."""
    places = [wanted] if wanted else [*_in_memory(), Path(tempfile.gettempdir())]
    for place in places:
        folder = place / f"{OWN_FOLDER}-{os.getuid()}"
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            about = folder.lstat()
        except OSError:
            continue
        # In a place for everybody another user could have put something of this name there.
        ours = stat.S_ISDIR(about.st_mode) and about.st_uid == os.getuid() and not about.st_mode & 0o077
        if ours and len(os.fsencode(folder.absolute())) <= LONGEST_PATH:
            return folder.absolute()
    if wanted and len(os.fsencode(folder.absolute())) > LONGEST_PATH:
        raise Trouble(f"the path of {folder.absolute()} is too long for Chromium")
    raise Trouble(f"no folder for the browser's data could be made in {', '.join(map(str, places))}")


def _in_memory() -> Iterator[Path]:
    """Yields places in memory with enough room."""
    for name in (os.environ.get("XDG_RUNTIME_DIR"), "/dev/shm"):
        place = Path(name) if name else None
        if place and place.is_dir() and _is_memory(place) and shutil.disk_usage(place).free > LEAST_ROOM:
            yield place


def _is_memory(place: Path) -> bool:
    """Tells whether what lies at a place is gone when the power is."""
    best = ("", "")
    try:
        mounts = Path("/proc/self/mounts").read_text().splitlines()
    except OSError:
        return False
    real = str(place.resolve())
    for mount in mounts:
        point, kind = mount.split(" ")[1:3]
        if (real + "/").startswith(point.rstrip("/") + "/") and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1] in ("tmpfs", "ramfs")


def sweep(folder: Path) -> int:
    """Removes profiles that a crash or a power cut has left, and returns how many."""
    left = [path for path in folder.iterdir() if path.name.startswith(PROFILE)]
    for path in left:
        shutil.rmtree(path, ignore_errors=True)
    return len(left)


def screen_size() -> str | None:
    """Returns width and height of the X screen, if `xdpyinfo` can tell."""
    try:
        told = subprocess.run(["xdpyinfo"], capture_output=True, text=True, timeout=5, check=False).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"dimensions:\s+(\d+)x(\d+) pixels", told)
    return f"{found[1]}x{found[2]}" if found else None


def command(program: str, profile: Path, url: str, size: str | None, more: list[str]) -> list[str]:
    """Returns how the browser is called. It dies with us even if we are killed."""
    guard = ["setpriv", "--pdeathsig", "KILL", "--"] if shutil.which("setpriv") else []
    where = ["--ozone-platform=wayland"] if os.environ.get("WAYLAND_DISPLAY") else []
    if size:
        # Without a window manager nobody else makes the window as large as the screen. Chromium takes a line
        # and a column off a window of exactly that size, so it gets one line more, which nobody sees.
        width, height = size.split("x")
        where += ["--window-position=0,0", f"--window-size={width},{int(height) + 1}"]
    return [*guard, program, *FLAGS, *where, f"--user-data-dir={profile}", *more, url]


class Browser:
    """A browser that can be started again and again."""

    def __init__(self, program: str, folder: Path, url: str, size: str | None, more: list[str]) -> None:
        self.program = program
        self.folder = folder
        self.url = url
        self.size = size
        self.more = more
        self._process: subprocess.Popen[bytes] | None = None
        self._profile: Path | None = None
        self._pages: frozenset[int] = frozenset()
        self._last_words: deque[str] = deque(maxlen=3)

    def start(self) -> None:
        """Starts with an empty profile; fails with `OSError` if there is no room or no such program."""
        profile = Path(tempfile.mkdtemp(prefix=PROFILE, dir=self.folder))
        self._profile = profile
        (profile / "Default").mkdir()
        (profile / "Default" / "Preferences").write_text(json.dumps(PREFERENCES), encoding="utf-8")
        self._pages = frozenset()
        self._last_words = deque(maxlen=3)
        size = self.size or (screen_size() if os.environ.get("DISPLAY") else None)
        self._process = subprocess.Popen(
            command(self.program, profile, self.url, size, self.more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=_surroundings(profile),
            start_new_session=True,
        )
        threading.Thread(target=_listen, args=(self._process, self._last_words), daemon=True).start()

    def exited(self) -> int | None:
        """Returns the exit code if it has ended by itself."""
        return self._process.poll() if self._process else None

    def last_words(self) -> list[str]:
        """Returns the last lines that it wrote about itself."""
        return list(self._last_words)

    def lost_a_page(self) -> bool:
        """Tells whether a process that shows pages has gone since the last look."""
        if not self._process:
            return False
        before, self._pages = self._pages, frozenset(_pages_of(self._process.pid))
        return bool(before - self._pages)

    def kill(self) -> None:
        """Ends it with all its processes at once, and removes its profile: nothing in it is worth saving."""
        if self._process:
            for pid in (*_session(self._process.pid), *_naming(str(self._profile))):
                _end(pid)
            _end(self._process.pid)
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                pass
        self._process = None
        for _ in range(10):
            # A dying process may still write.
            if self._profile:
                shutil.rmtree(self._profile, ignore_errors=True)
            if not self._profile or not self._profile.exists():
                break
            time.sleep(0.05)
        self._profile = None


def _surroundings(profile: Path) -> dict[str, str]:
    """Returns the environment of the browser: everything that it writes goes into its profile."""
    env = dict(os.environ)
    if "XAUTHORITY" not in env and Path("~/.Xauthority").expanduser().exists():
        env["XAUTHORITY"] = str(Path("~/.Xauthority").expanduser())
    for name in ("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        env[name] = str(profile)
    return env


def _listen(process: subprocess.Popen[bytes], words: deque[str]) -> None:
    """Keeps the last lines of what a browser writes, so that its pipe never fills up."""
    if not process.stderr:
        return
    with process.stderr as told:
        while line := told.readline(300):
            if text := line.decode(errors="replace").strip():
                words.append(text)


def _end(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def _processes() -> Iterator[int]:
    return (int(name) for name in os.listdir("/proc") if name.isdigit())


def _session(leader: int) -> list[int]:
    """Returns the processes that a browser has begun."""
    return [pid for pid in _processes() if _stat(pid)[1] == leader]


def _pages_of(leader: int) -> list[int]:
    """Returns those of its processes that show pages."""
    shows = (pid for pid in _session(leader) if b"--type=renderer" in _call(pid))
    return [pid for pid in shows if _stat(pid)[0] not in "ZX"]


def _naming(text: str) -> list[int]:
    """Returns processes that were called with a text: some go into a session of their own."""
    return [pid for pid in _processes() if pid != os.getpid() and text.encode() in _call(pid)]


def _stat(pid: int) -> tuple[str, int]:
    """Returns state and session of a process."""
    try:
        # The name stands in parentheses and may hold anything.
        rest = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return rest[0], int(rest[3])
    except (OSError, ValueError, IndexError):
        return "X", 0


def _call(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
