// A program without SQLite that looks whether there is one, by a weak reference and by dlsym:
// there is none, whatever the shim defines. What it loads later has the functions.
//
// RUN: %cc -shared -fPIC -DPLUGIN %s -I%S/Inputs -o %t.so -Wl,--no-as-needed -lsqlite3
// RUN: %cc %s -I%S/Inputs -o %t -ldl
// RUN: %t %t.so
// RUN: env LD_PRELOAD=%shim %t %t.so
// RUN: env LD_PRELOAD=%shim LD_BIND_NOW=1 %t %t.so
#define _GNU_SOURCE
#define SQLITE_ENABLE_SNAPSHOT 1
#include <dlfcn.h>

#include "host.h"

#pragma weak sqlite3_open
#pragma weak sqlite3_snapshot_recover

#ifdef PLUGIN
void* plugin_finds(const char* name) { return dlsym(RTLD_DEFAULT, name); }
int plugin_has_snapshots(void) { return sqlite3_snapshot_recover ? 1 : 0; }
int plugin_has_open(void) { return sqlite3_open ? 1 : 0; }
#else
int main(int count, char** arguments) {
  REQUIRE(count == 2);
  REQUIRE(!sqlite3_open);
  REQUIRE(!dlsym(RTLD_DEFAULT, "sqlite3_open") && dlerror());
  void* plugin = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  REQUIRE(plugin && !dlerror());
  // The plugin's scope has it, the program's has not.
  REQUIRE(!dlsym(RTLD_DEFAULT, "sqlite3_open"));
  REQUIRE(!dlsym(dlopen(NULL, RTLD_NOW), "sqlite3_open"));
  void* (*finds)(const char*) = (void* (*)(const char*))dlsym(plugin, "plugin_finds");
  REQUIRE(finds("sqlite3_open") && finds("sqlite3_open") == dlsym(plugin, "sqlite3_open"));
  REQUIRE(!finds("sqlite3_snapshot_recover"));
  REQUIRE(((int (*)(void))dlsym(plugin, "plugin_has_open"))());
  REQUIRE(!((int (*)(void))dlsym(plugin, "plugin_has_snapshots"))());
  // Loaded for everybody to see, it is there for the program as well.
  REQUIRE(dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_GLOBAL));
  REQUIRE(dlsym(RTLD_DEFAULT, "sqlite3_open"));
}
#endif
