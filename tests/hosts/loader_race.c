// Threads that load and unload plugins all the time, with RTLD_DEEPBIND and without, and ask
// dlsym, while others work: the shim reads and writes modules that come and go, and waits for
// nobody who waits for it. Each works on its own handles, so nothing is reported.
//
// RUN: rm -rf %t.dir && mkdir %t.dir
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -o %t.dir/0.so -Wl,-z,lazy -lsqlite3
// RUN: %cc -shared -fPIC %S/Inputs/plugin.c -I%S/Inputs -o %t.dir/1.so -Wl,-z,now -lsqlite3
// RUN: cp %t.dir/0.so %t.dir/2.so && cp %t.dir/1.so %t.dir/3.so
// RUN: %cc %s -I%S/Inputs -o %t -ldl -lpthread
// RUN: timeout 60 %t %t.dir
// RUN: env LD_PRELOAD=%shim timeout 60 %t %t.dir 2>%t.err
// RUN: test ! -s %t.err
#define _GNU_SOURCE
#include <dlfcn.h>

#include "host.h"

enum { kLoaders = 4, kRounds = 150 };

static const char* directory;

static void* load(void* which) {
  char path[4096];
  const long number = (long)which;
  snprintf(path, sizeof(path), "%s/%ld.so", directory, number);
  for (int round = 0; round < kRounds; ++round) {
    void* plugin = dlopen(path, RTLD_LAZY | RTLD_LOCAL | (round % 3 ? RTLD_DEEPBIND : 0));
    REQUIRE(plugin);
    void* db = ((void* (*)(void))dlsym(plugin, "plugin_open"))();
    REQUIRE(((int (*)(void*))dlsym(plugin, "plugin_errcode"))(db) == 0);
    REQUIRE(((int (*)(void*))dlsym(plugin, "plugin_close"))(db) == 0);
    REQUIRE(dlsym(plugin, "sqlite3_step") && !dlsym(plugin, "sqlite3_snapshot_get"));
    REQUIRE(!dlclose(plugin));
  }
  return NULL;
}

int main(int count, char** arguments) {
  REQUIRE(count == 2);
  directory = arguments[1];
  pthread_t threads[kLoaders];
  for (long i = 0; i < kLoaders; ++i) REQUIRE(!pthread_create(&threads[i], NULL, load, (void*)i));
  for (int i = 0; i < kLoaders; ++i) REQUIRE(!pthread_join(threads[i], NULL));
}
