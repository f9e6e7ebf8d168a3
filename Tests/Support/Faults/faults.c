// Stands between a program and the system (LD_PRELOAD, Linux only), writes down what the program
// does to the files of one directory, and lets its k-th call fail, tear, or be its last. It can also
// show the directory as a file system that lacks something shows it, in every call.
//
// NIGHTSHIFT_FAULT_DIR    the directory; calls on other files are not looked at
// NIGHTSHIFT_FAULT_TRACE  a file that gets a line a call: time, call, file, result, fault (0: none,
//                         an errno, or 1), head
// NIGHTSHIFT_FAULT_GROUP  disk or net: which calls are counted
// NIGHTSHIFT_FAULT_AT     the number of the call, from 1; 0: none
// NIGHTSHIFT_FAULT_EVER   1: and every one after it
// NIGHTSHIFT_FAULT_KIND   a number of `errno`, or short, zero, tear, tearkill, before, after
// NIGHTSHIFT_FAULT_LACKS  what the file system lacks, with the `errno` that it answers: words such as
//                         "chmod=1 syncdir=22". chmod, syncdir, syncfile, flock, cut, nofollow; replace:
//                         rename over an existing file. "modes=1": every file and directory has mode
//                         0777, and a change of it is reported as done
#ifdef __linux__
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { fd_count = 8192, name_size = 96, head_size = 150 };
enum kind { none, fails, is_short, is_zero, tears, tears_and_kills, kills_before, kills_after };

static char directory[PATH_MAX];
static size_t directory_length;
static int trace_fd = -1;
static int is_disk = 1;
static int wanted;
static int ever;
static enum kind kind;
static int code;
static atomic_int calls;
static atomic_int done;
static char names[fd_count][name_size];
static const char *lacks = "";

