/* xmlsec1 in this process, for signing.py: from octets in memory to octets in memory, its median in microseconds of processor time.
 *
 *     xmlsec sign|verify FOLDER NAME SECONDS
 *
 * Signs as this project does: enveloped, Canonical XML 1.0, rsa-sha256, the certificate in KeyInfo. Verifies with the
 * authority's certificate as anchor at the time of the test PKI; it has no revocation lists. */

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <xmlsec/crypto.h>
#include <xmlsec/templates.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

static char path[4096];

static const char *in(const char *folder, const char *name) {
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
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

static void sign(const char *octets, int length, xmlSecKeyPtr key) {
    xmlDocPtr document = xmlReadMemory(octets, length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    must(document != NULL, "parsing");
    xmlNodePtr signature =
        xmlSecTmplSignatureCreate(document, xmlSecTransformInclC14NId, xmlSecTransformRsaSha256Id, NULL);
    xmlAddChild(xmlDocGetRootElement(document), signature);
    xmlNodePtr reference =
        xmlSecTmplSignatureAddReference(signature, xmlSecTransformSha256Id, NULL, BAD_CAST "", NULL);
    xmlSecTmplReferenceAddTransform(reference, xmlSecTransformEnvelopedId);
    xmlNodePtr info = xmlSecTmplSignatureEnsureKeyInfo(signature, NULL);
    xmlSecTmplX509DataAddCertificate(xmlSecTmplKeyInfoAddX509Data(info));
    xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(NULL);
    context->signKey = xmlSecKeyDuplicate(key);
    must(xmlSecDSigCtxSign(context, signature) == 0, "signing");
    xmlSecDSigCtxDestroy(context);
    xmlChar *output;
    int size;
    xmlDocDumpMemory(document, &output, &size);
    must(size > length, "writing");
    xmlFree(output);
    xmlFreeDoc(document);
}

static void verify(const char *octets, int length, xmlSecKeysMngrPtr keys, time_t at) {
    xmlDocPtr document = xmlReadMemory(octets, length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    must(document != NULL, "parsing");
    xmlNodePtr signature = xmlSecFindNode(xmlDocGetRootElement(document), xmlSecNodeSignature, xmlSecDSigNs);
    xmlSecDSigCtxPtr context = xmlSecDSigCtxCreate(keys);
    context->keyInfoReadCtx.certsVerificationTime = at;
    must(xmlSecDSigCtxVerify(context, signature) == 0, "verifying");
    must(context->status == xmlSecDSigStatusSucceeded, "the signature");
    xmlSecDSigCtxDestroy(context);
    xmlFreeDoc(document);
}

int main(int count, char **arguments) {
    must(count == 5, "usage: sign|verify FOLDER NAME SECONDS");
    const char *folder = arguments[2];
    xmlInitParser();
    must(xmlSecInit() == 0 && xmlSecCryptoAppInit(NULL) == 0 && xmlSecCryptoInit() == 0, "initialization");
    FILE *file = fopen(in(folder, arguments[3]), "rb");
    must(file != NULL, "opening the document");
    fseek(file, 0, SEEK_END);
    int length = ftell(file);
    rewind(file);
    char *octets = malloc(length);
    must(fread(octets, 1, length, file) == (size_t)length, "reading");
    xmlSecKeyPtr key = xmlSecCryptoAppKeyLoad(in(folder, "key.pem"), xmlSecKeyDataFormatPem, NULL, NULL, NULL);
    must(key != NULL, "the key");
    must(xmlSecCryptoAppKeyCertLoad(key, in(folder, "certificate.pem"), xmlSecKeyDataFormatPem) == 0, "the certificate");
    xmlSecKeysMngrPtr keys = xmlSecKeysMngrCreate();
    must(xmlSecCryptoAppDefaultKeysMngrInit(keys) == 0, "the keys");
    must(xmlSecCryptoAppKeysMngrCertLoad(keys, in(folder, "authority.pem"), xmlSecKeyDataFormatPem,
                                         xmlSecKeyDataTypeTrusted) == 0, "the anchor");
    int signing = strcmp(arguments[1], "sign") == 0;
    double *times = malloc(sizeof(double) * 1000000);
    int done = 0;
    double until = 0;
    for (int run = -1; run < 1000000; run++) {
        double begun = now();
        if (signing)
            sign(octets, length, key);
        else
            verify(octets, length, keys, 1796083200 /* 2026-12-01 */);
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
