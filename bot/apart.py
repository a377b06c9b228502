"""Apart: work that may block is done beside the server's own thread, so that one call that hangs keeps nobody waiting.

Between the channels and what they call: turns of the assistant, the desk, the pages. Each kind has a thread with an event
loop of its own, which keeps the order of arrival. Where the thread is stuck, whoever waits is told in time, and what has
not begun goes on in a fresh one.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import threading
import time
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")

SIGN = 1.0  # seconds after which a thread that has not finished is asked for a sign, again and again
GRACE = 0.25  # seconds in which a thread that is not stuck gives a sign
STUCK = 8  # threads of a kind that may be stuck at the same time; beyond, nothing more is tried until one is free again


class Late(asyncio.TimeoutError):
    """The work did not end in time, or is not begun at all because what it needs hangs."""


class _Thread:
    """A thread that runs an event loop until it is told to end."""

    def __init__(self, name: str):
        self.loop = asyncio.new_event_loop()
        self.turn = asyncio.Lock()  # of work that goes one piece at a time
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()
        self.loop.close()

    def sign(self) -> concurrent.futures.Future[None]:
        """Done as soon as the thread is at its loop."""
        given: concurrent.futures.Future[None] = concurrent.futures.Future()
        self.soon(_settle, given, None)
        return given

    def soon(self, work: Callable[..., Any], *given: Any) -> None:
        """Has it done in this thread, unless that has ended: then nothing is left to be done in it."""
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(work, *given)

    def end(self) -> None:
        """Ends the thread, in it, when all that it has begun is done."""
        waiting = asyncio.all_tasks(self.loop)
        if not waiting:
            self.loop.stop()
        else:
            next(iter(waiting)).add_done_callback(lambda _: self.loop.call_soon(self.end))


class _Job(Generic[Result]):
    """One piece of work: `done` is its result; `begun` says whether it was started."""

    def __init__(self, work: Callable[[], Awaitable[Result]]):
        self.work, self.begun = work, False
        self.thread: _Thread | None = None
        self.done: concurrent.futures.Future[Result] = concurrent.futures.Future()


class Apart:
    """Work of one kind. Its thread is started by the first piece.

    `alone`: a piece begins when the one before it has ended, and not while that one awaits something.
    """

    def __init__(self, name: str, most: int = STUCK, alone: bool = False):
        self.name, self.most, self.alone = name, most, alone
        self._lock = threading.Lock()
        self._thread: _Thread | None = None
        self._stuck: set[_Thread] = set()
        self._coming: dict[_Job[Any], None] = {}  # not begun, in the order of arrival

    @property
    def stuck(self) -> bool:
        """Whether something hangs at this moment."""
        return bool(self._stuck)

    async def run(self, work: Callable[[], Awaitable[Result]], seconds: float, stuck: float | None = None) -> Result:
        """The result of `work()`, awaited there for `seconds`, or for `stuck` seconds where its thread gives no sign.

        Raises Late, or what the work raises.
        """
        job = self._given(work)
        future, began, hangs = asyncio.wrap_future(job.done), time.monotonic(), False
        try:
            while not future.done():
                left = began + (stuck or seconds if hangs else seconds) - time.monotonic()
                if left <= 0:
                    raise Late
                await asyncio.wait({future}, timeout=min(left, SIGN))
                if not future.done() and job.thread:
                    sign = asyncio.wrap_future(job.thread.sign())
                    await asyncio.wait((sign, future), timeout=GRACE, return_when=asyncio.FIRST_COMPLETED)
                    hangs = not (sign.done() or future.done()) and self._silent(job)
            return future.result()
        finally:
            self._left(job)

    async def call(self, work: Callable[..., Result], *given: Any, seconds: float) -> Result:
        """The result of `work(*given)`, a plain function that may block. Raises as `run`."""
        return await self.run(_plain(work, given), seconds)

    def wait(self, work: Callable[..., Result], *given: Any, seconds: float) -> Result:
        """The same for code that is no coroutine and is on a thread of its own kind already. Raises as `run`."""
        job = self._given(_plain(work, given))
        try:
            return job.done.result(seconds)
        except concurrent.futures.TimeoutError:
            concurrent.futures.wait([sign := job.thread.sign()] if job.thread else [], GRACE)
            if job.thread and not sign.done():
                self._silent(job)
            raise Late from None
        finally:
            self._left(job)

    def _left(self, job: _Job[Any]) -> None:
        """Nobody waits for it any more."""
        job.done.cancel()
        with self._lock:
            self._coming.pop(job, None)

    def _given(self, work: Callable[[], Awaitable[Result]]) -> _Job[Result]:
        job = _Job(work)
        with self._lock:
            if self._thread in self._stuck:
                raise Late
            self._thread = self._thread or _Thread(self.name)
            self._coming[job] = None
            self._put(job, self._thread)
        return job

    def _put(self, job: _Job[Any], thread: _Thread) -> None:
        job.thread = thread
        thread.soon(self._taken, job, thread)

    def _taken(self, job: _Job[Any], thread: _Thread) -> None:
        task = thread.loop.create_task(self._done(job, thread))
        job.done.add_done_callback(lambda done: thread.soon(task.cancel) if done.cancelled() else None)

    async def _done(self, job: _Job[Any], thread: _Thread) -> None:
        async with thread.turn if self.alone else contextlib.nullcontext():
            with self._lock:
                if job.thread is not thread:
                    return  # it has gone on to another thread
                job.begun = True
                self._coming.pop(job, None)
            try:
                _settle(job.done, await job.work())
            except asyncio.CancelledError:
                job.done.cancel()
            except BaseException as error:
                _settle(job.done, error=error)

    def _silent(self, job: _Job[Any]) -> bool:
        """The thread of this piece of work gave no sign: another takes its place, if there may be one, and what has not
        begun. Whether this piece is left behind."""
        with self._lock:
            thread = job.thread
            if thread is self._thread and thread not in self._stuck and thread is not None:
                self._stuck.add(thread)
                thread.soon(self._free, thread)
                if len(self._stuck) <= self.most:
                    self._thread = _Thread(self.name)
                    for other in self._coming:
                        self._put(other, self._thread)
            return job.begun or job.thread in self._stuck

    def _free(self, thread: _Thread) -> None:
        """A thread that was stuck goes on: as before if none took its place, else to its end."""
        with self._lock:
            self._stuck.discard(thread)
            replaced = thread is not self._thread
        if replaced:
            thread.end()


def _plain(work: Callable[..., Result], given: tuple[Any, ...]) -> Callable[[], Awaitable[Result]]:
    async def called() -> Result:
        return work(*given)

    return called


def _settle(done: concurrent.futures.Future[Any], result: Any = None, error: BaseException | None = None) -> None:
    """Gives the result, unless nobody waits for it any more."""
    with contextlib.suppress(concurrent.futures.InvalidStateError):
        done.set_result(result) if error is None else done.set_exception(error)


TURNS = Apart("turns", alone=True)  # what the assistant is asked, Rasa and the actions included
DESK = Apart("desk")  # the desk's database
PAGES = Apart("pages")  # what is looked up in the store and shown
