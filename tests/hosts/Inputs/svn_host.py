"""Subversion's own bindings: what a client asks of a working copy, with a context a thread or one
for two. The context keeps the working copy's database open. Arguments: the working copy, [wrong].
"""
import os
import sys
import threading

from svn import client, core


def status(context):
    seen = []
    working = core.svn_opt_revision_t()
    working.kind = core.svn_opt_revision_working
    client.status5(context, os.path.realpath(sys.argv[1]), working, core.svn_depth_infinity, True,
                   False, False, False, False, None, lambda path, status, pool=None: seen.append(path))
    print(len(seen))


def on_another_thread(run):
    thread = threading.Thread(target=run, name="other")
    thread.start()
    thread.join()


kept = client.svn_client_create_context()
status(kept)
if sys.argv[2:] == ["wrong"]:
    on_another_thread(lambda: status(kept))
else:
    on_another_thread(lambda: status(client.svn_client_create_context()))
