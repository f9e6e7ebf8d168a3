#ifndef NIGHTSHIFT_LIBCURL_NUMBERS_H
#define NIGHTSHIFT_LIBCURL_NUMBERS_H

// The numbers, structures and functions of libcurl that nightshift uses. They are libcurl's binary
// interface and do not change between versions. Each list is a macro, so that the same line both
// declares a name (in CLibcurl.h) and checks it against <curl/curl.h> (in compare.c).
//
// To use one more option, add its line here. curl's own header has the number, in the form
// `CURLOPT(NAME, TYPE, NUMBER)`; TYPE adds 0 (long), 10000 (pointer), 20000 (function) or
// 30000 (64-bit size).

// Options of one transfer, for libcurl 7.68 and later.
#define LIBCURL_OPTIONS(X) \
  X(CURLOPT_WRITEDATA, 10001) \
  X(CURLOPT_URL, 10002) \
  X(CURLOPT_PROXY, 10004) \
  X(CURLOPT_ERRORBUFFER, 10010) \
  X(CURLOPT_POSTFIELDS, 10015) \
  X(CURLOPT_USERAGENT, 10018) \
  X(CURLOPT_HTTPHEADER, 10023) \
  X(CURLOPT_HEADERDATA, 10029) \
  X(CURLOPT_CAINFO, 10065) \
  X(CURLOPT_CAPATH, 10097) \
  X(CURLOPT_ACCEPT_ENCODING, 10102) \
  X(CURLOPT_PRIVATE, 10103) \
  X(CURLOPT_WRITEFUNCTION, 20011) \
  X(CURLOPT_HEADERFUNCTION, 20079) \
  X(CURLOPT_POSTFIELDSIZE_LARGE, 30120) \
  X(CURLOPT_SSLVERSION, 32) \
  X(CURLOPT_NOPROGRESS, 43) \
  X(CURLOPT_POST, 47) \
  X(CURLOPT_NETRC, 51) \
  X(CURLOPT_FOLLOWLOCATION, 52) \
  X(CURLOPT_SSL_VERIFYPEER, 64) \
  X(CURLOPT_MAXREDIRS, 68) \
  X(CURLOPT_FRESH_CONNECT, 74) \
  X(CURLOPT_FORBID_REUSE, 75) \
  X(CURLOPT_HTTPGET, 80) \
  X(CURLOPT_SSL_VERIFYHOST, 81) \
  X(CURLOPT_HTTP_VERSION, 84) \
  X(CURLOPT_NOSIGNAL, 99) \
  X(CURLOPT_UNRESTRICTED_AUTH, 105) \
  X(CURLOPT_TCP_NODELAY, 121) \
  X(CURLOPT_TIMEOUT_MS, 155) \
  X(CURLOPT_CONNECTTIMEOUT_MS, 156) \
  X(CURLOPT_PROTOCOLS, 181) \
  X(CURLOPT_TCP_KEEPALIVE, 213) \
  X(CURLOPT_TCP_KEEPIDLE, 214) \
  X(CURLOPT_TCP_KEEPINTVL, 215) \
  X(CURLOPT_PROXY_SSL_VERIFYPEER, 248) \
  X(CURLOPT_PROXY_SSL_VERIFYHOST, 249) \
  X(CURLOPT_SUPPRESS_CONNECT_HEADERS, 265) \
  X(CURLOPT_DISALLOW_USERNAME_IN_URL, 278) \
  X(CURLOPT_HTTP09_ALLOWED, 285) \
  X(CURLOPT_MAXAGE_CONN, 288)

// Options of later versions. An older library returns CURLE_UNKNOWN_OPTION for them.
#define LIBCURL_OPTIONS_OF_7_74(X) X(CURLOPT_HSTS_CTRL, 299)
#define LIBCURL_OPTIONS_OF_7_80(X) \
  X(CURLOPT_PREREQFUNCTION, 20312) \
  X(CURLOPT_PREREQDATA, 10313) \
  X(CURLOPT_MAXLIFETIME_CONN, 314)
#define LIBCURL_OPTIONS_OF_7_85(X) X(CURLOPT_PROTOCOLS_STR, 10318)
#define LIBCURL_OPTIONS_OF_7_87(X) X(CURLOPT_QUICK_EXIT, 322)

