/* Tells Lanyard that an SQLite handle is handed over on purpose.
 *
 * Under the policy `owner` only the thread that opened a connection may use it, or what derives
 * from it. A program that hands connections from thread to thread by design, as a pool does, says
 * so here. The functions do nothing where the program does not run under Lanyard's shim, so they
 * may be called at all times, from C and from C++, and there is nothing to link with.
 *
 * `handle` is a sqlite3*, sqlite3_stmt*, sqlite3_blob*, sqlite3_backup*, sqlite3_session* or
 * sqlite3_changeset_iter*; it stands for its connection and for all that derives from that. One
 * that the shim does not know (NULL, closed, opened before the shim saw it) is left alone. The
 * memory behind the pointer is never read.
 *
 * A hand-over is no lock: that two threads are not inside the connection at once remains for the
 * program to see to, and for the policy `exclusive` to check. A connection that was opened before
 * fork() cannot be handed to the child.
 */
#ifndef LANYARD_LANYARD_H
#define LANYARD_LANYARD_H

/* What the shim defines, or a null pointer without it. A plain weak reference would do in code
 * that is position-independent; in a program that is not, the linker binds it to null for good.
 * A slot of the global offset table is filled in when the program starts, in either. */
#if defined(__ELF__) && defined(__GNUC__) && defined(__x86_64__)
#define LANYARD_FIND(name, found) \
  __asm__(".weak " name "\n\tmovq " name "@GOTPCREL(%%rip), %0" : "=r"(found))
#elif defined(__ELF__) && defined(__GNUC__) && defined(__aarch64__)
#define LANYARD_FIND(name, found)                                                        \
  __asm__(".weak " name "\n\tadrp %0, :got:" name "\n\tldr %0, [%0, :got_lo12:" name "]" \
          : "=r"(found))
#else
#define LANYARD_FIND(name, found) ((void)0)
#endif

/* The calling thread is the home of the connection from now on. Call it on the thread that takes
 * the connection over, once the giver does not use it any more. */
static __inline__ void lanyard_rebind(void* handle) {
  void (*rebind)(void*) = 0;
  LANYARD_FIND("lanyard_shim_rebind", rebind);
  if (rebind) rebind(handle);
}

/* The connection has no home from now on: any thread may use it. The rules of the policies
 * `exclusive` and `serialized` hold as before. */
static __inline__ void lanyard_any_thread(void* handle) {
  void (*any_thread)(void*) = 0;
  LANYARD_FIND("lanyard_shim_any_thread", any_thread);
  if (any_thread) any_thread(handle);
}

/* The same as lanyard_any_thread, said of a declaration: the handle in a variable or a field,
 * given to a parameter, returned by a function, or held by the fields of a class, may be used by
 * any thread. Lanyard's checker reads it; for the shim the call is needed as well. It stands
 * before the type (`LANYARD_ANY_THREAD sqlite3 *db;`), and in `struct LANYARD_ANY_THREAD Name`
 * before the name. [[clang::annotate("lanyard:any_thread")]] is the same. */
#if defined(__has_attribute)
#if __has_attribute(annotate)
#define LANYARD_ANY_THREAD __attribute__((annotate("lanyard:any_thread")))
#endif
#endif
#ifndef LANYARD_ANY_THREAD
#define LANYARD_ANY_THREAD
#endif

#endif /* LANYARD_LANYARD_H */
