// Builds of Python whose objects are larger than their version says, a debug build and one
// without the GIL: the shim does not read their frames. The interpreter here says that it is
// one, and its thread state is no memory at all: to read it would be a crash.
//
// RUN: %cc -rdynamic %s %S/Inputs/violation.c -DDEBUG -DVERSION='"3.12.1 (main, today) [a compiler]"' -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s -DVERSION=3.12.1 <%t.err
// RUN: %cc -rdynamic %s %S/Inputs/violation.c -DVERSION='"3.13.0 experimental free-threading build (main, today) [a compiler]"' -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s -DVERSION=3.13.0 <%t.err
//
// CHECK: lanyard: frames of Python [[VERSION]] cannot be read by this version; reports have native frames only
// CHECK: lanyard: cross-thread-use: sqlite3_changes
void* PyGILState_GetThisThreadState(void) { return (void*)16; }
const char* Py_GetVersion(void) { return VERSION; }
char PyCode_Type[1024];
char _PyRuntime[1024] = "xdebugpy";
#ifdef DEBUG
void _Py_NegativeRefcount(void) {}
#endif
