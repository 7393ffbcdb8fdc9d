"""Handing over a connection from Python by the very code that docs/hand-over.md shows, in every
CPython there is, and by SQLAlchemy's pool.

RUN: for python in %pythons %unread-pythons; do case $python in *python2*) ;; *) echo $python;; esac; done >%t.pythons
RUN: test -s %t.pythons
RUN: for python in $(cat %t.pythons); do env LD_PRELOAD=%shim $python %s keep %tests/../docs 2>%t.err; test $? = 66 || exit 1; done
RUN: grep 'cross-thread-use: sqlite3_step' %t.err
RUN: for python in $(cat %t.pythons); do env LD_PRELOAD=%shim $python %s rebind %tests/../docs || exit 1; done
RUN: for python in $(cat %t.pythons); do env LD_PRELOAD=%shim $python %s any %tests/../docs || exit 1; done
RUN: for python in $(cat %t.pythons); do env LD_PRELOAD=%shim $python %s subclass %tests/../docs || exit 1; done
RUN: %python %s rebind %tests/../docs && %python %s any %tests/../docs
RUN: env LD_PRELOAD=%shim %python %s pool-told %tests/../docs
RUN: env LD_PRELOAD=%shim %python %s pool %tests/../docs 2>%t.err; test $? = 66
"""
import re
import sqlite3
import sys
import threading

what, docs = sys.argv[1:]
with open(docs + "/hand-over.md", encoding="utf-8") as page:
    examples = re.findall(r"^```python\n(.*?)^```$", page.read(), re.DOTALL | re.MULTILINE)
exec(examples[0])


def on_another_thread(work, *arguments):
    thread = threading.Thread(target=work, args=arguments)
    thread.start()
    thread.join()


def use(db):
    if what in ("rebind", "subclass"):
        rebind(db)
    db.execute("select 1").fetchall()
    if what != "any":
        db.close()


class Connection(sqlite3.Connection):
    pass


def with_pool():
    global sqlalchemy, engine
    import sqlalchemy
    import sqlalchemy.event
    from sqlalchemy.pool import QueuePool
    engine = sqlalchemy.create_engine("sqlite:///:memory:", poolclass=QueuePool, pool_size=1,
                                      connect_args={"check_same_thread": False})
    if what == "pool-told":
        exec(examples[1], globals())

    def work():
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text("select 1")).fetchall()

    work()
    on_another_thread(work)
    work()
    with engine.connect() as connection:
        connection.detach()


if what.startswith("pool"):
    with_pool()
else:
    factory = Connection if what == "subclass" else sqlite3.Connection
    db = sqlite3.connect(":memory:", check_same_thread=False, factory=factory)
    if what == "any":
        any_thread(db)
    on_another_thread(use, db)
    if what == "any":
        db.execute("select 2").fetchall()
        db.close()
