// Python as a shared library in a program of its own, as in a `--enable-shared` build: SQLite
// comes in through an extension module, Python's frames out of libpython. Needs the headers
// and library of Debian's libpython3.11-dev.
//
// RUN: %cc %s -I/usr/include/python3.11 -o %t -lpython3.11
// RUN: rm -f %t.log.*
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.log %t; test $? = 66
// RUN: %python %S/Inputs/show_python.py %t.log.* | %FileCheck %s

// CHECK: "Thread-1 (use)" use@<string>:3 home "MainThread" <module>@<string>:4
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int main(void) {
  Py_Initialize();
  int failed = PyRun_SimpleString(
      "import sqlite3, threading\n"
      "def use():\n"
      "  db.total_changes\n"
      "db = sqlite3.connect(':memory:', check_same_thread=False)\n"
      "thread = threading.Thread(target=use)\n"
      "thread.start()\n"
      "thread.join()\n");
  return Py_FinalizeEx() || failed;
}
