"""A server that uses a connection on the wrong thread, says "ready", and ends by signal.

Each signal that it gets is one line, "got NAME"; SIGUSR1, SIGUSR2 and SIGHUP let it go on.
"""

import signal
import sqlite3
import threading

signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1,
           signal.SIGUSR2)
signal.pthread_sigmask(signal.SIG_BLOCK, signals)
connection = sqlite3.connect(":memory:", check_same_thread=False)
worker = threading.Thread(target=lambda: connection.execute("select 1").fetchall())
worker.start()
worker.join()
print("ready", flush=True)
while True:
    got = signal.sigwait(signals)
    print("got", got.name, flush=True)
    if got in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT):
        break
# Whatever else was sent is there by now, since a signal sent to a process that waits for
# it is pending when the call that sent it returns.
for late in signal.sigpending():
    print("got also", late.name, flush=True)
