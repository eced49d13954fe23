"""A line that takes its time, or is cut: TCP to a server of this machine, each piece passed on after a set while."""

import asyncio
import contextlib
import threading
from typing import Self

CHUNK_BYTES = 65_536


class SlowLine:
    """Listens on a free port of 127.0.0.1. What the client sends takes `there_ms`, what it gets `back_ms`, in order."""

    def __init__(self, target_port: int, there_ms: float, back_ms: float) -> None:
        self.there_ms = there_ms
        self.back_ms = back_ms
        self.url = ""
        self.target_port = target_port
        self.is_cut = False
        self._loop = asyncio.new_event_loop()
        self._listens = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._listens.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def cut(self, *, is_cut: bool = True) -> None:
        """End all connections, and let none through until it is mended with False."""
        self.is_cut = is_cut
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        self._listens.set()
        self._loop.run_forever()
        server.close()
        self._loop.run_until_complete(self._hang_up())
        self._loop.close()

    async def _hang_up(self) -> None:
        open_ones = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in open_ones:
            task.cancel()
        await asyncio.gather(*open_ones, return_exceptions=True)

    async def _serve(self, near_in: asyncio.StreamReader, near_out: asyncio.StreamWriter) -> None:
        try:
            if self.is_cut:
                raise ConnectionRefusedError
            far_in, far_out = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            near_out.close()
            return
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(
                self._pass_on(near_in, far_out, self.there_ms), self._pass_on(far_in, near_out, self.back_ms)
            )
        near_out.close()
        far_out.close()

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, delay_ms: float) -> None:
        """Pieces wait side by side, so that a second one right behind the first is not later by two delays."""
        with contextlib.suppress(OSError):
            while chunk := await source.read(CHUNK_BYTES):
                self._loop.call_later(delay_ms / 1000, sink.write, chunk)
        await asyncio.sleep(delay_ms / 1000)
        with contextlib.suppress(OSError):
            sink.write_eof()
