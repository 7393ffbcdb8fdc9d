r"""check_same_thread=False hides the use of a connection on another thread from Python, not
from the shim: both threads by the names that Python gives them, both places by file and line.

RUN: for python in %pythons; do echo "$python" && rm -f %t.log.* && \
RUN:   { env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log $python %s; test $? = 66; } && \
RUN:   %python %S/Inputs/show_python.py %t.log.* | %FileCheck %s || exit 1; done

python=0 and stack_depth=1 leave out what they say.
RUN: rm -f %t.few.*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.few:python=0:stack_depth=1 %python %s; test $? = 66
RUN: %not grep '"python":.{' %t.few.*
RUN: %not grep '"native":.{[^]]*},{' %t.few.*
RUN: grep '"native":.{[^]]*}.,"python":..}' %t.few.* | grep sqlite3_step

3.9 names threads after no function, and before 3.11 functions have no qualified names.
CHECK: sqlite3_step: "Thread-1{{( \(work\))?}}" use@python_threads.py:[[# @LINE + 13]]
CHECK-SAME: home "MainThread" main@python_threads.py:[[# @LINE + 25]]
CHECK: sqlite3_step: "pool_0" use@python_threads.py:[[# @LINE + 11]]
CHECK-SAME: home "MainThread" main@python_threads.py:[[# @LINE + 23]]
CHECK: sqlite3_step: "renamed" use@python_threads.py:[[# @LINE + 9]]
CHECK-SAME: home "Fädchen" {{(Opener\.)?}}run@python_threads.py:[[# @LINE + 17]]
"""
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor


def use(db):
    db.execute("select 1")


def work(db):
    use(db)


class Opener(threading.Thread):
    def run(self):
        self.db = sqlite3.connect(":memory:", check_same_thread=False)


def main():
    db = sqlite3.connect(":memory:", check_same_thread=False)
    thread = threading.Thread(target=work, args=[db])
    thread.start()
    thread.join()
    with ThreadPoolExecutor(thread_name_prefix="pool") as pool:
        pool.submit(work, db).result()
    opener = Opener(name="Fädchen")
    opener.start()
    opener.join()
    thread = threading.Thread(target=lambda: (setattr(thread, "name", "renamed"), use(opener.db)))
    thread.start()
    thread.join()


main()
