// Statements that are made where the walk to their makers cannot go all the way, or not by the
// thread's own stack: in a coroutine, in a signal handler on a stack of its own, below code without
// call frame information, and below code made at run time. What is told are the frames up to there,
// and the program goes on.
//
// RUN: %cc -O2 %s -I%S/Inputs -rdynamic -o %t -lsqlite3 -lpthread
// RUN: env LD_PRELOAD=%shim %t 2>%t.err; test $? = 66
// RUN: %FileCheck %s <%t.err
// REQUIRES: x86_64

// CHECK:      SQL     select 'nobody'
// CHECK-NEXT: used by thread

// CHECK:      SQL     select 'coroutine'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native make
// CHECK-NEXT: {{^ +}}in_coroutine
// CHECK-NOT:  main
// CHECK:      used by thread

// CHECK:      SQL     select 'signal'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native make
// CHECK-NEXT: {{^ +}}on_signal
// CHECK-NEXT: {{^ +}}? {{ *}}libc.so
// CHECK-NEXT: used by thread

// CHECK:      SQL     select 'no tables'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native make
// CHECK-NEXT: {{^ +}}below_no_tables
// CHECK-NEXT: {{^ +}}without_tables
// CHECK-NEXT: used by thread

// CHECK:      SQL     select 'wrong tables, low'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native make
// CHECK-NEXT: {{^ +}}below_wrong_tables
// CHECK-NEXT: {{^ +}}with_wrong_tables
// CHECK-NEXT: used by thread

// CHECK:      SQL     select 'wrong tables, high'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native make
// CHECK-NEXT: {{^ +}}below_wrong_tables
// CHECK-NEXT: {{^ +}}with_wrong_tables
// CHECK-NEXT: used by thread

// CHECK:      SQL     select 'wrong tables, beyond'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native make
// CHECK-NEXT: {{^ +}}below_wrong_tables
// CHECK-NEXT: {{^ +}}with_wrong_tables
// CHECK-NEXT: used by thread

// CHECK:      SQL     select 'run time'
// CHECK-NEXT: prepared by
// CHECK-NEXT: native make
// CHECK-NEXT: {{^ +}}below_run_time
// CHECK-NEXT: used by thread

// CHECK: lanyard: 8 violations
#define _GNU_SOURCE
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>

#include "host.h"

static sqlite3* db;  // of the thread that runs
static volatile int after;

__attribute__((noinline)) sqlite3_stmt* make(const char* sql) {
  sqlite3_stmt* statement = prepared(db, sql);
  after = 1;
  return statement;
}

// Each is made three times in one place, so that what is kept of it serves.
static sqlite3_stmt* statements[8];

static void make_one(int number, const char* sql) {
  sqlite3_finalize(statements[number]);
  statements[number] = make(sql);
}

static ucontext_t outside, coroutine;

void in_coroutine(void) {
  for (int round = 0; round < 3; ++round) {
    make_one(0, "select 'coroutine'");
    after = 2;
    swapcontext(&coroutine, &outside);
  }
}

