"""Starts child processes, keeps them alive, stops them in order; no Django in here.

A child is a session of its own, so that Ctrl-C reaches only the supervisor, which then stops its
children, the last one first. The kernel ends a child whose supervisor was killed (Linux).
"""

import contextlib
import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

MAX_RESTARTS = 3  # of one child within RESTART_WINDOW_S
RESTART_WINDOW_S = 60.0
PATIENCE_S = 12.0  # for a child to finish what it does, when everything stops
POLL_S = 0.2
PR_SET_PDEATHSIG = 1
NOTEWORTHY = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|^Traceback|Error: ", re.IGNORECASE)

Say = Callable[[str], None]


class ChildFailedError(Exception):
    """A child does not stay alive; the text names it, its log, and the log's last lines."""


@dataclass
class Child:
    """One process of the platform: how it is started, and how often it had to be."""

    name: str
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    restarts: list[float] = field(default_factory=list)
    told_up_to: int = 0  # bytes of the log that have been looked at

    def start(self, environment: dict[str, str]) -> None:
        """Start the process; what it prints is added to its log."""
        with self.log.open("ab") as log:
            self.told_up_to = self.told_up_to or log.tell()
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
                preexec_fn=_end_with(os.getpid()),  # noqa: PLW1509 – this process has no threads
            )

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: signal.Signals, *, everybody: bool = False) -> None:
        """Send a signal to the process, or to all its session; a dead one is no error."""
        if self.process is not None and (everybody or self.process.poll() is None):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                (os.killpg if everybody else os.kill)(self.process.pid, number)

    def news(self) -> Iterator[str]:
        """Yield the warnings and errors written to the log since the last call."""
        with self.log.open("rb") as file:
            file.seek(self.told_up_to)
            lines = file.read().rpartition(b"\n")[0]
        if lines:
            self.told_up_to += len(lines) + 1
        for line in lines.decode("utf-8", errors="replace").splitlines():
            if NOTEWORTHY.search(line):
                yield line

    def last_lines(self, count: int = 12) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join(lines[-count:])


def _end_with(parent: int) -> Callable[[], None] | None:
    """Return what a child does before it starts: ask the kernel to end it with its parent."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)

    def before_exec() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent died in between: nobody would tell us
            os._exit(1)

    return before_exec


class Supervisor:
    """Runs its children until it is told to stop, or until one of them cannot be kept alive."""

    def __init__(self, children: Sequence[Child], environment: dict[str, str], say: Say) -> None:
        self.children = children
        self.environment = environment
        self.say = say
        self.stop_signals = 0

    def run(
        self,
        prepare: Callable[[], None],
        ready: Callable[[], bool],
        announce: Callable[[], None],
        complete: Callable[[], bool] = lambda: True,
    ) -> None:
        """Start the first child, and `prepare` meanwhile; once it is `ready`, start the others.

        Once they are `complete`, call `announce`; look after all of them until SIGINT, SIGTERM or
        SIGHUP. They are stopped in any case, also when `prepare` fails or Ctrl-C interrupts it.
        ChildFailedError: one died more than MAX_RESTARTS times within RESTART_WINDOW_S.
        """
        try:
            self.children[0].start(self.environment)
            prepare()
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, self._on_signal)
            if self._wait_until(ready):
                for child in self.children[1:]:
                    child.start(self.environment)
                if self._wait_until(complete):
                    announce()
            while not self.stop_signals:
                self._look_after_children()
                time.sleep(POLL_S)
        finally:
            self._stop()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.stop_signals += 1

    def _wait_until(self, condition: Callable[[], bool]) -> bool:
        """Look after the children until `condition` holds; return whether nobody said stop."""
        while not self.stop_signals and not condition():
            self._look_after_children()
            time.sleep(POLL_S / 4)
        return not self.stop_signals

    def _look_after_children(self) -> None:
        for child in self.children:
            if child.process is None:
                continue
            for line in child.news():
                self.say(f"{child.name}: {line}")
            if not child.is_alive and not self.stop_signals:
                self._restart(child)

    def _restart(self, child: Child) -> None:
        now = time.monotonic()
        child.restarts = [at for at in child.restarts if now - at < RESTART_WINDOW_S]
        ending = describe_end(child.process.returncode if child.process else 0)
        if len(child.restarts) >= MAX_RESTARTS:
            raise ChildFailedError(
                f"{child.name} {ending}, {MAX_RESTARTS + 1} times within a minute; giving up.\n"
                f"Its last lines (all of them: {child.log}):\n{child.last_lines()}"
            )
        child.restarts.append(now)
        self.say(f"{child.name} {ending}; starting it again ({len(child.restarts)} of 3).")
        child.signal(signal.SIGKILL, everybody=True)  # what it may have left behind
        child.start(self.environment)

    def _stop(self) -> None:
        """Stop the children, the last one first; asked a second time, do not wait for them."""
        asked = max(self.stop_signals, 1)
        self.say("Stopping… (Ctrl-C again: at once)")
        for child in reversed(self.children):
            child.signal(signal.SIGTERM)
            end = time.monotonic() + PATIENCE_S
            while child.is_alive and time.monotonic() < end and self.stop_signals <= asked:
                time.sleep(POLL_S / 4)
            child.signal(signal.SIGKILL, everybody=True)
            if child.process is not None:
                child.process.wait()


def describe_end(code: int) -> str:
    """Return in words how a process ended, from its return code (negative: a signal)."""
    if code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with code {code}"
