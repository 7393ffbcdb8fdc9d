"""A server that uses a connection on the wrong thread, says "ready", and waits for signals.

    server.py SIGNAL

Each signal that it gets is one line, "got NAME"; it ends when it gets SIGNAL.
"""

import signal
import sqlite3
import sys
import threading

last = signal.Signals[sys.argv[1]]
signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1,
           signal.SIGUSR2)
signal.pthread_sigmask(signal.SIG_BLOCK, signals)
connection = sqlite3.connect(":memory:", check_same_thread=False)
worker = threading.Thread(target=lambda: connection.execute("select 1").fetchall())
worker.start()
worker.join()
print("ready", flush=True)
got = None
while got != last:
    got = signal.Signals(signal.sigwait(signals))
    print("got", got.name, flush=True)
