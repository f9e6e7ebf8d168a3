// The server's side of TLS for tests, by the system's OpenSSL: the one that libcurl brings along.
// It is opened while the tests run, so building them needs neither its headers nor a link to it.
#ifndef CTLSSERVER_H
#define CTLSSERVER_H

#include <stdbool.h>

/// What a server presents; may serve many threads at once.
typedef struct tls_identity tls_identity;
/// One connection after its handshake; for one thread at a time.
typedef struct tls_session tls_session;

/// The system has an OpenSSL that can be used.
bool tls_is_possible(void);

/// NULL: the two files are no certificate with its key.
tls_identity *tls_identity_make(const char *certificate, const char *key);
void tls_identity_free(tls_identity *identity);

/// Shakes hands on a connected socket. NULL: the other side would not.
tls_session *tls_session_begin(tls_identity *identity, int descriptor);
/// At most `count` bytes; 0 or less when no more will come.
int tls_session_read(tls_session *session, void *bytes, int count);
/// The number of bytes taken; 0 or less when the other side has gone.
int tls_session_write(tls_session *session, const void *bytes, int count);
/// Says goodbye; the session is still to be freed, and the socket to be closed.
void tls_session_end(tls_session *session);
void tls_session_free(tls_session *session);

#endif
