// Waits until another thread sleeps in the kernel: the event that a test can wait for when
// the thread is to be inside a call that waits for a lock.
#pragma once

#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host.h"

/// The calling thread's number for await_sleep().
static inline int kernel_id(void) { return (int)syscall(SYS_gettid); }

/// Returns when the thread whose number appears in `id` is asleep.
static inline void await_sleep(const volatile int* id) {
  char path[64], text[512], state = 0;
  while (!*id) sched_yield();
  snprintf(path, sizeof(path), "/proc/self/task/%d/stat", *id);
  while (state != 'S') {
    FILE* file = fopen(path, "r");
    REQUIRE(file && fgets(text, sizeof(text), file));
    fclose(file);
    state = strrchr(text, ')')[2];
  }
}
