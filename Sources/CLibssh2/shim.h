#ifndef CLIBSSH2_SHIM_H
#define CLIBSSH2_SHIM_H

#include <libssh2.h>

/* The types that LIBSSH2_SEND_FUNC and LIBSSH2_RECV_FUNC describe; the macros
 * themselves are not imported. */
typedef ssize_t (*CLibssh2_send_function)(
    libssh2_socket_t socket, const void *buffer, size_t length, int flags, void **abstract);
typedef ssize_t (*CLibssh2_receive_function)(
    libssh2_socket_t socket, void *buffer, size_t length, int flags, void **abstract);

/* libssh2_session_callback_set takes untyped pointers; this keeps the types. */
static inline void CLibssh2_set_transport(
    LIBSSH2_SESSION *session, CLibssh2_send_function send, CLibssh2_receive_function receive) {
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_SEND, (void *)send);
    libssh2_session_callback_set(session, LIBSSH2_CALLBACK_RECV, (void *)receive);
}

#endif
