// Stands in for libmicrohttpd: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
struct MHD_Daemon;
struct MHD_Connection;
typedef int (*MHD_AccessHandlerCallback)(void* cls, struct MHD_Connection* connection,
                                         const char* url, const char* method, const char* version,
                                         const char* data, unsigned long* size, void** request);
struct MHD_Daemon* MHD_start_daemon(unsigned flags, unsigned short port, void* policy,
                                    void* policy_cls, MHD_AccessHandlerCallback handler,
                                    void* handler_cls, ...);
