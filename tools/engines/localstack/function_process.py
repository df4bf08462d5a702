"""One function's execution environment as one Node process, asked and answered in lines of JSON."""

import dataclasses
import json
import os
import select
import subprocess
import tempfile
import time

# The environment variables of the engine that a function's process needs to run at all.
_INHERITED = ("PATH", "HOME", "TMPDIR", "LANG")
_READ_BYTES = 1 << 20


@dataclasses.dataclass(frozen=True)
class Answer:
    """What the worker wrote: `value` or `error` as Lambda would return it, and its peak memory."""

    is_error: bool
    body: object
    memory_mb: int


@dataclasses.dataclass(frozen=True)
class Silence:
    """The worker wrote nothing: it took too long (`exit_code` is None), or it ended."""

    exit_code: int | None


class FunctionProcess:
    """A Node process that runs node-worker.mjs. After a silence it is gone; make a new one."""

    def __init__(self, node: str, worker: str, directory: str, environment: dict[str, str]):
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._log = tempfile.TemporaryFile("w+b")
        self._answers, write_end = os.pipe()
        self._unread = b""
        self._process = subprocess.Popen(
            [node, worker, str(write_end)],
            cwd=directory,
            env={**inherited, **environment},
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            pass_fds=(write_end,),
        )
        os.close(write_end)

    def ask(self, request: dict, limit_seconds: float) -> Answer | Silence:
        """Sends one request and waits for its answer, at most `limit_seconds`."""
        try:
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            return Silence(self._process.wait())
        deadline = time.monotonic() + limit_seconds
        while b"\n" not in self._unread:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([self._answers], [], [], left)[0]:
                return Silence(None)
            chunk = os.read(self._answers, _READ_BYTES)
            if not chunk:
                return Silence(self._process.wait())
            self._unread += chunk
        line, self._unread = self._unread.split(b"\n", 1)
        return Answer(**json.loads(line))

    def take_log(self) -> str:
        """What the function has printed since the last time."""
        self._log.seek(0)
        text = self._log.read().decode(errors="replace")
        # The process holds the same open file, so this moves where it writes next, too.
        self._log.seek(0)
        self._log.truncate()
        return text

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._answers)
        self._log.close()
        try:
            self._process.stdin.close()
        except BrokenPipeError:
            pass
