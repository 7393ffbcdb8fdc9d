// A host that unloads its plugin, and SQLite with it, and loads both again: a pointer kept
// into the first copy must not be called into. What the first copy left is taken by something
// else meanwhile.
//
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -o %t.plugin.so -lsqlite3
// RUN: %cc %s -I%S/Inputs -o %t -ldl
// RUN: env LD_PRELOAD=%shim %t %t.plugin.so
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <sys/mman.h>

#include "host.h"

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  for (int round = 0; round < 3; ++round) {
    void* library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    REQUIRE(library);
    sqlite3* (*open_one)(void) = (sqlite3 * (*)(void)) dlsym(library, "plugin_open");
    int (*close_one)(sqlite3*) = (int (*)(sqlite3*))dlsym(library, "plugin_close");
    REQUIRE(!close_one(open_one()));
    void* code = dlsym(library, "sqlite3_libversion");
    REQUIRE(code);
    REQUIRE(!dlclose(library));
    mmap((void*)((uintptr_t)code & ~(uintptr_t)4095), 4096, PROT_NONE,
         MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  }
}