__attribute__((constructor)) static void start(void) {
  const char *text = getenv("NIGHTSHIFT_FAULT_DIR");
  if (!text) return;
  snprintf(directory, sizeof directory, "%s", text);
  directory_length = strlen(directory);
  if ((text = getenv("NIGHTSHIFT_FAULT_TRACE"))) {
    trace_fd = (int)syscall(
        SYS_openat, AT_FDCWD, text, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  is_disk = !(text = getenv("NIGHTSHIFT_FAULT_GROUP")) || strcmp(text, "net") != 0;
  wanted = (text = getenv("NIGHTSHIFT_FAULT_AT")) ? atoi(text) : 0;
  ever = (text = getenv("NIGHTSHIFT_FAULT_EVER")) && *text == '1';
  if ((text = getenv("NIGHTSHIFT_FAULT_LACKS"))) lacks = text;
  text = getenv("NIGHTSHIFT_FAULT_KIND");
  if (!text) return;
  kind = !strcmp(text, "short") ? is_short
       : !strcmp(text, "zero") ? is_zero
       : !strcmp(text, "tear") ? tears
       : !strcmp(text, "tearkill") ? tears_and_kills
       : !strcmp(text, "before") ? kills_before
       : !strcmp(text, "after") ? kills_after
                                : fails;
  code = kind == fails ? atoi(text) : kind == tears ? EIO : 0;
}

static void die(void) {
  syscall(SYS_kill, (long)getpid(), (long)SIGKILL);
  for (;;) pause();
}

// One write a line, so that lines of several threads never mix and a kill leaves them whole.
static void note(const char *call, const char *name, long result, int fault, const void *bytes,
                 size_t count) {
  if (trace_fd < 0) return;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  char line[512];
  int saved = errno;
  int length = snprintf(line, sizeof line, "%lld\t%s\t%s\t%ld\t%d\t",
                        (long long)now.tv_sec * 1000000000LL + now.tv_nsec, call, name, result,
                        fault);
  const unsigned char *head = bytes;
  for (size_t at = 0; head && at < count && at < head_size && head[at] != '\n'; at++) {
    line[length++] = head[at] < 0x20 || head[at] > 0x7E ? '?' : (char)head[at];
  }
  line[length++] = '\n';
  syscall(SYS_write, (long)trace_fd, line, (long)length);
  errno = saved;
}

// What is to befall this call.
static enum kind fate(int disk) {
  if (kind == none || wanted == 0 || disk != is_disk) return none;
  int number = atomic_fetch_add(&calls, 1) + 1;
  if (number != wanted && !(ever && number > wanted)) return none;
  atomic_fetch_add(&done, 1);
  return kind;
}

// What goes over the net holds the key, so it is not written down.
static const void *head_of(int disk, const void *bytes) { return disk ? bytes : NULL; }

static const char *inside(const char *path) {
  if (!directory_length || !path || strncmp(path, directory, directory_length) != 0) return NULL;
  if (path[directory_length] == 0) return ".";
  return path[directory_length] == '/' ? path + directory_length + 1 : NULL;
}

static const char *name_of(int fd) {
  return fd >= 0 && fd < fd_count && names[fd][0] ? names[fd] : NULL;
}

static int is_inet(int fd) {
  int domain = 0;
  socklen_t size = sizeof domain;
  return directory_length && getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 &&
         (domain == AF_INET || domain == AF_INET6);
}

// A call that does all or nothing.
#define WHOLE(disk, call, name, real)                                     \
  do {                                                                    \
    enum kind fate_ = fate(disk);                                         \
    if (fate_ == fails || fate_ == tears) {                               \
      errno = code;                                                       \
      note(call, name, -1, code, NULL, 0);                                  \
      errno = code;                                                       \
      return -1;                                                          \
    }                                                                     \
    if (fate_ == kills_before || fate_ == tears_and_kills) {              \
      note(call, name, -1, 1, NULL, 0);                                   \
      die();                                                              \
    }                                                                     \
    long result_ = (real);                                                \
    note(call, name, result_, fate_ == kills_after, NULL, 0);             \
    if (fate_ == kills_after) die();                                      \
    return (int)result_;                                                  \
  } while (0)

static int remember(int fd, const char *name) {
  if (fd >= 0 && fd < fd_count) snprintf(names[fd], name_size, "%s", name);
  return fd;
}

// The errno with which the file system refuses such a call; 0: it has it.
static int refusal(const char *word) {
  size_t length = strlen(word);
  for (const char *at = lacks; (at = strstr(at, word)); at += length) {
    if ((at == lacks || at[-1] == ' ') && at[length] == '=') return atoi(at + length + 1);
  }
  return 0;
}

#define REFUSE(word)              \
  do {                            \
    int refused_ = refusal(word); \
    if (refused_) {               \
      errno = refused_;           \
      return -1;                  \
    }                             \
  } while (0)

static int open_any(int at, const char *path, int flags, mode_t mode) {
  const char *name = at == AT_FDCWD ? inside(path) : NULL;
  if (!name) return (int)syscall(SYS_openat, at, path, flags, mode);
  if (flags & O_NOFOLLOW) REFUSE("nofollow");
  if ((flags & O_CREAT) && refusal("modes")) {
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0) syscall(SYS_fchmod, (long)fd, 0777);
    return remember(fd, name);
  }
  if (!(flags & O_CREAT)) {
    return remember((int)syscall(SYS_openat, at, path, flags, mode), name);
  }
  struct stat status;
  const char *call = lstat(path, &status) == 0 ? "open" : "create";
  if (*call == 'o') note("size", name, (long)status.st_size, 0, NULL, 0);
  WHOLE(1, call, name, remember((int)syscall(SYS_openat, at, path, flags, mode), name));
}

#define MODE(flags)                        \
  mode_t mode = 0;                         \
  if ((flags) & (O_CREAT | O_TMPFILE)) {   \
    va_list rest;                          \
    va_start(rest, flags);                 \
    mode = (mode_t)va_arg(rest, int);      \
    va_end(rest);                          \
  }

int open(const char *path, int flags, ...) {
  MODE(flags)
  return open_any(AT_FDCWD, path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  MODE(flags)
  return open_any(AT_FDCWD, path, flags | O_LARGEFILE, mode);
}
int openat(int at, const char *path, int flags, ...) {
  MODE(flags)
  return open_any(at, path, flags, mode);
}
int openat64(int at, const char *path, int flags, ...) {
  MODE(flags)
  return open_any(at, path, flags | O_LARGEFILE, mode);
}

int close(int fd) {
  if (fd >= 0 && fd < fd_count) names[fd][0] = 0;
  return (int)syscall(SYS_close, (long)fd);
}

static ssize_t put(int disk, const char *call, const char *name, int fd, const void *bytes,
                   size_t count, ssize_t (*real)(int, const void *, size_t)) {
  enum kind fate_ = fate(disk);
  if (fate_ == none || fate_ == kills_after) {
    ssize_t result = real(fd, bytes, count);
    note(call, name, result, fate_ == kills_after, head_of(disk, bytes), count);
    if (fate_ == kills_after) die();
    return result;
  }
  size_t part = count / 2;
  ssize_t result = -1;
  if (fate_ == is_short || fate_ == tears || fate_ == tears_and_kills) {
    if (part) result = real(fd, bytes, part);
  } else if (fate_ == is_zero) {
    result = 0;
  }
  note(call, name, result, code ? code : 1, head_of(disk, bytes), count);
  if (fate_ == tears_and_kills || fate_ == kills_before) die();
  if (fate_ == fails || fate_ == tears) {
    errno = code;
    return -1;
  }
  return result;
}

static ssize_t write_for_real(int fd, const void *bytes, size_t count) {
  return syscall(SYS_write, (long)fd, bytes, count);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  const char *name = name_of(fd);
  // The number in the lock is only for a message.
  if (!name || !strcmp(name, "lock")) return write_for_real(fd, bytes, count);
  return put(1, "write", name, fd, bytes, count, write_for_real);
}

static int sync_any(int number, const char *call, int fd) {
  const char *name = name_of(fd);
  if (!name) return (int)syscall(number, (long)fd);
  struct stat status;
  if (fstat(fd, &status) == 0) {
    if (S_ISDIR(status.st_mode)) REFUSE("syncdir"); else REFUSE("syncfile");
  }
  note("begin", name, 0, 0, NULL, 0);
  WHOLE(1, call, name, syscall(number, (long)fd));
}
int fsync(int fd) { return sync_any(SYS_fsync, "sync", fd); }
int fdatasync(int fd) { return sync_any(SYS_fdatasync, "sync", fd); }

static int cut(int fd, off_t length) {
  const char *name = name_of(fd);
  if (!name || !strcmp(name, "lock")) return (int)syscall(SYS_ftruncate, (long)fd, length);
  REFUSE("cut");
  char text[32];
  int size = snprintf(text, sizeof text, "%lld", (long long)length);
  enum kind fate_ = fate(1);
  if (fate_ == fails || fate_ == tears) {
    note("cut", name, -1, code, text, (size_t)size);
    errno = code;
    return -1;
  }
  if (fate_ == kills_before || fate_ == tears_and_kills) {
    note("cut", name, -1, 1, text, (size_t)size);
    die();
  }
  int result = (int)syscall(SYS_ftruncate, (long)fd, length);
  note("cut", name, result, fate_ != none, text, (size_t)size);
  if (fate_ == kills_after) die();
  return result;
}
int ftruncate(int fd, off_t length) { return cut(fd, length); }
int ftruncate64(int fd, off64_t length) { return cut(fd, length); }

int rename(const char *from, const char *to) {
  const char *name = inside(to);
  if (!name) return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
  struct stat status;
  if (stat(to, &status) == 0) REFUSE("replace");
  WHOLE(1, "rename", name, syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}

int fchmod(int fd, mode_t mode) {
  if (name_of(fd)) {
    REFUSE("chmod");
    if (refusal("modes")) return 0;
  }
  return (int)syscall(SYS_fchmod, (long)fd, mode);
}

int chmod(const char *path, mode_t mode) {
  if (inside(path)) {
    REFUSE("chmod");
    if (refusal("modes")) return 0;
  }
  return (int)syscall(SYS_fchmodat, AT_FDCWD, path, mode);
}

int mkdir(const char *path, mode_t mode) {
  int result = (int)syscall(SYS_mkdirat, AT_FDCWD, path, mode);
  if (result == 0 && inside(path) && refusal("modes")) {
    syscall(SYS_fchmodat, AT_FDCWD, path, 0777);
  }
  return result;
}

int flock(int fd, int operation) {
  if (name_of(fd)) REFUSE("flock");
  return (int)syscall(SYS_flock, (long)fd, operation);
}

int socket(int domain, int type, int protocol) {
  if (!directory_length || (domain != AF_INET && domain != AF_INET6)) {
    return (int)syscall(SYS_socket, domain, type, protocol);
  }
  WHOLE(0, "socket", "-", syscall(SYS_socket, domain, type, protocol));
}

int connect(int fd, const struct sockaddr *address, socklen_t size) {
  if (!is_inet(fd)) return (int)syscall(SYS_connect, (long)fd, address, size);
  WHOLE(0, "connect", "-", syscall(SYS_connect, (long)fd, address, size));
}

static __thread int flags_now;
static ssize_t send_for_real(int fd, const void *bytes, size_t count) {
  return syscall(SYS_sendto, (long)fd, bytes, count, flags_now, NULL, 0);
}

ssize_t send(int fd, const void *bytes, size_t count, int flags) {
  flags_now = flags;
  if (!is_inet(fd)) return send_for_real(fd, bytes, count);
  return put(0, "send", "-", fd, bytes, count, send_for_real);
}

ssize_t recv(int fd, void *bytes, size_t count, int flags) {
  if (!is_inet(fd)) return syscall(SYS_recvfrom, (long)fd, bytes, count, flags, NULL, NULL);
  enum kind fate_ = fate(0);
  if (fate_ == fails || fate_ == tears) {
    note("recv", "-", -1, 1, NULL, 0);
    errno = code;
    return -1;
  }
  if (fate_ == kills_before || fate_ == tears_and_kills) {
    note("recv", "-", -1, 1, NULL, 0);
    die();
  }
  if (fate_ == is_short && count > 1) count = 1;
  ssize_t result =
      fate_ == is_zero ? 0 : syscall(SYS_recvfrom, (long)fd, bytes, count, flags, NULL, NULL);
  note("recv", "-", result, fate_ != none, NULL, 0);
  if (fate_ == kills_after) die();
  return result;
}
#endif
