"""An IPython shell without a kernel: cells in, outputs as plain data out."""

from __future__ import annotations

import array
import builtins
import fcntl
import getpass
import io
import os
import sys
import termios
import threading
import time
import traceback
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

# What outputs may be made of. No HTML, SVG or JavaScript: staff open them in a browser.
MIMETYPES = ("text/plain", "image/png")
MAX_TRACEBACK = 6_000  # characters
MAX_MESSAGE = 500


class Outputs:
    """What one cell printed and drew, up to a number of bytes for all cells."""

    def __init__(self, max_bytes: int) -> None:
        self.items: list[dict[str, Any]] = []
        self._left = max_bytes
        self._lock = threading.Lock()

    def take(self) -> list[dict[str, Any]]:
        with self._lock:
            taken, self.items = self.items, []
        return taken

    def stream(self, name: str, text: str) -> None:
        text = text[: self._allow(len(text))]
        with self._lock:
            last = self.items[-1] if self.items else {}
            if last.get("type") == "stream" and last.get("name") == name:
                last["parts"].append(text)
            elif text:
                self.items.append({"type": "stream", "name": name, "parts": [text]})

    def display(self, data: dict[str, Any], is_result: bool = False) -> None:
        safe: dict[str, str] = {}
        for kind in MIMETYPES:
            value = data.get(kind)
            if isinstance(value, str) and self._allow(len(value)) == len(value):
                safe[kind] = value
        if safe:
            with self._lock:
                item = {"type": "display", "data": safe, "result": is_result}
                self.items.append(item)

    def error(self, kind: str, message: str, lines: str) -> None:
        with self._lock:
            item = {"type": "error", "kind": kind, "message": message, "text": lines}
            self.items.append(item)

    def _allow(self, wanted: int) -> int:
        with self._lock:
            allowed = min(wanted, self._left)
            self._left -= allowed
        return allowed


class _Tap(io.RawIOBase):
    """sys.stdout or sys.stderr of the learner's cells."""

    def __init__(self, name: str, fd: int, outputs: Outputs) -> None:
        self._name, self._fd, self._outputs = name, fd, outputs
        self._owner = os.getpid()

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._fd

    def write(self, data: Any) -> int:
        raw = bytes(data)
        if os.getpid() != self._owner:  # a child process: only the pipe leads home
            return os.write(self._fd, raw)
        self._outputs.stream(self._name, raw.decode("utf-8", "replace"))
        return len(raw)


def _capture(fd: int, name: str, outputs: Outputs) -> int:
    """Send what is written straight to the descriptor (by C code, by programs) too."""
    reader, writer = os.pipe()
    os.dup2(writer, fd)
    os.close(writer)

    def drain() -> None:
        while data := os.read(reader, 65536):
            outputs.stream(name, data.decode("utf-8", "replace"))

    threading.Thread(target=drain, daemon=True).start()
    return reader


def _is_empty(pipe: int) -> bool:
    waiting = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, waiting)
    return waiting[0] == 0


class _Publisher(DisplayPublisher):
    outputs: Outputs

    def publish(self, data: Any, *_args: Any, **_more: Any) -> None:
        self.outputs.display(data)

    def clear_output(self, wait: bool = False) -> None:
        pass


class _ResultHook(DisplayHook):
    outputs: Outputs

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        self.outputs.display(format_dict, is_result=True)

    def finish_displayhook(self) -> None:
        self._is_active = False


class _LearnerShell(InteractiveShell):
    outputs: Outputs

    def enable_gui(self, gui: Any = None) -> None:
        pass  # %matplotlib asks for it; there is no window here

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        lines = "\n".join(stb)[-MAX_TRACEBACK:]
        self.outputs.error(etype.__name__, _message(evalue), lines)

    def ask_exit(self) -> None:
        pass


class NoInput(RuntimeError):
    """A cell asks a question, and nobody is there to answer."""


def _no_input(*_args: Any, **_more: Any) -> str:
    raise NoInput(
        "input() : personne ne peut répondre pendant la correction. Écris la valeur "
        "dans la cellule. / Nobody can answer input() while your work is marked. "
        "Write the value in the cell."
    )


def prepared() -> _LearnerShell:
    """IPython's shell of this process, made once. The warm process asks for it
    before it forks: it takes 70 ms."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Context"
    config.InteractiveShell.enable_tip = False
    ip: _LearnerShell = _LearnerShell.instance(
        config=config,
        displayhook_class=_ResultHook,
        display_pub_class=_Publisher,
    )
    ip.display_formatter.active_types = list(MIMETYPES)
    if warm := sys.modules.get("matplotlib_inline.backend_inline"):
        # Imported before there was a shell, it has not attached itself to one.
        warm._enable_matplotlib_integration()
    return ip


class Shell:
    """Runs cells and remembers the namespace the probe looks into."""

    def __init__(self, output_bytes: int) -> None:
        self.outputs = Outputs(output_bytes)
        self._pipes = []
        for fd, name in ((1, "stdout"), (2, "stderr")):
            self._pipes.append(_capture(fd, name, self.outputs))
            tap = _Tap(name, fd, self.outputs)
            text = io.TextIOWrapper(tap, "utf-8", "replace", write_through=True)  # type: ignore[type-var]
            setattr(sys, name, text)
        builtins.input = _no_input
        getpass.getpass = _no_input
        sys.path.append("")  # the learner's own modules, never before the libraries
        self.ip = ip = prepared()
        ip.outputs = ip.displayhook.outputs = ip.display_pub.outputs = self.outputs

    @property
    def names(self) -> dict[str, Any]:
        found: dict[str, Any] = self.ip.user_ns
        return found

    def run(self, source: str) -> dict[str, Any]:
        """Run one cell. Returns its outputs and the error it ended with, or None."""
        error: BaseException | None
        try:
            result = self.ip.run_cell(source, store_history=True)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as raised:
            error = raised
            self.outputs.error(type(raised).__name__, _message(raised), "")
        self._settle()
        return {"outputs": _joined(self.outputs.take()), "error": describe(error)}

    def _settle(self) -> None:
        """Let what was written to the descriptors arrive, for a tenth of a second."""
        for _ in range(20):
            if all(_is_empty(pipe) for pipe in self._pipes):
                return
            time.sleep(0.005)


def describe(error: BaseException | None) -> dict[str, Any] | None:
    """An exception as plain data: class name, message, line of the cell."""
    if error is None:
        return None
    kinds = [kind.__name__ for kind in type(error).__mro__[:-2]]
    return {
        "kind": kinds[0] if kinds else "BaseException",
        "kinds": kinds[:8],
        "message": _message(error),
        "line": _line(error),
        "name": str(getattr(error, "name", None) or "")[:80],
    }


def _line(error: BaseException) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    own = [
        f.lineno
        for f in frames
        if "ipykernel" in f.filename or "<ipython" in f.filename
    ]
    return own[-1] if own else None


def _message(error: BaseException) -> str:
    try:
        return str(error)[:MAX_MESSAGE]
    except Exception:
        return ""


def _joined(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for item in items:
        if "parts" in item:
            item["text"] = "".join(item.pop("parts"))
    return items
