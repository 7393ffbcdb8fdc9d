"""Python's ways to fork: os.fork, and multiprocessing with the fork start method. The report
says in Python frames where the fork was made. A child that ends in an orderly way finalizes the
inherited connection: that is told, though it is at exit.

RUN: rm -f %t.log.* %t.db*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %python %s fork %t.db
RUN: %python %S/Inputs/show_forks.py %t.log.* | %FileCheck --check-prefix=FORK %s
RUN: rm -f %t.log.* %t.db*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %python %s process %t.db
RUN: %python %S/Inputs/show_forks.py %t.log.* | %FileCheck --check-prefix=PROCESS %s
RUN: rm -f %t.log.* %t.db*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %python %s leave %t.db
RUN: %python %S/Inputs/show_forks.py %t.log.* | %FileCheck --check-prefix=LEAVE %s
RUN: rm -f %t.log.* %t.db*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %python %s own %t.db
RUN: %python %S/Inputs/show_forks.py %t.log.* | wc -l | grep -x 0

FORK: use-after-fork sqlite3_step statement via fork at in_a_fork@fork_python.py:[[# @LINE + 29]] of the parent{{$}}
PROCESS: use-after-fork sqlite3_step statement via fork at Popen._launch@popen_fork.py:{{[0-9]+}} of the parent{{$}}
LEAVE: use-after-fork sqlite3_close_v2 connection via fork at in_a_fork@fork_python.py:[[# @LINE + 27]] of the parent at exit
"""
import multiprocessing
import os
import sqlite3
import sys

what, file = sys.argv[1:]
db = None if what == "own" else sqlite3.connect(file)


def work():
    global db
    if what == "leave":
        return
    if not db:
        db = sqlite3.connect(file)
    db.execute("create table if not exists t(x)").fetchall()
    if what == "own":
        db.close()


def leave():
    sys.exit(0) if what == "leave" else os._exit(0)


def in_a_fork():
    child = os.fork()
    if child == 0:
        work()
        leave()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def in_a_process():
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join()
    return process.exitcode


status = in_a_process() if what == "process" else in_a_fork()
if what == "own":
    assert in_a_process() == 0
# What the child leaves with by _exit is its own; exit() gives the shim's.
assert status == (66 if what == "leave" else 0), status
