/* Counts the system calls that change the disk below a folder, and lets the one with a chosen number fail or end the process,
   or stops the process before each.
   Loaded in front of the C library (LD_PRELOAD) by rewriting.py. What is counted and chosen is in a file that all processes of
   one build map (FAULTS_SHARED), so that the calls of the process that fills the store are among them. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum { KILL, FULL, READ_ONLY, DENIED, ABORT, STOP };

struct shared {
  atomic_long count;    /* steps so far */
  atomic_long first;    /* the first step of the process that the build started */
  atomic_long inside;   /* steps of it so far */
  atomic_long started;  /* its number */
  long chosen;
  int fault;
  pid_t build;
  size_t length;        /* of the folder; 0: nothing is counted */
  char root[4096];
};
static struct shared nothing, *all = &nothing;

/* Also at the start of each process. */
__attribute__((constructor)) void faults_share(void) {
  const char *name = getenv("FAULTS_SHARED");
  int fd = name && all == &nothing ? open(name, O_RDWR | O_CLOEXEC) : -1;
  if (fd < 0) return;
  void *place = mmap(NULL, sizeof *all, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (place != MAP_FAILED) all = place;
  close(fd);
}

/* How large the shared file must be. */
long faults_size(void) { return sizeof(struct shared); }

/* From now on count the calls below `folder`; the one with the number `at` (0: none) gets the fault, each one a STOP. */
void faults_arm(const char *folder, long at, int kind) {
  memset(all, 0, sizeof *all);
  strcpy(all->root, folder);
  all->chosen = at;
  all->fault = kind;
  all->build = getpid();
  all->length = strlen(folder);
}

void faults_disarm(void) { all->length = 0; }
long faults_count(void) { return atomic_load(&all->count); }
long faults_first(void) { return atomic_load(&all->first); }
long faults_inside(void) { return atomic_load(&all->inside); }
long faults_started(void) { return atomic_load(&all->started); }

static int below(const char *path) { return all->length && path && !strncmp(path, all->root, all->length); }

static int below_at(int folder, const char *path) {
  char link[64], place[4096];
  if (!all->length || !path) return 0;
  if (path[0] == '/') return below(path);
  if (folder == AT_FDCWD) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
  ssize_t length = readlink(link, place, sizeof place - 1);
  if (length < 0) return 0;
  place[length] = 0;
  return below(place);
}

static int below_fd(int fd) {
  char link[64], place[4096];
  if (!all->length) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, place, sizeof place - 1);
  if (length < 0) return 0;
  place[length] = 0;
  return below(place);
}

/* A step. `space` says whether the call takes room on the disk: a full disk still removes and renames.
   A full disk and one that is read-only stay so; a permission is missing once. A kill ends the whole build, an abort only the
   process that the build started, as the engine does. */
static int fails(const char *call, int space) {
  long number = atomic_fetch_add(&all->count, 1) + 1;
  int inside = getpid() != all->build;
  if (inside && !atomic_fetch_add(&all->inside, 1)) {
    atomic_store(&all->first, number);
    atomic_store(&all->started, getpid());
  }
  if (all->fault == STOP) {
    kill(getpid(), SIGSTOP);
    return 0;
  }
  if (getenv("FAULTS_TRACE")) dprintf(2, "%ld %s\n", number, call);
  if (!all->chosen || number < all->chosen) return 0;
  if (all->fault == KILL) {
    /* The process that the build started is to find out by itself that nobody waits for it. */
    if (number == all->chosen) kill(all->build, SIGKILL);
    return 0;
  }
  if (all->fault == ABORT) {
    if (number == all->chosen && inside) abort();
    return 0;
  }
  if (all->fault == DENIED && number != all->chosen) return 0;
  if (all->fault == FULL && !space) return 0;
  errno = all->fault == FULL ? ENOSPC : all->fault == READ_ONLY ? EROFS : EACCES;
  return 1;
}

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define CHANGES(flags) ((flags) & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC))

#define OPEN(name)                                                            \
  int name(const char *path, int flags, ...) {                                \
    REAL(name);                                                               \
    va_list more;                                                             \
    va_start(more, flags);                                                    \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;   \
    va_end(more);                                                             \
    if (CHANGES(flags) && below(path) && fails("open", 1)) return -1;         \
    return real(path, flags, mode);                                           \
  }
#define OPEN_AT(name)                                                         \
  int name(int folder, const char *path, int flags, ...) {                    \
    REAL(name);                                                               \
    va_list more;                                                             \
    va_start(more, flags);                                                    \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;   \
    va_end(more);                                                             \
    if (CHANGES(flags) && below_at(folder, path) && fails("open", 1)) return -1; \
    return real(folder, path, flags, mode);                                   \
  }
#define ON_PATH(type, name, given, passed, space)                             \
  type name given {                                                           \
    REAL(name);                                                               \
    if (below(path) && fails(#name, space)) return -1;                        \
    return real passed;                                                       \
  }
#define AT_PATH(type, name, given, passed, space)                             \
  type name given {                                                           \
    REAL(name);                                                               \
    if (below_at(folder, path) && fails(#name, space)) return -1;             \
    return real passed;                                                       \
  }
#define ON_FD(type, name, given, passed)                                      \
  type name given {                                                           \
    REAL(name);                                                               \
    if (below_fd(fd) && fails(#name, 1)) return -1;                           \
    return real passed;                                                       \
  }

OPEN(open)
OPEN(open64)
OPEN_AT(openat)
OPEN_AT(openat64)
ON_PATH(int, mkdir, (const char *path, mode_t mode), (path, mode), 1)
ON_PATH(int, rename, (const char *path, const char *to), (path, to), 0)
ON_PATH(int, unlink, (const char *path), (path), 0)
ON_PATH(int, rmdir, (const char *path), (path), 0)
ON_PATH(int, truncate, (const char *path, off_t size), (path, size), 1)
ON_PATH(int, chmod, (const char *path, mode_t mode), (path, mode), 0)
AT_PATH(int, mkdirat, (int folder, const char *path, mode_t mode), (folder, path, mode), 1)
AT_PATH(int, unlinkat, (int folder, const char *path, int flags), (folder, path, flags), 0)
AT_PATH(int, fchmodat, (int folder, const char *path, mode_t mode, int flags), (folder, path, mode, flags), 0)
AT_PATH(int, renameat, (int folder, const char *path, int other, const char *to), (folder, path, other, to), 0)
ON_FD(ssize_t, write, (int fd, const void *data, size_t size), (fd, data, size))
ON_FD(ssize_t, pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
ON_FD(ssize_t, pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
ON_FD(ssize_t, writev, (int fd, const struct iovec *parts, int number), (fd, parts, number))
ON_FD(ssize_t, pwritev, (int fd, const struct iovec *parts, int number, off_t at), (fd, parts, number, at))
ON_FD(int, ftruncate, (int fd, off_t size), (fd, size))
ON_FD(int, ftruncate64, (int fd, off64_t size), (fd, size))
ON_FD(int, fallocate, (int fd, int mode, off_t at, off_t size), (fd, mode, at, size))
ON_FD(int, fchmod, (int fd, mode_t mode), (fd, mode))
ON_FD(int, fsync, (int fd), (fd))
ON_FD(int, fdatasync, (int fd), (fd))
