#ifndef NIGHTSHIFT_CLIBCURL_H
#define NIGHTSHIFT_CLIBCURL_H

#include <curl/curl.h>

// Swift cannot call C's variadic functions, so each type of argument has a door of its own.

static inline CURLcode door_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}

static inline CURLcode door_set_size(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}

/// libcurl copies the text, for every option of this kind but POSTFIELDS.
static inline CURLcode door_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}

/// libcurl keeps the pointer: it has to outlive the transfer.
static inline CURLcode door_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}

/// libcurl keeps the list itself: it has to outlive the transfer.
static inline CURLcode door_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}

/// WRITEFUNCTION and HEADERFUNCTION.
static inline CURLcode door_set_sink(CURL *easy, CURLoption option, curl_write_callback value) {
  return curl_easy_setopt(easy, option, value);
}

typedef int (*door_guard)(void *context, char *remote, char *local, int remote_port,
                          int local_port);

/// Answered by a guard that lets the request through, or stops it.
enum { door_guard_pass = 0, door_guard_abort = 1 };

/// PREREQFUNCTION came with 7.80; CURLE_UNKNOWN_OPTION before.
static inline CURLcode door_set_guard(CURL *easy, door_guard guard, void *context) {
#if LIBCURL_VERSION_NUM >= 0x075000
  CURLcode code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, guard);
  if (code != CURLE_OK) return code;
  return curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
#else
  (void)easy, (void)guard, (void)context;
  return CURLE_UNKNOWN_OPTION;
#endif
}

/// PROTOCOLS_STR came with 7.85; before, and where the library is older than the header, a mask.
static inline CURLcode door_set_protocols(CURL *easy, int allows_http) {
#if LIBCURL_VERSION_NUM >= 0x075500
  CURLcode code =
      curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, allows_http ? "http,https" : "https");
  if (code != CURLE_UNKNOWN_OPTION) return code;
  return curl_easy_setopt(easy, (CURLoption)(CURLOPTTYPE_LONG + 181),
                          allows_http ? 3L : 2L);  // CURLPROTO_HTTP 1, CURLPROTO_HTTPS 2
#else
  return curl_easy_setopt(easy, CURLOPT_PROTOCOLS,
                          (long)(allows_http ? CURLPROTO_HTTP | CURLPROTO_HTTPS
                                             : CURLPROTO_HTTPS));
#endif
}

/// MAXLIFETIME_CONN came with 7.80.
static inline CURLcode door_set_connection_lifetime(CURL *easy, long seconds) {
#if LIBCURL_VERSION_NUM >= 0x075000
  return curl_easy_setopt(easy, CURLOPT_MAXLIFETIME_CONN, seconds);
#else
  (void)easy, (void)seconds;
  return CURLE_UNKNOWN_OPTION;
#endif
}

/// QUICK_EXIT came with 7.87: a dropped transfer does not wait for its name lookup.
static inline CURLcode door_set_quick_exit(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075700
  return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
  (void)easy;
  return CURLE_UNKNOWN_OPTION;
#endif
}

/// HSTS_CTRL came with 7.74.
static inline CURLcode door_set_no_hsts(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x074A00
  return curl_easy_setopt(easy, CURLOPT_HSTS_CTRL, 0L);
#else
  (void)easy;
  return CURLE_UNKNOWN_OPTION;
#endif
}

static inline void *door_private(CURL *easy) {
  char *value = NULL;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value);
  return value;
}

static inline CURLMcode door_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

#endif
