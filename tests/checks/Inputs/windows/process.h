// Stands in for Windows' <process.h>: threads that the C runtime knows.
#pragma once
#pragma GCC system_header
unsigned long _beginthreadex(void* security, unsigned stack, unsigned (*start)(void*), void* data,
                             unsigned flags, unsigned* id);
