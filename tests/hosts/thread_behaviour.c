// A thread that the shim has started behaves as one that it has not: results, pthread_exit,
// cancellation with its handlers, detached threads, attributes, the smallest stacks, a failed
// start, and destructors of thread-specific data in rounds.
//
// RUN: %cc %s -I%S/Inputs -o %t -lsqlite3 -lpthread
// RUN: %t >%t.plain
// RUN: env LD_PRELOAD=%shim timeout 30 %t >%t.shim
// RUN: diff %t.plain %t.shim && wc -l <%t.plain | grep -x 10
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <semaphore.h>
#include <unistd.h>

#include "host.h"

static pthread_key_t key;
static sem_t reached;

static void count_rounds(void* round) {
  printf("round %d\n", (int)(long)round);
  if ((long)round < 3) pthread_setspecific(key, (char*)round + 1);
}

static void* return_it(void* argument) { return argument; }

static void* leave(void* argument) {
  pthread_setspecific(key, (void*)1);
  pthread_exit(argument);
}

static void clean_up(void* what) { printf("%s\n", (char*)what); }

static void* wait_for_cancel(void* unused) {
  pthread_cleanup_push(clean_up, "cancelled");
  sem_post(&reached);
  for (;;) pause();
  pthread_cleanup_pop(0);
  return unused;
}

static void* tell(void* unused) {
  sem_post(&reached);
  return unused;
}

static void* show_stack(void* unused) {
  pthread_attr_t own;
  size_t size;
  REQUIRE(!pthread_getattr_np(pthread_self(), &own));
  REQUIRE(!pthread_attr_getstacksize(&own, &size) && !pthread_attr_destroy(&own));
  printf("stack %d\n", size == PTHREAD_STACK_MIN);
  return unused;
}

static void* result_of(const pthread_attr_t* attributes, void* (*run)(void*), void* argument) {
  pthread_t thread;
  void* result;
  REQUIRE(!pthread_create(&thread, attributes, run, argument));
  REQUIRE(!pthread_join(thread, &result));
  return result;
}

int main(void) {
  pthread_t thread;
  pthread_attr_t attributes;
  void* result;
  REQUIRE(!sem_init(&reached, 0, 0) && !pthread_key_create(&key, count_rounds));
  printf("returned %d\n", (int)(long)result_of(NULL, return_it, (void*)5));
  printf("left %d\n", (int)(long)result_of(NULL, leave, (void*)6));
  REQUIRE(!pthread_create(&thread, NULL, wait_for_cancel, NULL));
  sem_wait(&reached);
  REQUIRE(!pthread_cancel(thread) && !pthread_join(thread, &result));
  printf("join %d\n", result == PTHREAD_CANCELED);
  REQUIRE(!pthread_attr_init(&attributes));
  REQUIRE(!pthread_attr_setstacksize(&attributes, PTHREAD_STACK_MIN));
  result_of(&attributes, show_stack, NULL);
  REQUIRE(!pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED));
  REQUIRE(!pthread_create(&thread, &attributes, tell, NULL));
  sem_wait(&reached);
  printf("detached\n");
  // More stack than there are addresses.
  REQUIRE(!pthread_attr_setstacksize(&attributes, (size_t)1 << 50));
  printf("refused %d\n", pthread_create(&thread, &attributes, tell, NULL) == EAGAIN);
}