static void run_coroutine(void) {
  const size_t size = 256 * 1024;
  char* stack = mmap(NULL, size + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(stack != MAP_FAILED);
  // Right at the end of what can be read.
  REQUIRE(!mprotect(stack + size, 4096, PROT_NONE));
  REQUIRE(!getcontext(&coroutine));
  coroutine.uc_stack.ss_sp = stack;
  coroutine.uc_stack.ss_size = size;
  makecontext(&coroutine, in_coroutine, 0);
  for (int round = 0; round < 3; ++round) swapcontext(&outside, &coroutine);
}

void on_signal(int number) {
  make_one(1, "select 'signal'");
  after = number;
}

static void run_signal(void) {
  stack_t stack = {.ss_size = 256 * 1024};
  stack.ss_sp = malloc(stack.ss_size);
  REQUIRE(stack.ss_sp && !sigaltstack(&stack, NULL));
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
  REQUIRE(!sigaction(SIGUSR1, &action, NULL));
  for (int round = 0; round < 3; ++round) raise(SIGUSR1);
}

void below_no_tables(void) {
  make_one(2, "select 'no tables'");
  after = 3;
}

static int wrong_number;
static const char* wrong_sql;

void below_wrong_tables(void) {
  make_one(wrong_number, wrong_sql);
  after = 4;
}

void below_run_time(void) {
  make_one(6, "select 'run time'");
  after = 5;
}

// The first has no tables. Those of the second say that its frame is found by rbp, which it has put
// to another use: an address where nothing can be read.
uintptr_t wrong_rbp;
void without_tables(void);
void with_wrong_tables(void);
__asm__(
    ".text\n"
    ".globl without_tables\n.type without_tables, @function\n"
    "without_tables:\n"
    "  push %rbp\n  push %rbx\n  push %r12\n"
    "  sub $0x100, %rsp\n"
    "  call below_no_tables@PLT\n"
    "  add $0x100, %rsp\n"
    "  pop %r12\n  pop %rbx\n  pop %rbp\n  ret\n"
    ".size without_tables, . - without_tables\n"
    ".globl with_wrong_tables\n.type with_wrong_tables, @function\n"
    "with_wrong_tables:\n"
    ".cfi_startproc\n"
    "  push %rbp\n"
    ".cfi_def_cfa rbp, 16\n.cfi_offset rbp, -16\n"
    "  mov wrong_rbp(%rip), %rbp\n"
    "  call below_wrong_tables@PLT\n"
    "  pop %rbp\n  ret\n"
    ".cfi_endproc\n"
    ".size with_wrong_tables, . - with_wrong_tables\n");

static void run_wrong(int number, const char* sql, uintptr_t rbp) {
  wrong_number = number;
  wrong_sql = sql;
  wrong_rbp = rbp;
  for (int round = 0; round < 3; ++round) with_wrong_tables();
}

// On a stack of a thread's own, beyond whose end nothing can be read.
static void* run_beyond(void* end) {
  db = opened(":memory:");  // of its own: a report's walk believes the tables
  run_wrong(5, "select 'wrong tables, beyond'", (uintptr_t)end);
  return NULL;
}

static void run_beyond_thread(void) {
  const size_t size = 256 * 1024;
  char* stack = mmap(NULL, size + 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(stack != MAP_FAILED && !mprotect(stack + size, 4096, PROT_NONE));
  pthread_attr_t own;
  pthread_t thread;
  REQUIRE(!pthread_attr_init(&own) && !pthread_attr_setstack(&own, stack, size));
  REQUIRE(!pthread_create(&thread, &own, run_beyond, stack + size));
  REQUIRE(!pthread_join(thread, NULL));
}

// Code that nobody has written: a function that calls its first argument, or its sixth one.
static void* made_code(int number) {
  // sub $8, %rsp; call *%rdi; add $8, %rsp; ret; and the same with call *%r9
  static const unsigned char kFirst[] = {0x48, 0x83, 0xec, 8, 0xff, 0xd7,
                                         0x48, 0x83, 0xc4, 8, 0xc3};
  static const unsigned char kSixth[] = {0x48, 0x83, 0xec, 8,    0x41, 0xff,
                                         0xd1, 0x48, 0x83, 0xc4, 8,    0xc3};
  void* code =
      mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(code != MAP_FAILED);
  if (number == 1)
    memcpy(code, kFirst, sizeof(kFirst));
  else
    memcpy(code, kSixth, sizeof(kSixth));
  return code;
}

static void run_made_code(void) {
  void (*call)(void (*)(void));
  *(void**)&call = made_code(1);
  call(below_run_time);
}

// Nobody is known to have called; that of others is known all the same.
static void run_nobody(void) {
  int (*call)(sqlite3*, const char*, int, sqlite3_stmt**, const char**, void*);
  *(void**)&call = made_code(6);
  for (int round = 0; round < 3; ++round) {
    sqlite3_finalize(statements[7]);
    REQUIRE(!call(db, "select 'nobody'", -1, &statements[7], NULL, (void*)sqlite3_prepare_v2));
  }
}

static void* look(void* nothing) {
  sqlite3_bind_parameter_name(statements[7], 1);
  sqlite3_column_count(statements[0]);
  sqlite3_stmt_busy(statements[1]);
  sqlite3_data_count(statements[2]);
  sqlite3_stmt_readonly(statements[3]);
  sqlite3_bind_parameter_count(statements[4]);
  sqlite3_stmt_isexplain(statements[5]);
  sqlite3_expanded_sql(statements[6]);
  return nothing;
}

int main(void) {
  sqlite3* own = db = opened(":memory:");
  run_nobody();
  run_coroutine();
  run_signal();
  for (int round = 0; round < 3; ++round) without_tables();
  run_wrong(3, "select 'wrong tables, low'", 0x1000);
  run_wrong(4, "select 'wrong tables, high'", 0x7ffffffff000);
  run_beyond_thread();
  db = own;
  for (int round = 0; round < 3; ++round) run_made_code();
  on_another_thread(look, NULL);
}
