/* OpenSSL's CMS in this process, for signing.py: a detached signature over the octets of the document, what
 * `openssl cms -sign -binary` does, its median in microseconds of processor time. It knows nothing of PDF: no field, no ByteRange, no file.
 *
 *     openssl sign|verify FOLDER NAME SECONDS */

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char path[4096];

static FILE *in(const char *folder, const char *name) {
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return fopen(path, "rb");
}

static void must(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "%s failed\n", what);
        exit(1);
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static int compare(const void *one, const void *other) {
    double left = *(const double *)one, right = *(const double *)other;
    return (left > right) - (left < right);
}

int main(int count, char **arguments) {
    must(count == 5, "usage: sign|verify FOLDER NAME SECONDS");
    const char *folder = arguments[2];
    FILE *file = in(folder, arguments[3]);
    must(file != NULL, "opening the document");
    fseek(file, 0, SEEK_END);
    long length = ftell(file);
    rewind(file);
    char *octets = malloc(length);
    must(fread(octets, 1, length, file) == (size_t)length, "reading");
    EVP_PKEY *key = PEM_read_PrivateKey(in(folder, "key.pem"), NULL, NULL, NULL);
    X509 *certificate = PEM_read_X509(in(folder, "certificate.pem"), NULL, NULL, NULL);
    X509 *authority = PEM_read_X509(in(folder, "authority.pem"), NULL, NULL, NULL);
    X509_CRL *list = d2i_X509_CRL_fp(in(folder, "list.crl"), NULL);
    must(key && certificate && authority && list, "key, certificates and list");
    X509_STORE *store = X509_STORE_new();
    X509_STORE_add_cert(store, authority);
    X509_STORE_add_crl(store, list);
    X509_VERIFY_PARAM *parameters = X509_STORE_get0_param(store);
    X509_VERIFY_PARAM_set_time(parameters, 1796083200 /* 2026-12-01 */);
    X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_EXTENDED_CRL_SUPPORT);
    X509_VERIFY_PARAM_set_purpose(parameters, X509_PURPOSE_ANY);
    int signing = strcmp(arguments[1], "sign") == 0;
    unsigned flags = CMS_DETACHED | CMS_BINARY | CMS_NOSMIMECAP;
    CMS_ContentInfo *made = CMS_sign(certificate, key, NULL, BIO_new_mem_buf(octets, length), flags);
    unsigned char *der = NULL;
    int size = i2d_CMS_ContentInfo(made, &der);
    must(size > 0, "signing");
    double *times = malloc(sizeof(double) * 1000000);
    int done = 0;
    double until = 0;
    for (int run = -1; run < 1000000; run++) {
        double begun = now();
        BIO *content = BIO_new_mem_buf(octets, length);
        if (signing) {
            CMS_ContentInfo *info = CMS_sign(certificate, key, NULL, content, flags);
            unsigned char *output = NULL;
            must(info && i2d_CMS_ContentInfo(info, &output) > 0, "signing");
            OPENSSL_free(output);
            CMS_ContentInfo_free(info);
        } else {
            const unsigned char *from = der;
            CMS_ContentInfo *info = d2i_CMS_ContentInfo(NULL, &from, size);
            must(CMS_verify(info, NULL, store, content, NULL, CMS_BINARY) == 1, "verifying");
            CMS_ContentInfo_free(info);
        }
        BIO_free(content);
        double ended = now();
        if (run < 0) {
            until = ended + atof(arguments[4]) * 1e6;
            continue;
        }
        times[done++] = ended - begun;
        if (ended > until && done >= 3) break;
    }
    qsort(times, done, sizeof(double), compare);
    printf("%.1f\n", times[done / 2]);
    return 0;
}
