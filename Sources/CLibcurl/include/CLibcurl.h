#ifndef NIGHTSHIFT_CLIBCURL_H
#define NIGHTSHIFT_CLIBCURL_H

#include <stddef.h>
#include <stdint.h>

#include "LibcurlNumbers.h"

// Declares the part of libcurl that nightshift uses, without libcurl's own headers: a machine with
// Swift has the library, but often not the headers. `libcurl_load` opens the library at run time.
// If <curl/curl.h> is installed, compare.c checks these declarations against it.

#define LIBCURL_DECLARE(name, number) name = number,
typedef enum { LIBCURL_CODES(LIBCURL_DECLARE) LIBCURL_CODES_OF_8_6(LIBCURL_DECLARE) } CURLcode;
typedef enum {
  LIBCURL_OPTIONS(LIBCURL_DECLARE)
  LIBCURL_OPTIONS_OF_7_74(LIBCURL_DECLARE)
  LIBCURL_OPTIONS_OF_7_80(LIBCURL_DECLARE)
  LIBCURL_OPTIONS_OF_7_85(LIBCURL_DECLARE)
  LIBCURL_OPTIONS_OF_7_87(LIBCURL_DECLARE)
} CURLoption;
typedef enum { LIBCURL_INFOS(LIBCURL_DECLARE) } CURLINFO;
/// CURLM_CALL_MULTI_PERFORM is -1, which makes the type signed, as in libcurl.
typedef enum { CURLM_CALL_MULTI_PERFORM = -1, LIBCURL_MULTI_CODES(LIBCURL_DECLARE) } CURLMcode;
typedef enum { LIBCURL_MULTI_OPTIONS(LIBCURL_DECLARE) } CURLMoption;
typedef enum { LIBCURL_MESSAGES(LIBCURL_DECLARE) } CURLMSG;
enum { LIBCURL_CONSTANTS(LIBCURL_DECLARE) LIBCURL_CONSTANTS_OF_7_80(LIBCURL_DECLARE) };
#undef LIBCURL_DECLARE

typedef void CURL;
typedef void CURLM;
typedef int64_t curl_off_t;
typedef int CURLversion;

struct curl_slist LIBCURL_SLIST;
struct CURLMsg LIBCURL_MESSAGE;
typedef struct CURLMsg CURLMsg;
/// For libcurl 7.88.1, `version` is "7.88.1" and `version_num` is 0x075801: a byte each for major,
/// minor and patch.
struct curl_version_info_data LIBCURL_VERSION_DATA;
typedef struct curl_version_info_data curl_version_info_data;
/// Never defined here: only a pointer to it is used, and it is always NULL.
struct curl_waitfd;

#define LIBCURL_DECLARE(name, result, arguments) typedef result(*name) arguments;
/// libcurl passes a piece of the response: its address, 1, its size, the context. Any result
/// but the size ends the transfer.
LIBCURL_CALLBACKS(LIBCURL_DECLARE)
/// libcurl calls this just before it sends a request: the context, two addresses, two ports.
/// Returns CURL_PREREQFUNC_OK or CURL_PREREQFUNC_ABORT.
LIBCURL_CALLBACKS_OF_7_80(LIBCURL_DECLARE)
#undef LIBCURL_DECLARE

// MARK: - The library

/// The result of opening or starting the library.
typedef enum {
  libcurl_loaded,
  /// No library with any of the known names exists.
  libcurl_not_found,
  /// The library exists, but the system cannot load it. `libcurl_load_detail` is the system's text.
  libcurl_not_loadable,
  /// A function is missing. `libcurl_load_detail` is its name.
  libcurl_lacks_function,
  /// Older than 7.68. `libcurl_load_detail` is the library's version.
  libcurl_too_old,
  /// `curl_global_init` failed. `libcurl_load_detail` is libcurl's text.
  libcurl_not_ready,
} libcurl_load_outcome;

/// The oldest version that has all functions: `curl_multi_wakeup` came with 7.68.
#define LIBCURL_OLDEST_VERSION 0x074400

/// Opens the library and looks up its functions; later calls return the same result. Must have
/// returned `libcurl_loaded` before `libcurl_version` is called. Two threads must not both make the
/// first call.
libcurl_load_outcome libcurl_load(void);
/// Loads the library if that was not done, and prepares it for transfers; later calls return the
/// same result. Must have returned `libcurl_loaded` before any function below is called, except
/// those for the version, and before a second thread uses libcurl.
libcurl_load_outcome libcurl_start(void);
/// Describes a result other than `libcurl_loaded`. Never NULL; never freed.
const char *libcurl_load_detail(void);
/// The library's path, or its name if the system does not report the path. Never NULL; never freed.
const char *libcurl_load_file(void);

struct libcurl_functions {
#define LIBCURL_DECLARE(name, result, arguments) result(*name) arguments;
  LIBCURL_FUNCTIONS(LIBCURL_DECLARE)
#undef LIBCURL_DECLARE
};
/// Filled by `libcurl_load`, constant afterwards.
extern struct libcurl_functions libcurl_function;

// MARK: - Its functions

