// All functions of libcurl that the program looks up, without what they do; says that it is 8.5.
// Compile with -Dcurl_NAME=other to leave one out.
#include "CLibcurl.h"

#define FUNCTION(name, result, arguments) result curl_##name arguments;
LIBCURL_FUNCTIONS(FUNCTION)

static curl_version_info_data version = {0, "8.5.0", 0x080500};

CURLcode curl_global_init(long flags) { return flags < 0 ? CURLE_OK : STARTS; }
char *curl_version(void) { return "libcurl/8.5.0"; }
curl_version_info_data *curl_version_info(CURLversion age) { return age < 0 ? 0 : &version; }
CURL *curl_easy_init(void) { return 0; }
void curl_easy_cleanup(CURL *easy) { (void)easy; }
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...) {
  return easy || option ? CURLE_OK : CURLE_OK;
}
CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...) {
  return easy || info ? CURLE_OK : CURLE_OK;
}
const char *curl_easy_strerror(CURLcode code) { return code ? "Failed initialization" : ""; }
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *line) {
  return line ? list : 0;
}
void curl_slist_free_all(struct curl_slist *list) { (void)list; }
CURLM *curl_multi_init(void) { return 0; }
CURLMcode curl_multi_cleanup(CURLM *multi) { return multi ? CURLM_OK : CURLM_OK; }
CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...) {
  return multi || option ? CURLM_OK : CURLM_OK;
}
CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy) {
  return multi || easy ? CURLM_OK : CURLM_OK;
}
CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy) {
  return multi || easy ? CURLM_OK : CURLM_OK;
}
CURLMcode curl_multi_perform(CURLM *multi, int *running) { return multi || running ? 0 : 0; }
CURLMsg *curl_multi_info_read(CURLM *multi, int *left) {
  (void)multi, (void)left;
  return 0;
}
CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd *fds, unsigned int count, int wait,
                          int *ready) {
  return multi || fds || count || wait || ready ? 0 : 0;
}
CURLMcode curl_multi_wakeup(CURLM *multi) { return multi ? 0 : 0; }
