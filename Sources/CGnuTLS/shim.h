#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

/* A client's certificate that is given must be good; whether one must be given, the handshake itself sees to. */
static inline int cg_tls_verify_client(gnutls_session_t session) {
    unsigned int count = 0, status = 0;
    if (!gnutls_certificate_get_peers(session, &count) || count == 0) return 0;
    gnutls_typed_vdata_st purpose = {GNUTLS_DT_KEY_PURPOSE_OID, (unsigned char *)GNUTLS_KP_TLS_WWW_CLIENT, 0};
    if (gnutls_certificate_verify_peers(session, &purpose, 1, &status) < 0) return -1;
    return status == 0 ? 0 : -1;
}

/* Gives a session that has not shaken hands yet the credentials of now. Below 0: an error of GnuTLS. */
static inline int cg_tls_use(void *session, gnutls_certificate_credentials_t credentials, int request) {
    int result = gnutls_credentials_set((gnutls_session_t)session, GNUTLS_CRD_CERTIFICATE, credentials);
    if (result < 0) return result;
    gnutls_certificate_server_set_request((gnutls_session_t)session, (gnutls_certificate_request_t)request);
    if (request != GNUTLS_CERT_IGNORE) {
        gnutls_session_set_verify_function((gnutls_session_t)session, cg_tls_verify_client);
    }
    return 0;
}

/* When the first certificate of a PEM text stops being valid, in seconds since 1970. Below 0: an error of GnuTLS. */
static inline long long cg_tls_expiry(const void *bytes, unsigned int count) {
    const gnutls_datum_t text = {(unsigned char *)bytes, count};
    gnutls_x509_crt_t *list = 0;
    unsigned int size = 0;
    int result = gnutls_x509_crt_list_import2(&list, &size, &text, GNUTLS_X509_FMT_PEM, 0);
    if (result < 0) return result;
    long long expiry = size > 0 ? (long long)gnutls_x509_crt_get_expiration_time(list[0]) : GNUTLS_E_NO_CERTIFICATE_FOUND;
    for (unsigned int index = 0; index < size; index++) gnutls_x509_crt_deinit(list[index]);
    gnutls_free(list);
    return expiry;
}
