// A program or a library that has SQLite linked into it: its calls were bound when it was
// linked, and nothing can stand in front of them. It is said, once, by a line on stderr or in
// the result file; a program that has none inside is not suspected. It is said when a second
// thread starts, or else at the end.
//
// RUN: %cc %s -I%S/Inputs -o %t -l:libsqlite3.a -lm -ldl -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>&1 | %FileCheck %s --implicit-check-not=lanyard
// CHECK: lanyard: {{/.*}}/static_sqlite.c.tmp has SQLite linked into it; its use is not watched
//
// RUN: strip -o %t.stripped %t
// RUN: env LD_PRELOAD=%shim %t.stripped 2>&1 | %FileCheck %s --check-prefix=STRIPPED --implicit-check-not=lanyard
// STRIPPED: lanyard: {{/.*}}.stripped has SQLite linked into it
//
// A program with threads may be killed: there is no end that could be waited for.
// RUN: { env LD_PRELOAD=%shim %t thread 2>%t.err; test $? = 137; }
// RUN: %FileCheck %s --check-prefix=KILLED --implicit-check-not=lanyard <%t.err
// KILLED: lanyard: {{/.*}}/static_sqlite.c.tmp has SQLite linked into it
//
// A program that exports it: what it loads calls it there, and so does the program.
// RUN: %cc %s -I%S/Inputs -rdynamic -o %t.exports -l:libsqlite3.a -lm -ldl -lpthread
// RUN: env LD_PRELOAD=%shim %t.exports 2>&1 | %FileCheck %s --check-prefix=EXPORTS --implicit-check-not=lanyard
// EXPORTS: lanyard: {{/.*}}.exports has SQLite linked into it
//
// A library, linked or loaded late; while there are threads, it is said as soon as somebody asks
// dlsym.
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -Wl,--exclude-libs,ALL -o %t.plugin.so -l:libsqlite3.a -lm
// RUN: strip -x %t.plugin.so
// RUN: %cc -DPLUGIN %s -I%S/Inputs -o %t.linked %t.plugin.so -lpthread
// RUN: env LD_PRELOAD=%shim %t.linked 2>&1 | %FileCheck %s --check-prefix=PLUGIN --implicit-check-not=lanyard:
// RUN: %cc -DLOADS %s -I%S/Inputs -o %t.loads -ldl -lpthread
// RUN: env LD_PRELOAD=%shim %t.loads %t.plugin.so plugin_open thread 2>&1 | %FileCheck %s --check-prefixes=PLUGIN,BEFORE --implicit-check-not=lanyard:
// RUN: env LD_PRELOAD=%shim %t.loads %t.plugin.so 2>&1 | %FileCheck %s --check-prefixes=AFTER,PLUGIN --implicit-check-not=lanyard:
// AFTER: opened
// PLUGIN: lanyard: {{/.*}}.plugin.so has SQLite linked into it
// BEFORE: opened
//
// One that exports it as well, and is bound to itself: who is linked with it is watched, not what
// it does itself.
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -Wl,-Bsymbolic -o %t.bound.so -l:libsqlite3.a -lm
// RUN: env LD_PRELOAD=%shim %t.loads %t.bound.so plugin_open thread 2>&1 | %FileCheck %s --check-prefix=BOUND --implicit-check-not=lanyard:
// BOUND: lanyard: {{/.*}}.bound.so has SQLite linked into it
//
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/r %t
// RUN: cat %t.dir/r.*.jsonl | %FileCheck %s --check-prefix=FILE
// FILE: {"type":"start",{{.*}}"sqlite":null,"policy":"owner"}
// FILE-NEXT: {"type":"unwatched","module":"{{/.*}}/static_sqlite.c.tmp","reason":"static"}
// FILE-NEXT: {"type":"end","counts":{"violations":0
//
// Where the shared one is called besides, that is in the file as well. One thread has nobody to
// share with, and of two SQLites it is the shared one that was looked at.
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -o %t.shared.so -lsqlite3
// RUN: %cc -DBOTH %s -I%S/Inputs -o %t.both -l:libsqlite3.a -lm -ldl -lpthread
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/r %t.both %t.shared.so thread
// RUN: cat %t.dir/r.*.jsonl | %FileCheck %s --check-prefix=BOTH
// RUN: env LD_PRELOAD=%shim %t.both %t.shared.so 2>%t.err && test ! -s %t.err
// BOTH: {"type":"start",{{.*}}"sqlite":null,"policy":"owner"}
// BOTH-NEXT: {"type":"unwatched","module":"{{/.*}}/static_sqlite.c.tmp.both","reason":"static"}
// BOTH-NEXT: {"type":"sqlite","version":"3.{{.*}}","path":"{{.*}}libsqlite3.so{{.*}}"}
// BOTH-NEXT: {"type":"end","counts":{"violations":0
//
// A program that uses the shared one is watched, and a large one without any is not suspected.
// RUN: %cc %s -I%S/Inputs -rdynamic -o %t.shared -lsqlite3
// RUN: env LD_PRELOAD=%shim %t.shared 2>%t.err && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim bash -c 'exit 0' 2>%t.err && test ! -s %t.err
#include "host.h"

#include <signal.h>

static void* do_nothing(void* unused) { return unused; }

/// Starts a thread where the program has that many arguments.
static void start_thread(int count, int enough) {
  if (count >= enough) on_another_thread(do_nothing, NULL);
}

#if defined(PLUGIN)
sqlite3* plugin_open(void);
int main(int count, char** arguments) {
  (void)arguments;
  start_thread(count, 2);
  return !plugin_open();
}
#elif defined(LOADS)
#include <dlfcn.h>
int main(int count, char** arguments) {
  start_thread(count, 4);
  void* plugin = dlopen(arguments[1], RTLD_NOW);
  REQUIRE(plugin);
  if (count > 2) REQUIRE(dlsym(plugin, arguments[2]));
  fprintf(stderr, "opened\n");
}
#elif defined(BOTH)
#include <dlfcn.h>
int main(int count, char** arguments) {
  start_thread(count, 3);
  REQUIRE(!sqlite3_close(opened(":memory:")));
  void* plugin = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  REQUIRE(plugin);
  sqlite3* (*open_there)(void) = (sqlite3 * (*)(void)) dlsym(plugin, "plugin_open");
  int (*close_there)(sqlite3*) = (int (*)(sqlite3*))dlsym(plugin, "plugin_close");
  REQUIRE(open_there && close_there && !close_there(open_there()));
}
#else
int main(int count, char** arguments) {
  (void)arguments;
  REQUIRE(!sqlite3_close(opened(":memory:")));
  start_thread(count, 2);
  if (count == 2) raise(SIGKILL);
}
#endif
