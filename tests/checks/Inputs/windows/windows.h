// Stands in for Windows' threads: what the fixtures use, as the platform declares it.
#pragma once
#pragma GCC system_header
typedef void* HANDLE;
typedef unsigned long DWORD;
typedef DWORD (*LPTHREAD_START_ROUTINE)(void*);
typedef struct { void* owner; } CRITICAL_SECTION;
typedef struct { void* ptr; } SRWLOCK;
#define INFINITE 0xffffffff
HANDLE CreateThread(void* security, unsigned long stack, LPTHREAD_START_ROUTINE start, void* data,
                    DWORD flags, DWORD* id);
int QueueUserWorkItem(LPTHREAD_START_ROUTINE start, void* data, unsigned long flags);
DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds);
DWORD WaitForMultipleObjects(DWORD count, const HANDLE* handles, int all, DWORD milliseconds);
void EnterCriticalSection(CRITICAL_SECTION* section);
void LeaveCriticalSection(CRITICAL_SECTION* section);
void AcquireSRWLockExclusive(SRWLOCK* lock);
void ReleaseSRWLockExclusive(SRWLOCK* lock);
