"""A prefork server: gunicorn --preload imports the application before it forks its workers. An
application that opens its database at import has one connection in all of them; one that opens
in the worker is right.

RUN: timeout 60 %python %s %shim %t import | %FileCheck --check-prefix=SERVED %s
RUN: %python %S/Inputs/show_forks.py %t.import/log.* | %FileCheck %s
RUN: timeout 60 %python %s %shim %t worker | %FileCheck --check-prefix=SERVED %s
RUN: %python %S/Inputs/show_forks.py %t.worker/log.* | wc -l | grep -x 0

SERVED: served by 1 worker
CHECK: use-after-fork sqlite3_prepare_v2 connection via fork at Arbiter.spawn_worker@arbiter.py:{{[0-9]+}} of the parent{{$}}
CHECK: use-after-fork sqlite3_step statement via fork at Arbiter.spawn_worker@arbiter.py:{{[0-9]+}} of the parent{{$}}
CHECK: use-after-fork sqlite3_close_v2 connection via fork at Arbiter.spawn_worker@arbiter.py:{{[0-9]+}} of the parent at exit
"""
import http.client
import os
import shutil
import socket
import subprocess
import sys

APPLICATION = """
import os, sqlite3
file = os.environ["DATABASE"]
def connect():
    db = sqlite3.connect(file, check_same_thread=False)
    db.execute("create table if not exists seen(pid)")
    return db

db = connect() if os.environ["OPENS"] == "import" else None

def application(environ, start_response):
    global db
    if not db:
        db = connect()
    count = db.execute("select count(*) from seen").fetchall()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""


def ask(address):
    connection = http.client.HTTPConnection("localhost")
    connection.sock = socket.socket(socket.AF_UNIX)
    connection.sock.connect(address)
    connection.request("GET", "/")
    return connection.getresponse().read().decode()


def main(shim, prefix, opens):
    folder = f"{prefix}.{opens}"
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(f"{folder}/app.py", "w", encoding="utf-8") as file:
        file.write(APPLICATION)
    address = os.path.relpath(f"{folder}/socket")  # a short name: it must fit sun_path
    ready, told = os.pipe()
    environment = dict(os.environ, LD_PRELOAD=shim, LANYARD_OPTIONS=f"log_path={folder}/log",
                       DATABASE=f"{folder}/app.db", OPENS=opens)
    configuration = f"{folder}/gunicorn.conf.py"
    with open(configuration, "w", encoding="utf-8") as file:
        file.write(f"import os\ndef post_worker_init(worker): os.write({told}, b'.')\n")
    server = subprocess.Popen(
        ["/usr/bin/gunicorn", "--preload", "--workers=1", f"--bind=unix:{address}",
         f"--config={configuration}", f"--pythonpath={folder}", "--log-level=error",
         "app:application"], env=environment, pass_fds=[told])
    os.close(told)
    assert os.read(ready, 1) == b".", "gunicorn did not start"
    answers = {ask(address) for _ in range(4)}
    server.terminate()
    server.wait(30)
    assert answers and str(server.pid) not in answers, answers
    print(f"served by {len(answers)} worker")


main(*sys.argv[1:])
