"""Python finalises at exit, on the main thread, what other threads left: counted, not reported.

RUN: for python in %pythons %unread-pythons; do echo "$python" && rm -f %t.log.* && \
RUN:   env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log $python %s && \
RUN:   %FileCheck %s <$(ls %t.log.*) || exit 1; done

CHECK: "type":"start"
CHECK-NEXT: {"type":"end","counts":{"violations":0,"uses":0,"at_exit":{{[1-9][0-9]*}},"unreported":0,"suppressed":0}}
"""
import sqlite3
import threading

kept = []


def leave():
    kept.append(sqlite3.connect(":memory:", check_same_thread=False))
    kept.append(kept[0].execute("select 1"))


thread = threading.Thread(target=leave)
thread.start()
thread.join()
