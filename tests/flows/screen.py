"""A screen of its own with the program on it, driven by keys alone as a person would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "xdotool", "openbox")
SIZE = (1280, 800)


def missing() -> list[str]:
    """What of the tools for a real window is not installed here."""
    return [tool for tool in NEEDED if shutil.which(tool) is None]


@contextmanager
def a_screen(size=SIZE):
    """A virtual screen with a window manager; answers the environment of programs that are to show on it."""
    seen, number = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(number), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp"],
        pass_fds=(number,),
        stderr=subprocess.DEVNULL,
    )
    os.close(number)
    with os.fdopen(seen) as told:
        display = f":{told.readline().strip()}"
    surroundings = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(["openbox"], env=surroundings, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield surroundings
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(10)


class Program:
    """The program in its window, on a screen."""

    def __init__(self, surroundings, memory: Path, *arguments: str) -> None:
        self.surroundings = {**surroundings, "DEALERDESK_WINDOW_FILE": str(memory)}
        self._running = subprocess.Popen([sys.executable, "main.py", *arguments], cwd=ROOT, env=self.surroundings)

    def keys(self, *keys: str) -> None:
        """Press keys, each given as `ctrl+5` or `Return`."""
        for key in keys:
            self._xdotool("key", "--clearmodifiers", key)
            time.sleep(0.06)

    def types(self, text: str) -> None:
        """Type a text."""
        self._xdotool("type", "--delay", "8", text)

    def waits_for_window(self, title: str, patience: float = 40) -> None:
        """Wait until a window whose title holds this shows, and give it the keyboard."""
        self.waits(lambda: self._comes_forward(title), f"no window “{title}” came forward", patience)
        time.sleep(0.6)  # a window that came forward may not have the keyboard yet: a key now would be lost

    def waits(self, until, otherwise: str, patience: float = 40) -> None:
        """Wait until something holds."""
        end = time.monotonic() + patience
        while not until():
            assert self._running.poll() is None, "the program ended"
            assert time.monotonic() < end, otherwise
            time.sleep(0.1)

    def picture(self, file: Path) -> None:
        """Keep what the screen shows, where the tool for it is there."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", str(file)], env=self.surroundings, check=True)

    def ends(self, patience: float = 20) -> int:
        """Wait until the program has ended; answers its exit code."""
        return self._running.wait(patience)

    def kill(self) -> None:
        """End it at once, if it still runs."""
        if self._running.poll() is None:
            self._running.kill()
            self._running.wait()

    def _comes_forward(self, title: str) -> bool:
        """Whether the window is there and has the keyboard now; the window manager may still be starting."""
        found = self._find(title)
        return bool(found) and self._asked("windowactivate", "--sync", found[-1]).returncode == 0

    def _find(self, title: str) -> list[str]:
        return self._asked("search", "--onlyvisible", "--name", title).stdout.split()

    def _asked(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["xdotool", *arguments], env=self.surroundings, capture_output=True, text=True, check=False, timeout=20
        )

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.surroundings, check=True, stdout=subprocess.DEVNULL)
