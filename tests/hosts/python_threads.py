"""check_same_thread=False hides the use of a connection on another thread from Python, not
from the shim: both threads by the names that Python gives them, both places by file and line.

RUN: rm -f %t.log.*
RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %python %s; test $? = 66
RUN: %python %S/Inputs/show_python.py %t.log.* | %FileCheck %s

CHECK: sqlite3_step: "Thread-1 (work)" use@python_threads.py:[[# @LINE + 14]]
CHECK-SAME: home "MainThread" main@python_threads.py:[[# @LINE + 28]]
CHECK: sqlite3_step: "pool_0" use@python_threads.py:[[# @LINE + 12]]
CHECK-SAME: home "MainThread" main@python_threads.py:[[# @LINE + 26]]
CHECK: sqlite3_step: "renamed" use@python_threads.py:[[# @LINE + 10]]
CHECK-SAME: home "Fädchen" Opener.run@python_threads.py:[[# @LINE + 19]]
"""
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor


def use(db):
    pass
    db.execute("select 1")


def work(db):
    use(db)


class Opener(threading.Thread):
    def run(self):
        pass
        self.db = sqlite3.connect(":memory:", check_same_thread=False)


def main():
    pass
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
