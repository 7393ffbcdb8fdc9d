"""Python refuses the use of a connection on another thread, and says two numbers. The shim says
where the thread that made it opened it, and where the attempt was; the exception that the
program sees is the same.

RUN: for python in %pythons; do echo "$python" && rm -f %t.log.* && \
RUN:   $python %s >%t.plain && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log $python %s >%t.out; test $? = 66; } && \
RUN:   diff %t.plain %t.out && \
RUN:   %python %S/Inputs/show_refused.py %t.log.* | %FileCheck %s || exit 1; done
RUN: grep -c 'can only be used in that same thread' %t.plain | grep -x 7
RUN: env LD_PRELOAD=%shim %python %s 2>%t.err; test $? = 66
RUN: %FileCheck %s --check-prefix=TEXT <%t.err
RUN: { %lanyard report %t.log.* || test $? = 1; } | grep 'Python does not tell which.*created by thread .*opened by sqlite3_open_v2 at the same place'

A laxer policy does not ask who made a connection, and a call that is refused is refused once.
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=policy=exclusive %python %s >%t.out 2>&1 && diff %t.plain %t.out
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=on_violation=misuse %python %s >%t.out; test $? = 66 && diff %t.plain %t.out
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=on_violation=abort %python %s >%t.out 2>&1; test $? = 134

Each place once, however often the program comes by; what is made from a connection, too.
CHECK: sqlite3.ProgrammingError x3: "stranger" commit@python_refused.py:[[# @LINE + 38]]
CHECK-SAME: home "maker_0" make@python_refused.py:[[# @LINE + 29]] one.db
CHECK-NEXT: sqlite3.ProgrammingError x2: "stranger" fetch@python_refused.py:[[# @LINE + 40]]
CHECK-SAME: home "maker_0" make@python_refused.py:[[# @LINE + 27]] one.db
Of two connections of one thread it was one, and Python does not tell which.
CHECK-NEXT: sqlite3.ProgrammingError x1: "stranger" commit@{{.*}} home "maker_0" make@{{[^ ]*}} two.db
CHECK-SAME: or "maker_0" make@{{[^ ]*}} three.db
One that is closed has no home any more.
CHECK-NEXT: sqlite3.ProgrammingError x1: "stranger" commit@{{.*}} home nowhere
CHECK-NOT: sqlite3.ProgrammingError

TEXT: lanyard: python-refused: sqlite3.ProgrammingError on a connection to one.db (serialized)
TEXT-NEXT: used by thread {{[0-9]+}} "stranger"
TEXT-NEXT: started by thread 1 "MainThread" in Thread.start threading.py
TEXT-NEXT: Python  commit
TEXT: home thread {{[0-9]+}} "maker_0", opened by sqlite3_open_v2
TEXT-NEXT: started by thread 1 "MainThread" in Thread.start threading.py
TEXT-NEXT: Python  make
TEXT: or home thread {{[0-9]+}} "maker_0", opened by sqlite3_open_v2 at the same place
TEXT-NEXT: lanyard explain
TEXT: home thread not known: it has no open connection
"""
import os
import sqlite3
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor


def make(name):
    return sqlite3.connect(os.path.join(folder, name))


def make_two():
    return make("three.db"), make("two.db")


def commit(connection):
    connection.commit()


def fetch(cursor):
    cursor.fetchone()


def attempt(function, made):
    try:
        function(made)
    except sqlite3.ProgrammingError as error:
        print(str(error).split(". ")[0], flush=True)


def on_a_stranger(function, made):
    thread = threading.Thread(target=attempt, args=(function, made), name="stranger")
    thread.start()
    thread.join()


with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1, "maker") as maker:
    def on_its_own(function, *arguments):
        return maker.submit(function, *arguments).result()

    one = on_its_own(make, "one.db")
    for _ in range(3):
        on_a_stranger(commit, one)
    cursor = on_its_own(one.cursor)
    for _ in range(2):
        on_a_stranger(fetch, cursor)
    on_its_own(one.close)

    three, two = on_its_own(make_two)
    on_a_stranger(commit, two)
    on_its_own(two.close)
    on_its_own(three.close)

    on_a_stranger(commit, one)
