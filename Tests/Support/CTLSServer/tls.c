#include "CTLSServer.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// As <openssl/ssl.h> of OpenSSL 1.1 and 3 declares them, with `void` for its own types.
static struct {
  void *(*server_method)(void);
  void *(*context_new)(const void *method);
  void (*context_free)(void *context);
  int (*use_certificates)(void *context, const char *path);
  int (*use_key)(void *context, const char *path, int type);
  int (*check_key)(const void *context);
  void *(*session_new)(void *context);
  int (*set_descriptor)(void *session, int descriptor);
  int (*accept)(void *session);
  int (*read)(void *session, void *bytes, int count);
  int (*write)(void *session, const void *bytes, int count);
  int (*shutdown)(void *session);
  void (*session_free)(void *session);
} ssl;

static const int pem = 1;  // SSL_FILETYPE_PEM
static bool is_loaded = false;

static void load(void) {
  void *library = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
  if (!library) library = dlopen("libssl.so.1.1", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  const struct {
    const char *name;
    void *place;
  } wanted[] = {
    {"TLS_server_method", &ssl.server_method},
    {"SSL_CTX_new", &ssl.context_new},
    {"SSL_CTX_free", &ssl.context_free},
    {"SSL_CTX_use_certificate_chain_file", &ssl.use_certificates},
    {"SSL_CTX_use_PrivateKey_file", &ssl.use_key},
    {"SSL_CTX_check_private_key", &ssl.check_key},
    {"SSL_new", &ssl.session_new},
    {"SSL_set_fd", &ssl.set_descriptor},
    {"SSL_accept", &ssl.accept},
    {"SSL_read", &ssl.read},
    {"SSL_write", &ssl.write},
    {"SSL_shutdown", &ssl.shutdown},
    {"SSL_free", &ssl.session_free},
  };
  for (size_t index = 0; index < sizeof wanted / sizeof *wanted; index++) {
    void *found = dlsym(library, wanted[index].name);
    if (!found) return;
    *(void **)wanted[index].place = found;
  }
  is_loaded = true;
}

bool tls_is_possible(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, load);
  return is_loaded;
}

tls_identity *tls_identity_make(const char *certificate, const char *key) {
  if (!tls_is_possible()) return NULL;
  void *context = ssl.context_new(ssl.server_method());
  if (!context) return NULL;
  if (ssl.use_certificates(context, certificate) != 1 || ssl.use_key(context, key, pem) != 1 ||
      ssl.check_key(context) != 1) {
    ssl.context_free(context);
    return NULL;
  }
  return context;
}

void tls_identity_free(tls_identity *identity) {
  ssl.context_free(identity);
}

tls_session *tls_session_begin(tls_identity *identity, int descriptor) {
  void *session = ssl.session_new(identity);
  if (!session) return NULL;
  if (ssl.set_descriptor(session, descriptor) != 1 || ssl.accept(session) != 1) {
    ssl.session_free(session);
    return NULL;
  }
  return session;
}

int tls_session_read(tls_session *session, void *bytes, int count) {
  return ssl.read(session, bytes, count);
}

int tls_session_write(tls_session *session, const void *bytes, int count) {
  return ssl.write(session, bytes, count);
}

void tls_session_end(tls_session *session) {
  ssl.shutdown(session);
}

void tls_session_free(tls_session *session) {
  ssl.session_free(session);
}