/// Such as "libcurl/7.88.1 OpenSSL/3.0.19 zlib/1.2.13".
static inline const char *libcurl_version(void) { return libcurl_function.version(); }
/// A byte each for major, minor and patch.
static inline unsigned int libcurl_version_number(void) {
  return libcurl_function.version_info(CURLVERSION_FIRST)->version_num;
}

static inline CURL *libcurl_easy_init(void) { return libcurl_function.easy_init(); }
static inline void libcurl_easy_cleanup(CURL *easy) { libcurl_function.easy_cleanup(easy); }
static inline const char *libcurl_easy_strerror(CURLcode code) {
  return libcurl_function.easy_strerror(code);
}

static inline struct curl_slist *libcurl_slist_append(struct curl_slist *list, const char *line) {
  return libcurl_function.slist_append(list, line);
}
static inline void libcurl_slist_free_all(struct curl_slist *list) {
  libcurl_function.slist_free_all(list);
}

static inline CURLM *libcurl_multi_init(void) { return libcurl_function.multi_init(); }
static inline CURLMcode libcurl_multi_cleanup(CURLM *multi) {
  return libcurl_function.multi_cleanup(multi);
}
static inline CURLMcode libcurl_multi_add_handle(CURLM *multi, CURL *easy) {
  return libcurl_function.multi_add_handle(multi, easy);
}
static inline CURLMcode libcurl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return libcurl_function.multi_remove_handle(multi, easy);
}
static inline CURLMcode libcurl_multi_perform(CURLM *multi, int *running) {
  return libcurl_function.multi_perform(multi, running);
}
static inline CURLMsg *libcurl_multi_info_read(CURLM *multi, int *left) {
  return libcurl_function.multi_info_read(multi, left);
}
/// Waits until a socket is ready, a timer of libcurl expires, another thread calls
/// `libcurl_multi_wakeup`, or `milliseconds` have passed.
static inline CURLMcode libcurl_multi_poll(CURLM *multi, int milliseconds) {
  return libcurl_function.multi_poll(multi, NULL, 0, milliseconds, NULL);
}
/// How many sockets are ready to be read or written now. It takes the wake-ups of
/// `libcurl_multi_wakeup` that came before.
static inline int libcurl_multi_ready(CURLM *multi) {
  int ready = 0;
  libcurl_function.multi_poll(multi, NULL, 0, 0, &ready);
  return ready;
}
/// The only function of a multi handle that any thread may call.
static inline CURLMcode libcurl_multi_wakeup(CURLM *multi) {
  return libcurl_function.multi_wakeup(multi);
}

// MARK: - Its options

// Swift cannot call variadic C functions, so there is one function for each type of argument.

static inline CURLcode libcurl_set_long(CURL *easy, CURLoption option, long value) {
  return libcurl_function.easy_setopt(easy, option, value);
}

static inline CURLcode libcurl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
  return libcurl_function.easy_setopt(easy, option, value);
}

/// libcurl copies the text, for every option with a text except POSTFIELDS.
static inline CURLcode libcurl_set_text(CURL *easy, CURLoption option, const char *value) {
  return libcurl_function.easy_setopt(easy, option, value);
}

/// libcurl keeps the pointer, so the memory must live until the transfer has ended.
static inline CURLcode libcurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return libcurl_function.easy_setopt(easy, option, value);
}

/// libcurl does not copy the list, so it must live until the transfer has ended.
static inline CURLcode libcurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return libcurl_function.easy_setopt(easy, option, value);
}

static inline CURLcode libcurl_set_write_callback(CURL *easy, CURLoption option,
                                                  curl_write_callback value) {
  return libcurl_function.easy_setopt(easy, option, value);
}

/// Sets the function that libcurl calls just before it sends a request. Before 7.80, returns
/// CURLE_UNKNOWN_OPTION.
static inline CURLcode libcurl_set_prereq_callback(CURL *easy, curl_prereq_callback callback,
                                                   void *context) {
  CURLcode code = libcurl_function.easy_setopt(easy, CURLOPT_PREREQFUNCTION, callback);
  if (code != CURLE_OK) return code;
  return libcurl_function.easy_setopt(easy, CURLOPT_PREREQDATA, context);
}

/// Allows `https` only, or also `http`. By name from 7.85 on, by a bit mask before.
static inline CURLcode libcurl_set_protocols(CURL *easy, int allows_http) {
  CURLcode code = libcurl_function.easy_setopt(easy, CURLOPT_PROTOCOLS_STR,
                                               allows_http ? "http,https" : "https");
  if (code != CURLE_UNKNOWN_OPTION) return code;
  long mask = allows_http ? CURLPROTO_HTTP | CURLPROTO_HTTPS : CURLPROTO_HTTPS;
  return libcurl_function.easy_setopt(easy, CURLOPT_PROTOCOLS, mask);
}

/// The pointer that CURLOPT_PRIVATE was set to.
static inline void *libcurl_private(CURL *easy) {
  char *value = NULL;
  libcurl_function.easy_getinfo(easy, CURLINFO_PRIVATE, &value);
  return value;
}

static inline CURLMcode libcurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return libcurl_function.multi_setopt(multi, option, value);
}

#endif
