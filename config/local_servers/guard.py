"""The guard of one server: its parent, which starts it again when it dies and stops it when its last user is gone.

Run as a process of its own, in its own session: python -m config.local_servers.guard INSTANCE KIND
"""

import signal
import subprocess
import sys
import time

from config.local_servers import locks, processes
from config.local_servers.errors import LocalServerError
from config.local_servers.servers import KINDS, Server

LOOK_EVERY_SECONDS = 0.2
STOP_SECONDS = 15
PREDECESSOR_SECONDS = 5
# A server that dies more often than this within one guard's life has a fault that another start does not mend.
STARTS = 5
GAVE_UP = 1


def main(instance: str, kind: str) -> int:
    """Guard the server until nobody uses it. Returns 0 when it was stopped in order, GAVE_UP when it does not run."""
    server = KINDS[kind](instance)
    if not _become_the_guard(server):
        return 0
    users = locks.open_lock(server.users_lock)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        data = server.prepare()
        server.make_socket_directory()
        for _ in range(STARTS):
            processes.end_leftovers(data)
            process = _start(server, data)
            try:
                while process.poll() is None:
                    # Nobody new can come in from here on: they wait for this lock until this process is gone.
                    if locks.try_to_take(users, locks.EXCLUSIVE):
                        return 0
                    time.sleep(LOOK_EVERY_SECONDS)
            finally:
                processes.end(process, server.stop_signal, seconds=STOP_SECONDS)
            if locks.try_to_take(users, locks.EXCLUSIVE):
                return 0
            print(f"{server.title} ended by itself ({process.returncode}).", flush=True)  # noqa: T201 - its log
            time.sleep(LOOK_EVERY_SECONDS)
    except LocalServerError as error:
        print(error, flush=True)  # noqa: T201 - its log
    return GAVE_UP


def _become_the_guard(server: Server) -> bool:
    guard = locks.open_lock(server.guard_lock)
    give_up = time.monotonic() + PREDECESSOR_SECONDS
    while not locks.try_to_take(guard, locks.EXCLUSIVE):
        if time.monotonic() > give_up:
            return False
        time.sleep(LOOK_EVERY_SECONDS)
    return True


def _start(server: Server, data) -> subprocess.Popen:
    return subprocess.Popen(
        processes.command_as(server.owner, server.command(data), death_signal=server.stop_signal),
        stdin=subprocess.DEVNULL,
        cwd=data,
        env=processes.server_environment(),
        start_new_session=True,
        preexec_fn=processes.dying_with_parent(server.stop_signal),
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
