#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot import. */

typedef size_t (*cg_curl_on_data)(char *bytes, size_t size, size_t count, void *context);

static inline void cg_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    curl_easy_setopt(handle, option, value);
}

static inline void cg_curl_set_number(CURL *handle, CURLoption option, long value) {
    curl_easy_setopt(handle, option, value);
}

static inline void cg_curl_set_headers(CURL *handle, struct curl_slist *headers) {
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
}

/* The bytes are not copied: they must live until the request is done. */
static inline void cg_curl_set_body(CURL *handle, const void *bytes, long count) {
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, count);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, bytes);
}

static inline void cg_curl_set_reader(CURL *handle, cg_curl_on_data read, void *context) {
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, read);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}

static inline long cg_curl_status(CURL *handle) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status;
}
