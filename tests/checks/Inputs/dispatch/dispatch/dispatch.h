// Stands in for libdispatch: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
typedef struct dispatch_queue_s* dispatch_queue_t;
typedef struct dispatch_group_s* dispatch_group_t;
typedef void (*dispatch_function_t)(void*);
dispatch_queue_t dispatch_get_global_queue(long priority, unsigned long flags);
dispatch_group_t dispatch_group_create(void);
long dispatch_group_wait(dispatch_group_t group, unsigned long long timeout);
void dispatch_async_f(dispatch_queue_t queue, void* context, dispatch_function_t work);
void dispatch_group_async_f(dispatch_group_t group, dispatch_queue_t queue, void* context,
                            dispatch_function_t work);
void dispatch_apply_f(unsigned long count, dispatch_queue_t queue, void* context,
                      void (*work)(void*, unsigned long));
#define DISPATCH_TIME_FOREVER (~0ull)
