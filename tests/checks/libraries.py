"""The libraries that fixtures use.

Inputs/LIBRARY holds a stand-in: headers that declare what the fixtures use, in the library's own
shape. Where the library itself is installed, lint reads the fixture with its headers too and has
to find the same, so that neither a stand-in nor a row of the model drifts.
"""
import os
import subprocess

# How the compiler finds each library: its pkg-config packages, or a header of its own. And
# the flags that the fixtures want in either case.
REAL = {
    "apr": (["apr-1"], None, []),
    "boost": ([], "boost/thread.hpp", []),
    "dispatch": ([], "dispatch/dispatch.h", []),
    "fuse": (["fuse"], None, []),
    "glib": (["gio-2.0"], None, []),
    "httplib": ([], None, []),
    "httpd": ([], None, []),
    "names": ([], None, []),
    "poco": ([], "Poco/Thread.h", []),
    "qt": (["Qt5Core", "Qt5Concurrent", "Qt5Sql"], None, ["-fPIC"]),
    "sdl": (["sdl2"], None, []),
    "soci": ([], "soci/soci.h", []),
    "sqlite_modern_cpp": ([], "sqlite_modern_cpp.h", []),
    "sqlite_orm": ([], "sqlite_orm/sqlite_orm.h", []),
    "sqlitecpp": ([], "SQLiteCpp/SQLiteCpp.h", []),
    "tbb": (["tbb"], None, []),
    "uv": (["libuv"], None, ["-D_GNU_SOURCE"]),
    "windows": ([], None, []),
}


def stand_in(library):
    """The flags that let a fixture see the stand-in."""
    if not library:
        return []
    folder = os.path.join(os.path.dirname(os.path.realpath(__file__)), "Inputs", library)
    return ["-isystem", folder, *REAL[library][2]]


def installed(library):
    """The flags that let a fixture see the library itself, or None if it is not installed."""
    if not library:
        return None
    packages, header, flags = REAL[library]
    if header:
        return flags if os.path.exists(os.path.join("/usr/include", header)) else None
    if not packages:
        return None
    try:
        done = subprocess.run(["pkg-config", "--cflags", *packages], capture_output=True,
                              text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.split() + flags if done.returncode == 0 else None
