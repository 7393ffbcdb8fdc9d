// A program or a library that has an SQLite of its own inside: its calls were bound when it was
// linked, and nothing can stand in front of them. It is said, once, by a line on stderr or in
// the result file; a program that has none inside is not suspected.
//
// RUN: %cc %s -I%S/Inputs -o %t -l:libsqlite3.a -lm -ldl -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>&1 | %FileCheck %s --implicit-check-not=lanyard
// CHECK: lanyard: {{/.*}}/static_sqlite.c.tmp has an SQLite of its own inside, whose calls cannot be watched
//
// RUN: strip -o %t.stripped %t
// RUN: env LD_PRELOAD=%shim %t.stripped 2>&1 | %FileCheck %s --check-prefix=STRIPPED --implicit-check-not=lanyard
// STRIPPED: lanyard: {{/.*}}.stripped has an SQLite of its own inside
//
// A program that exports it: what it loads calls it there, and so does the program.
// RUN: %cc %s -I%S/Inputs -rdynamic -o %t.exports -l:libsqlite3.a -lm -ldl -lpthread
// RUN: env LD_PRELOAD=%shim %t.exports 2>&1 | %FileCheck %s --check-prefix=EXPORTS --implicit-check-not=lanyard
// EXPORTS: lanyard: {{/.*}}.exports has an SQLite of its own inside
//
// A library, linked or loaded late, with or without anybody who asks dlsym.
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -Wl,--exclude-libs,ALL -o %t.plugin.so -l:libsqlite3.a -lm
// RUN: strip -x %t.plugin.so
// RUN: %cc -DPLUGIN %s -I%S/Inputs -o %t.linked %t.plugin.so -lpthread
// RUN: env LD_PRELOAD=%shim %t.linked 2>&1 | %FileCheck %s --check-prefix=PLUGIN --implicit-check-not=lanyard:
// RUN: %cc -DLOADS %s -I%S/Inputs -o %t.loads -ldl -lpthread
// RUN: env LD_PRELOAD=%shim %t.loads %t.plugin.so plugin_open 2>&1 | %FileCheck %s --check-prefixes=PLUGIN,BEFORE --implicit-check-not=lanyard:
// RUN: env LD_PRELOAD=%shim %t.loads %t.plugin.so 2>&1 | %FileCheck %s --check-prefixes=AFTER,PLUGIN --implicit-check-not=lanyard:
// AFTER: opened
// PLUGIN: lanyard: {{/.*}}.plugin.so has an SQLite of its own inside
// BEFORE: opened
//
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/r %t
// RUN: cat %t.dir/r.*.jsonl | %FileCheck %s --check-prefix=FILE
// FILE: {"type":"start",{{.*}}"sqlite":{"version":"","path":""},"policy":"owner"}
// FILE-NEXT: {"type":"unwatched","module":"{{/.*}}/static_sqlite.c.tmp","reason":"static"}
// FILE-NEXT: {"type":"end","counts":{"violations":0
//
// One that uses the shared one as well: the library is named when it is seen.
// RUN: %cc %s -I%S/Inputs -DBOTH -o %t.both %t.plugin.so -lsqlite3 -lpthread
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: env LD_PRELOAD=%shim LANYARD_OPTIONS=log_path=%t.dir/r %t.both
// RUN: cat %t.dir/r.*.jsonl | %FileCheck %s --check-prefix=BOTH
// BOTH: {"type":"start",{{.*}}"sqlite":{"version":"","path":""},
// BOTH-NEXT: {"type":"unwatched","module":"{{/.*}}.plugin.so","reason":"static"}
// BOTH-NEXT: {"type":"start",{{.*}}"sqlite":{"version":"3{{[^"]*}}","path":"{{/.*}}libsqlite3.so.0{{.*}}"},
// BOTH-NEXT: {"type":"end"
//
// A program that uses the shared one is watched, and a large one without any is not suspected.
// RUN: %cc %s -I%S/Inputs -rdynamic -o %t.shared -lsqlite3
// RUN: env LD_PRELOAD=%shim %t.shared 2>%t.err && test ! -s %t.err
// RUN: env LD_PRELOAD=%shim bash -c 'exit 0' 2>%t.err && test ! -s %t.err
#include "host.h"

#if defined(PLUGIN)
sqlite3* plugin_open(void);
int main(void) { return !plugin_open(); }
#elif defined(BOTH)
sqlite3* plugin_open(void);
int main(void) { return sqlite3_close(opened(":memory:")) || !plugin_open(); }
#elif defined(LOADS)
#include <dlfcn.h>
int main(int count, char** arguments) {
  void* plugin = dlopen(arguments[1], RTLD_NOW);
  REQUIRE(plugin);
  if (count > 2) REQUIRE(dlsym(plugin, arguments[2]));
  fprintf(stderr, "opened\n");
}
#else
int main(void) { REQUIRE(!sqlite3_close(opened(":memory:"))); }
#endif
