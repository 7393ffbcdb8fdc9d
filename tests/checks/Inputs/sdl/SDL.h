// Stands in for SDL: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
typedef struct SDL_Thread SDL_Thread;
typedef struct SDL_mutex SDL_mutex;
typedef int (*SDL_ThreadFunction)(void* data);
SDL_Thread* SDL_CreateThread(SDL_ThreadFunction fn, const char* name, void* data);
void SDL_WaitThread(SDL_Thread* thread, int* status);
SDL_mutex* SDL_CreateMutex(void);
int SDL_LockMutex(SDL_mutex* mutex);
int SDL_UnlockMutex(SDL_mutex* mutex);
