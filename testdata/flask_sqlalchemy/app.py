#!/usr/bin/env python3
"""The program Lanyard was started for, in three forms.

A Flask server answers each request on a thread of its own, SQLAlchemy's scoped_session
gives each thread a session, and an asyncio client calls the server from a
ThreadPoolExecutor. Now and then it logs "Exception during reset or similar ... SQLite
objects created in a thread can only be used in that same thread", and nobody sees which
thread made the object or which one touched it.

  as-written  what people write: the session is never removed. A request's thread ends
              and leaves a session that refers to itself, with a connection inside, until
              Python's garbage collector happens to run on some other thread.
  unchecked   the same with check_same_thread=False, the advice people find. The error is
              gone; the connection is still rolled back and closed on the wrong thread.
  mended      the session is removed when its request ends, on the request's thread.

    lanyard run -- python3 app.py unchecked --requests 200

--trace FILE counts, without any tool, the connections that were closed on a thread which had not
opened them.
"""

import argparse
import asyncio
import collections
import concurrent.futures
import gc
import json
import logging
import os
import sqlite3
import tempfile
import threading

import flask
import requests
import sqlalchemy
import sqlalchemy.orm
import werkzeug.serving

FORMS = ("as-written", "unchecked", "mended")


class TracedConnection(sqlite3.Connection):
    """A connection that notices which thread closes it, or drops it without closing it."""

    opened = closed_elsewhere = 0
    counting = threading.Lock()
    here = threading.local()

    @classmethod
    def this_thread(cls):
        # Not its ident: those are given out again when a thread has ended.
        if not hasattr(cls.here, "token"):
            cls.here.token = object()
        return cls.here.token

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.opener = self.this_thread()
        with self.counting:
            TracedConnection.opened += 1

    def close(self):
        super().close()  # Python may refuse; then it stays open
        self.count_close()

    def __del__(self):
        self.count_close()

    def count_close(self):
        opener, self.opener = self.opener, None
        if opener and opener is not self.this_thread():
            with self.counting:
                TracedConnection.closed_elsewhere += 1


def make_app(database, form, traced):
    """Build the application as its author would, in one of the FORMS."""
    arguments = {"check_same_thread": False} if form == "unchecked" else {}
    if traced:
        arguments["factory"] = TracedConnection
    engine = sqlalchemy.create_engine(f"sqlite:///{database}", connect_args=arguments)
    with engine.begin() as connection:
        connection.execute(sqlalchemy.text("CREATE TABLE puppy (name TEXT, visits INTEGER)"))
        connection.execute(sqlalchemy.text("INSERT INTO puppy VALUES ('Rex', 0), ('Bella', 3)"))
    session = sqlalchemy.orm.scoped_session(sqlalchemy.orm.sessionmaker(bind=engine))
    app = flask.Flask("puppies")

    @app.route("/puppies")
    def list_puppies():
        rows = session().execute(sqlalchemy.text("SELECT name, visits FROM puppy"))
        return flask.jsonify([dict(row._mapping) for row in rows])

    if form == "mended":

        @app.teardown_appcontext
        def remove_session(_error):
            session.remove()

    return app


class PoolErrors(logging.Handler):
    """Counts what SQLAlchemy's pool logs instead of printing pages of it."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.seen = collections.Counter()

    def emit(self, record):
        error = record.exc_info[1] if record.exc_info else record.getMessage()
        self.seen[str(error).splitlines()[0].split(". ")[0]] += 1


async def call_server(url, count, workers):
    """Call the server `count` times from a pool of threads, and count the answers."""
    loop = asyncio.get_running_loop()
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        calls = [loop.run_in_executor(pool, requests.get, url) for _ in range(count)]
        answers = await asyncio.gather(*calls)
    return collections.Counter((answer.status_code, answer.text) for answer in answers)


def write_trace(path, answers):
    """Write what was counted, once nothing can be closed any more before the process exits."""
    gc.disable()
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join()
    trace = {"answers": [[*answer, count] for answer, count in sorted(answers.items())],
             "opened": TracedConnection.opened,
             "closed_elsewhere": TracedConnection.closed_elsewhere}
    with open(path, "w", encoding="utf-8") as file:
        json.dump(trace, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("form", choices=FORMS)
    parser.add_argument("--requests", type=int, default=200, metavar="N")
    parser.add_argument("--workers", type=int, default=8, metavar="N")
    parser.add_argument("--trace", metavar="FILE")
    options = parser.parse_args()

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    errors = PoolErrors()
    logging.getLogger("sqlalchemy.pool").addHandler(errors)
    logging.getLogger("sqlalchemy.pool").propagate = False

    with tempfile.TemporaryDirectory() as folder:
        app = make_app(os.path.join(folder, "puppies.db"), options.form, options.trace)
        server = werkzeug.serving.make_server("127.0.0.1", 0, app, threaded=True)
        listener = threading.Thread(target=server.serve_forever, name="server")
        listener.start()
        url = f"http://127.0.0.1:{server.server_port}/puppies"
        answers = asyncio.run(call_server(url, options.requests, options.workers))
        server.shutdown()
        listener.join()
        server.server_close()

    answered = sum(count for (status, _), count in answers.items() if status == 200)
    print(f"{options.form}: {answered} of {options.requests} requests answered")
    for error, count in errors.seen.most_common():
        print(f"{count} times: {error}")
    if options.trace:
        write_trace(options.trace, answers)


if __name__ == "__main__":
    main()