// The results of transfers and of setters.
#define LIBCURL_CODES(X) \
  X(CURLE_OK, 0) \
  X(CURLE_UNSUPPORTED_PROTOCOL, 1) \
  X(CURLE_COULDNT_RESOLVE_PROXY, 5) \
  X(CURLE_COULDNT_RESOLVE_HOST, 6) \
  X(CURLE_COULDNT_CONNECT, 7) \
  X(CURLE_WEIRD_SERVER_REPLY, 8) \
  X(CURLE_PARTIAL_FILE, 18) \
  X(CURLE_WRITE_ERROR, 23) \
  X(CURLE_OUT_OF_MEMORY, 27) \
  X(CURLE_OPERATION_TIMEDOUT, 28) \
  X(CURLE_SSL_CONNECT_ERROR, 35) \
  X(CURLE_ABORTED_BY_CALLBACK, 42) \
  X(CURLE_UNKNOWN_OPTION, 48) \
  X(CURLE_SSL_ENGINE_NOTFOUND, 53) \
  X(CURLE_SSL_ENGINE_SETFAILED, 54) \
  X(CURLE_SEND_ERROR, 55) \
  X(CURLE_RECV_ERROR, 56) \
  X(CURLE_SSL_CERTPROBLEM, 58) \
  X(CURLE_SSL_CIPHER, 59) \
  X(CURLE_PEER_FAILED_VERIFICATION, 60) \
  X(CURLE_BAD_CONTENT_ENCODING, 61) \
  X(CURLE_FILESIZE_EXCEEDED, 63) \
  X(CURLE_USE_SSL_FAILED, 64) \
  X(CURLE_SSL_CACERT_BADFILE, 77) \
  X(CURLE_SSL_CRL_BADFILE, 82) \
  X(CURLE_SSL_ISSUER_ERROR, 83) \
  X(CURLE_SSL_PINNEDPUBKEYNOTMATCH, 90) \
  X(CURLE_SSL_INVALIDCERTSTATUS, 91)
#define LIBCURL_CODES_OF_8_6(X) X(CURLE_TOO_LARGE, 100)

#define LIBCURL_INFOS(X) X(CURLINFO_PRIVATE, 0x100000 + 21)

#define LIBCURL_MULTI_OPTIONS(X) \
  X(CURLMOPT_PIPELINING, 3) \
  X(CURLMOPT_MAXCONNECTS, 6) \
  X(CURLMOPT_MAX_HOST_CONNECTIONS, 7) \
  X(CURLMOPT_MAX_TOTAL_CONNECTIONS, 13)

#define LIBCURL_MULTI_CODES(X) X(CURLM_OK, 0)

#define LIBCURL_MESSAGES(X) X(CURLMSG_DONE, 1)

#define LIBCURL_CONSTANTS(X) \
  X(CURL_ERROR_SIZE, 256) \
  X(CURL_GLOBAL_DEFAULT, 3) \
  X(CURL_HTTP_VERSION_1_1, 2) \
  X(CURL_NETRC_IGNORED, 0) \
  X(CURL_SSLVERSION_TLSv1_2, 6) \
  X(CURLPIPE_NOTHING, 0) \
  X(CURLPROTO_HTTP, 1) \
  X(CURLPROTO_HTTPS, 2) \
  X(CURLVERSION_FIRST, 0)
#define LIBCURL_CONSTANTS_OF_7_80(X) \
  X(CURL_PREREQFUNC_OK, 0) \
  X(CURL_PREREQFUNC_ABORT, 1)

// The members of structures. Of the version data only the first members are listed; they are the
// same in all versions.
#define LIBCURL_SLIST { char *data; struct curl_slist *next; }
#define LIBCURL_MESSAGE \
  { \
    CURLMSG msg; \
    CURL *easy_handle; \
    union { void *whatever; CURLcode result; } data; \
  }
#define LIBCURL_VERSION_DATA { CURLversion age; const char *version; unsigned int version_num; }

// Callback types: name, result, arguments.
#define LIBCURL_CALLBACKS(X) X(curl_write_callback, size_t, (char *, size_t, size_t, void *))
#define LIBCURL_CALLBACKS_OF_7_80(X) \
  X(curl_prereq_callback, int, (void *, char *, char *, int, int))

// Functions: name without `curl_`, result, arguments. Variadic functions need a variadic pointer
// type: arm64 macOS passes variadic arguments differently from fixed ones.
#define LIBCURL_FUNCTIONS(X) \
  X(global_init, CURLcode, (long)) \
  X(version, char *, (void)) \
  X(version_info, curl_version_info_data *, (CURLversion)) \
  X(easy_init, CURL *, (void)) \
  X(easy_cleanup, void, (CURL *)) \
  X(easy_setopt, CURLcode, (CURL *, CURLoption, ...)) \
  X(easy_getinfo, CURLcode, (CURL *, CURLINFO, ...)) \
  X(easy_strerror, const char *, (CURLcode)) \
  X(slist_append, struct curl_slist *, (struct curl_slist *, const char *)) \
  X(slist_free_all, void, (struct curl_slist *)) \
  X(multi_init, CURLM *, (void)) \
  X(multi_cleanup, CURLMcode, (CURLM *)) \
  X(multi_setopt, CURLMcode, (CURLM *, CURLMoption, ...)) \
  X(multi_add_handle, CURLMcode, (CURLM *, CURL *)) \
  X(multi_remove_handle, CURLMcode, (CURLM *, CURL *)) \
  X(multi_perform, CURLMcode, (CURLM *, int *)) \
  X(multi_info_read, CURLMsg *, (CURLM *, int *)) \
  X(multi_poll, CURLMcode, (CURLM *, struct curl_waitfd *, unsigned int, int, int *)) \
  X(multi_wakeup, CURLMcode, (CURLM *))

#endif
