#define _GNU_SOURCE
#include <dlfcn.h>
#ifdef __linux__
#include <link.h>
#endif
#include <stdio.h>
#include <string.h>

#include "CLibcurl.h"

struct libcurl_functions libcurl_function;

// The result of the last step, with the texts that CLibcurl.h describes.
static libcurl_load_outcome outcome;
static char detail[512];
static char file[1024];

// The system looks for names without a path only in its library directories, never in the current
// directory. libcurl-gnutls is Debian's second build of libcurl; it has the same functions.
static const char *const names[] = {
#ifdef __APPLE__
    "/usr/lib/libcurl.4.dylib",
#else
    "libcurl.so.4",
    "libcurl-gnutls.so.4",
#endif
};

/// Copies `value` into a buffer of `size` bytes and cuts it to fit. NULL becomes an empty text.
static void keep(char *text, size_t size, const char *value) {
  snprintf(text, size, "%s", value ? value : "");
}

/// Whether the loader's message says that `name` itself does not exist. If the library exists but
/// needs another one that is missing, the message names the other one.
static int says_not_found(const char *words, const char *name) {
  const char *end = strstr(words, "o such file");
  const char *named = strstr(words, name);
  return end && named && named < end;
}

/// Opens the first library that exists. On failure returns NULL and sets `outcome`.
static void *open_library(void) {
  outcome = libcurl_not_found;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    void *library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (library) {
      keep(file, sizeof file, names[i]);
      return library;
    }
    const char *words = dlerror();
    if (words && says_not_found(words, names[i])) continue;
    outcome = libcurl_not_loadable;
    keep(file, sizeof file, names[i]);
    keep(detail, sizeof detail, words);
    return NULL;
  }
  keep(file, sizeof file, names[0]);
  return NULL;
}

/// Stores the address of a function in the pointer at `function`. Returns 0 if there is no such
/// function. Uses memcpy because C has no cast from the object pointer of `dlsym` to a function
/// pointer; POSIX guarantees that the address fits.
static int look_up(void *library, const char *name, void *function) {
  void *address = dlsym(library, name);
  memcpy(function, &address, sizeof address);
  return address != NULL;
}

/// Fills `libcurl_function`. Returns 0, with the function's name in `detail`, if one is missing.
static int look_up_all(void *library) {
#define LOOK_UP(name, result, arguments) \
  if (!look_up(library, "curl_" #name, &libcurl_function.name)) { \
    keep(detail, sizeof detail, "curl_" #name); \
    return 0; \
  }
  LIBCURL_FUNCTIONS(LOOK_UP)
#undef LOOK_UP
  return 1;
}

/// Replaces the name in `file` by the file's path, if the system reports it.
static void find_path(void *library) {
#ifdef __linux__
  struct link_map *map;
  if (dlinfo(library, RTLD_DI_LINKMAP, &map) == 0 && *map->l_name) {
    keep(file, sizeof file, map->l_name);
  }
#else
  (void)library;
#endif
}

/// Checks the version before the functions are looked up, so that the error of an old library says
/// "too old" and not "lacks a function".
static int is_too_old(void *library) {
  curl_version_info_data *(*version_info)(CURLversion);
  if (!look_up(library, "curl_version_info", &version_info)) return 0;
  const curl_version_info_data *info = version_info(CURLVERSION_FIRST);
  if (!info || info->version_num >= LIBCURL_OLDEST_VERSION) return 0;
  keep(detail, sizeof detail, info->version);
  return 1;
}

static libcurl_load_outcome load(void) {
  void *library = open_library();
  if (!library) return outcome;
  find_path(library);
  if (is_too_old(library)) return libcurl_too_old;
  return look_up_all(library) ? libcurl_loaded : libcurl_lacks_function;
}

libcurl_load_outcome libcurl_load(void) {
  static int is_done;
  if (!is_done) outcome = load();
  is_done = 1;
  return outcome;
}

libcurl_load_outcome libcurl_start(void) {
  static int is_started;
  if (libcurl_load() != libcurl_loaded || is_started) return outcome;
  CURLcode code = libcurl_function.global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) {
    keep(detail, sizeof detail, libcurl_function.easy_strerror(code));
    outcome = libcurl_not_ready;
  }
  is_started = 1;
  return outcome;
}

const char *libcurl_load_detail(void) { return detail; }

const char *libcurl_load_file(void) { return file; }
