"""`lanyard run --keep` puts no results into a folder that belongs to somebody else, who could change
them: it says so, and runs nothing. One of root's is all right, and so is any folder for root.

RUN: %python %s %lanyard %t
"""
import os
import shutil
import subprocess
import sys
import tempfile

lanyard, work = sys.argv[1:]
SOMEBODY, NOBODY = 1, 65534
if os.geteuid() != 0:
    print("only root can make a folder of somebody else's")
    sys.exit(0)


def run(keep, user):
    return subprocess.run([lanyard, "run", "--keep", keep, "/bin/echo", "ran"], capture_output=True,
                          text=True, check=False, user=user, group=user, extra_groups=[])


shutil.rmtree(work, ignore_errors=True)
# Not below the build, nor in lit's own folder: they may be closed to others.
with tempfile.TemporaryDirectory(dir="/tmp") as folder:
    os.chmod(folder, 0o755)
    shutil.copytree(os.path.dirname(lanyard), f"{folder}/bin", ignore=lambda _, names: [
        name for name in names if name != "lanyard"])
    os.mkdir(f"{folder}/lib")
    shutil.copy(os.path.join(os.path.dirname(lanyard), "../lib/liblanyard.so"), f"{folder}/lib")
    lanyard = f"{folder}/bin/lanyard"
    for owner, user, is_right in ((SOMEBODY, NOBODY, False), (0, NOBODY, True),
                                  (NOBODY, NOBODY, True), (SOMEBODY, 0, True)):
        keep = f"{folder}/{owner}-{user}"
        os.mkdir(keep)
        os.chown(keep, owner, owner)
        os.chmod(keep, 0o777)
        done = run(keep, user)
        assert (done.stdout == "ran\n") == is_right, (owner, user, done)
        if not is_right:
            assert done.returncode == 125 and done.stderr.count("\n") == 1, done
            assert "belongs to another user" in done.stderr, done.stderr
