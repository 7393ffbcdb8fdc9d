// Stands in for APR: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
typedef int apr_status_t;
typedef struct apr_pool_t apr_pool_t;
typedef struct apr_thread_t apr_thread_t;
typedef struct apr_threadattr_t apr_threadattr_t;
typedef void* (*apr_thread_start_t)(apr_thread_t*, void*);
apr_status_t apr_thread_create(apr_thread_t** new_thread, apr_threadattr_t* attr,
                               apr_thread_start_t func, void* data, apr_pool_t* cont);
apr_status_t apr_thread_join(apr_status_t* retval, apr_thread_t* thd);
