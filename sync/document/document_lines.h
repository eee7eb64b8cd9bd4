/*
 * document_lines: the lines of a document that are no operations, and what its manifest says of the
 * one before (docs/format-batch.md, "Documents").
 */
#ifndef SYNC_DOCUMENT_DOCUMENT_LINES_H
#define SYNC_DOCUMENT_DOCUMENT_LINES_H

#include <jansson.h>

#include "store/base/buffer.h"
#include "store/ledger/certificates.h"
#include "store/oplog/lane.h"
#include "sync/crypto/certificate.h"

/* `from`: the hash of the document it goes on from. False when it is not as it must be. */
bool document_from_read(uint8_t from[HASH_BYTES], bool *there, const char *manifest, size_t n);

/* `["lane","unit","level","team",["codes"]]`; false for any other line. */
bool document_lane_read(struct lane *out, const char *line, size_t n);
/* The same of what is known of a lane, with its LF. */
void document_lane_write(struct buffer *out, const struct lane *lane);

/* Whether a line's object is one of certificates: its `cert` a text, and `units`, where it is there, an array. */
bool document_has_certificates(const json_t *object);
/* A line with certificates: new reference to its object. NULL for any other line. */
json_t *document_certificates_read(const char *line, size_t n);
/*
 * One of them: a link of a chain in base64. False when it is none, or no certificate can be read in
 * it.
 */
bool document_certificate_read(struct certificate *out, const json_t *text);
/* As it stands there; new reference. */
json_t *document_certificate_json(const char *payload, size_t n, const uint8_t *signature);

#endif
