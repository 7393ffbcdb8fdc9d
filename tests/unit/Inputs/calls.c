// Reaches one function of another module in the three ways there are: by a call, by its
// address, by a table.
#include <unistd.h>

extern pid_t not_there(void) __attribute__((weak));

pid_t (*volatile table[])(void) = {getpgrp};

pid_t by_call(void) { return getpgrp(); }
void* by_address(void) { return (void*)&getsid; }
pid_t by_table(void) { return table[0](); }
int has_weak(void) { return not_there ? 1 : 0; }
