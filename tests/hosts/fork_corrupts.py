"""A child that does nothing but close the inherited connection damages the database: it rolls the
parent's transaction back behind the parent's back, and takes the journal away. The twin that
leaves the connection alone does no harm.

RUN: %python %s %t.db close | grep -x 'malformed: True'
RUN: %python %s %t.db leave | grep -x 'malformed: False'

RUN: rm -f %t.log.*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %python %s %t.db close
RUN: %python %S/Inputs/show_forks.py %t.log.* | %FileCheck %s
RUN: rm -f %t.log.*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %python %s %t.db leave
RUN: %python %S/Inputs/show_forks.py %t.log.* | wc -l | grep -x 0

CHECK: use-after-fork sqlite3_close_v2 connection via fork at main@fork_corrupts.py:[[# @LINE + 25]]
"""
import os
import sqlite3
import sys


def is_malformed(file):
    try:
        with sqlite3.connect(file) as db:
            return db.execute("pragma integrity_check").fetchall() != [("ok",)]
    except sqlite3.DatabaseError as error:
        return "malformed" in str(error)


def main(file, what):
    for name in (file, file + "-journal"):
        if os.path.exists(name):
            os.unlink(name)
    db = sqlite3.connect(file, isolation_level=None)
    db.execute("create table t(x)")
    # A transaction larger than the cache, so that a part of it is in the file already.
    db.execute("pragma cache_size=1")
    db.execute("begin immediate")
    db.executemany("insert into t values(?)", ((str(i) * 50,) for i in range(2000)))
    child = os.fork()
    if child == 0:
        if what == "close":
            db.close()
        os._exit(0)
    os.waitpid(child, 0)
    try:
        db.execute("commit")
    except sqlite3.OperationalError as error:
        print(error)
    print("malformed:", is_malformed(file))


main(*sys.argv[1:])
