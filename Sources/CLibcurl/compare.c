// Checks at compile time that CLibcurl.h agrees with libcurl's own header, if that is installed.
// Adds no code to the program. -DNIGHTSHIFT_HIDE_CURL_HEADER skips the check.

#if !defined(NIGHTSHIFT_HIDE_CURL_HEADER) && __has_include(<curl/curl.h>)
#define CURL_DISABLE_DEPRECATION
#include <curl/curl.h>
#include <stddef.h>

#include "LibcurlNumbers.h"

// Each list is checked only if the installed header is new enough to have its names.
#define SAME_NUMBER(name, number) \
  _Static_assert((long)(name) == (number), #name " has another number in <curl/curl.h>");
LIBCURL_OPTIONS(SAME_NUMBER)
LIBCURL_CODES(SAME_NUMBER)
LIBCURL_INFOS(SAME_NUMBER)
LIBCURL_MULTI_OPTIONS(SAME_NUMBER)
LIBCURL_MULTI_CODES(SAME_NUMBER)
LIBCURL_MESSAGES(SAME_NUMBER)
LIBCURL_CONSTANTS(SAME_NUMBER)
#if LIBCURL_VERSION_NUM >= 0x074A00
LIBCURL_OPTIONS_OF_7_74(SAME_NUMBER)
#endif
#if LIBCURL_VERSION_NUM >= 0x075000
LIBCURL_OPTIONS_OF_7_80(SAME_NUMBER)
LIBCURL_CONSTANTS_OF_7_80(SAME_NUMBER)
#endif
#if LIBCURL_VERSION_NUM >= 0x075500
LIBCURL_OPTIONS_OF_7_85(SAME_NUMBER)
#endif
#if LIBCURL_VERSION_NUM >= 0x075700
LIBCURL_OPTIONS_OF_7_87(SAME_NUMBER)
#endif
#if LIBCURL_VERSION_NUM >= 0x080600
LIBCURL_CODES_OF_8_6(SAME_NUMBER)
#endif

#define SAME_TYPE(one, other, what) \
  _Static_assert(__builtin_types_compatible_p(one, other), \
                 what " has another type in <curl/curl.h>");

#define SAME_FUNCTION(name, result, arguments) \
  SAME_TYPE(__typeof__(curl_##name), result arguments, "curl_" #name)
LIBCURL_FUNCTIONS(SAME_FUNCTION)

#define SAME_CALLBACK(name, result, arguments) SAME_TYPE(name, result(*) arguments, #name)
LIBCURL_CALLBACKS(SAME_CALLBACK)
#if LIBCURL_VERSION_NUM >= 0x075000
LIBCURL_CALLBACKS_OF_7_80(SAME_CALLBACK)
#endif

// Our declarations under other names, so that both versions can exist in this file.
struct our_slist LIBCURL_SLIST;
struct our_message LIBCURL_MESSAGE;
struct our_version_data LIBCURL_VERSION_DATA;

#define SAME_PLACE(ours, theirs, member) \
  _Static_assert(offsetof(struct ours, member) == offsetof(theirs, member), \
                 #theirs "." #member " lies elsewhere in <curl/curl.h>"); \
  SAME_TYPE(__typeof__(((struct ours *)0)->member), __typeof__(((theirs *)0)->member), \
            #theirs "." #member)
SAME_PLACE(our_slist, struct curl_slist, data)
SAME_PLACE(our_slist, struct curl_slist, next)
SAME_PLACE(our_message, CURLMsg, msg)
SAME_PLACE(our_message, CURLMsg, easy_handle)
SAME_PLACE(our_message, CURLMsg, data.whatever)
SAME_PLACE(our_message, CURLMsg, data.result)
SAME_PLACE(our_version_data, curl_version_info_data, age)
SAME_PLACE(our_version_data, curl_version_info_data, version)
SAME_PLACE(our_version_data, curl_version_info_data, version_num)
_Static_assert(sizeof(struct our_slist) == sizeof(struct curl_slist), "curl_slist has another size");
_Static_assert(sizeof(struct our_message) == sizeof(CURLMsg), "CURLMsg has another size");

// CLibcurl.h declares these types as integers or as enumerations with fewer members, so only their
// sizes can be compared.
#define SAME_SIZE(type, size) \
  _Static_assert(sizeof(type) == (size), #type " has another size in <curl/curl.h>");
SAME_SIZE(CURLcode, sizeof(int))
SAME_SIZE(CURLoption, sizeof(int))
SAME_SIZE(CURLINFO, sizeof(int))
SAME_SIZE(CURLMcode, sizeof(int))
SAME_SIZE(CURLMoption, sizeof(int))
SAME_SIZE(CURLMSG, sizeof(int))
SAME_SIZE(CURLversion, sizeof(int))
SAME_SIZE(curl_off_t, 8)

#else
typedef int nothing_to_compare;
#endif
