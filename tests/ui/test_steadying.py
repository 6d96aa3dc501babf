"""A long sitting does not end for want of None: PySide takes references that it was never given."""

from __future__ import annotations

import subprocess
import sys

LONG = """
import sys
import dealerdesk.ui
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Teller(QObject):
    told = Signal(bool)

app = QApplication(["desk"])
label, teller = QLabel(), Teller()
teller.told.connect(lambda on: None)
for _ in range(60_000):
    label.setText("x")
    teller.told.emit(False)
    teller.told.emit(True)
print("still here")
"""


def test_a_long_sitting_goes_on(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run([sys.executable, "-c", LONG], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "still here\n"), done.stderr
