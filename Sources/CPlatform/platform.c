#define _GNU_SOURCE
#include <unistd.h>
#include <fcntl.h>
#include "CPlatform.h"

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#ifdef __linux__
#include <sys/prctl.h>
#include <sys/statfs.h>
#else
#include <sys/mount.h>
#include <sys/param.h>
#endif

void nightshift_raise_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  // More is not needed, and macOS rejects "unlimited".
  const rlim_t enough = 20480;
  rlim_t wanted = limit.rlim_max < enough ? limit.rlim_max : enough;
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int nightshift_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return -1;
  return limit.rlim_cur > INT_MAX ? INT_MAX : (int)limit.rlim_cur;
}

int nightshift_forbid_dumps(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
#ifdef __linux__
  // In C because prctl is variadic, and Swift cannot call variadic functions.
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return errno;
#endif
  return 0;
}

int nightshift_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC);
#else
  // macOS has no pipe2. A child that another thread starts between these calls inherits the pipe.
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

#ifdef __linux__
// The numbers are those of statfs(2) and of the kernel's uapi/linux/magic.h. WSL mounts the Windows
// drives as 9p (WSL 2) or as "wslfs" (WSL 1).
static const struct {
  unsigned long magic;
  const char *name;
} modeless[] = {
  {0xFF534D42, "CIFS"}, {0xFE534D42, "SMB"}, {0x0000517B, "SMB"},  {0x01021997, "9p"},
  {0x65735546, "FUSE"}, {0x00004D44, "FAT"}, {0x2011BAB0, "exFAT"}, {0x5346544E, "NTFS"},
  {0x7366746E, "NTFS"}, {0x53464846, "WSL"},
};

const char *nightshift_modeless_file_system(const char *path) {
  struct statfs status;
  if (statfs(path, &status) != 0) return NULL;
  // f_type has 32 or 64 bits, with or without a sign.
  unsigned long magic = (unsigned long)status.f_type & 0xFFFFFFFFUL;
  for (size_t i = 0; i < sizeof modeless / sizeof *modeless; i++) {
    if (modeless[i].magic == magic) return modeless[i].name;
  }
  return NULL;
}
#else
static const char *const modeless[] = {"smbfs", "webdav", "msdos", "exfat", "ntfs", "macfuse"};

const char *nightshift_modeless_file_system(const char *path) {
  struct statfs status;
  if (statfs(path, &status) != 0) return NULL;
  for (size_t i = 0; i < sizeof modeless / sizeof *modeless; i++) {
    if (strcmp(modeless[i], status.f_fstypename) == 0) return modeless[i];
  }
  return NULL;
}
#endif

// What a new thread needs to begin. The thread frees it.
struct start {
  // The longest name that Linux accepts, with its NUL.
  char name[16];
  void (*work)(void *context);
  void *context;
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
#ifdef __APPLE__
  pthread_setname_np(start.name);
#else
  pthread_setname_np(pthread_self(), start.name);
#endif
  start.work(start.context);
  return NULL;
}

int nightshift_start_thread(const char *name, void (*work)(void *context), void *context) {
  struct start *start = calloc(1, sizeof *start);
  if (start == NULL) return errno;
  strncpy(start->name, name, sizeof start->name - 1);
  start->work = work;
  start->context = context;
  pthread_attr_t attributes;
  int code = pthread_attr_init(&attributes);
  if (code == 0) {
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    // glibc's default; musl's is only 128 KiB.
    pthread_attr_setstacksize(&attributes, 8 << 20);
    pthread_t thread;
    code = pthread_create(&thread, &attributes, run, start);
    pthread_attr_destroy(&attributes);
  }
  if (code != 0) free(start);
  return code;
}

#ifdef __GLIBC__
static int argument_count;
static char **argument_list;

// glibc passes main's arguments to constructors, which run before main.
__attribute__((constructor)) static void keep_arguments(int count, char **list) {
  argument_count = count;
  argument_list = list;
}

int nightshift_arguments(char ***list) {
  *list = argument_list;
  return argument_count;
}
#else
int nightshift_arguments(char ***list) {
  *list = NULL;
  return 0;
}
#endif
