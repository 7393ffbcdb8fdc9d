// Stands in for civetweb: what the fixtures use, as it declares it.
#pragma once
#pragma GCC system_header
struct mg_context;
struct mg_connection;
typedef int (*mg_request_handler)(struct mg_connection* connection, void* data);
void mg_set_request_handler(struct mg_context* context, const char* uri,
                            mg_request_handler handler, void* data);
