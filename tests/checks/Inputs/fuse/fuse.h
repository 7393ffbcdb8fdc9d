// Stands in for FUSE: what the fixtures use, as its version 2 declares it.
#pragma once
#pragma GCC system_header
#include <stddef.h>
#include <sys/stat.h>
struct fuse;
struct fuse_args;
struct fuse_chan;
struct fuse_conn_info;
struct fuse_operations {
  int (*getattr)(const char*, struct stat*);
  int (*unlink)(const char*);
  void* (*init)(struct fuse_conn_info* connection);
  void (*destroy)(void*);
  int (*chown)(const char*, unsigned, unsigned);
  int (*access)(const char*, int);
};
struct fuse_context {
  struct fuse* fuse;
  int uid;
  void* private_data;
};
struct fuse_context* fuse_get_context(void);
int fuse_main_real(int argc, char* argv[], const struct fuse_operations* operations, size_t size,
                   void* user_data);
struct fuse* fuse_new(struct fuse_chan* channel, struct fuse_args* arguments,
                      const struct fuse_operations* operations, size_t size, void* user_data);
int fuse_loop(struct fuse* fuse);
int fuse_loop_mt(struct fuse* fuse);
#define fuse_main(argc, argv, operations, user_data) \
  fuse_main_real(argc, argv, operations, sizeof(*(operations)), user_data)
