// The system's libcurl (REAL is its path), made to look like 7.79: it says so, and does not know
// the options that came later.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdarg.h>

#include "CLibcurl.h"

static void *real(const char *name) {
  static void *library;
  if (!library) library = dlopen(REAL, RTLD_NOW | RTLD_LOCAL);
  return dlsym(library, name);
}

#define CALL(name, result, arguments) ((result(*) arguments)real("curl_" #name))

CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...) {
  // As many bits as the widest argument has.
  va_list arguments;
  va_start(arguments, option);
  void *value = va_arg(arguments, void *);
  va_end(arguments);
  int number = option % 10000;
  if (number >= 312) return CURLE_UNKNOWN_OPTION;
  return CALL(easy_setopt, CURLcode, (CURL *, CURLoption, ...))(easy, option, value);
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...) {
  va_list arguments;
  va_start(arguments, info);
  void *value = va_arg(arguments, void *);
  va_end(arguments);
  return CALL(easy_getinfo, CURLcode, (CURL *, CURLINFO, ...))(easy, info, value);
}

CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...) {
  va_list arguments;
  va_start(arguments, option);
  void *value = va_arg(arguments, void *);
  va_end(arguments);
  return CALL(multi_setopt, CURLMcode, (CURLM *, CURLMoption, ...))(multi, option, value);
}

static curl_version_info_data version = {0, "7.79.1", 0x074F01};

curl_version_info_data *curl_version_info(CURLversion age) { return age < 0 ? 0 : &version; }

CURLcode curl_global_init(long flags) { return CALL(global_init, CURLcode, (long))(flags); }
char *curl_version(void) { return "libcurl/7.79.1"; }
CURL *curl_easy_init(void) { return CALL(easy_init, CURL *, (void))(); }
void curl_easy_cleanup(CURL *easy) { CALL(easy_cleanup, void, (CURL *))(easy); }
const char *curl_easy_strerror(CURLcode code) {
  return CALL(easy_strerror, const char *, (CURLcode))(code);
}
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *line) {
  return CALL(slist_append, struct curl_slist *, (struct curl_slist *, const char *))(list, line);
}
void curl_slist_free_all(struct curl_slist *list) {
  CALL(slist_free_all, void, (struct curl_slist *))(list);
}
CURLM *curl_multi_init(void) { return CALL(multi_init, CURLM *, (void))(); }
CURLMcode curl_multi_cleanup(CURLM *multi) { return CALL(multi_cleanup, CURLMcode, (CURLM *))(multi); }
CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy) {
  return CALL(multi_add_handle, CURLMcode, (CURLM *, CURL *))(multi, easy);
}
CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return CALL(multi_remove_handle, CURLMcode, (CURLM *, CURL *))(multi, easy);
}
CURLMcode curl_multi_perform(CURLM *multi, int *running) {
  return CALL(multi_perform, CURLMcode, (CURLM *, int *))(multi, running);
}
CURLMsg *curl_multi_info_read(CURLM *multi, int *left) {
  return CALL(multi_info_read, CURLMsg *, (CURLM *, int *))(multi, left);
}
CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd *fds, unsigned int count, int wait,
                          int *ready) {
  return CALL(multi_poll, CURLMcode, (CURLM *, struct curl_waitfd *, unsigned int, int, int *))(
      multi, fds, count, wait, ready);
}
CURLMcode curl_multi_wakeup(CURLM *multi) { return CALL(multi_wakeup, CURLMcode, (CURLM *))(multi); }
