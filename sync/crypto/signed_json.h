/*
 * signed_json: reading JSON that somebody signed (docs/format-batch.md).
 *
 * One object in UTF-8, without any byte below 0x20, without a key twice;
 * numbers are whole, written in digits. A reader insists on no order and
 * passes over what it does not know. What is signed is kept and compared as
 * bytes: nothing here is ever encoded again. Texts belong to the object.
 */
#ifndef SYNC_CRYPTO_SIGNED_JSON_H
#define SYNC_CRYPTO_SIGNED_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <jansson.h>

#include "store/base/buffer.h"
#include "store/base/hex.h"
#include "sync/crypto/limits.h"

#define SIGNED_NUMBER_MAX ((INT64_C(1) << 53) - 1)

/* The object in n bytes (new reference), or NULL. */
json_t *signed_json(const char *bytes, size_t n);

/* Each false when the key is not there or holds another kind of thing. */
bool signed_number(const json_t *object, const char *key, int64_t *out); /* 0 … 2⁵³ − 1 */
bool signed_hex(const json_t *object, const char *key, uint8_t *out, size_t n);
/* At most `letters` code points, none of them a control character. */
bool signed_text(const json_t *object, const char *key, const char **out, size_t letters);
/* A name: at most LIMIT_NAME_LETTERS of them. */
#define SIGNED_NAME (LIMIT_NAME_LETTERS * 4 + 1) /* bytes, with the closing NUL */
bool signed_name(const json_t *object, const char *key, char out[SIGNED_NAME]);
/* Which of n words it is; -1: none of them. */
int signed_word(const json_t *object, const char *key, const char *const *words, int n);
/* A unit's or village's code: 1 to 16 letters and digits of ASCII. */
#define SIGNED_CODE 17 /* with the closing NUL */
bool signed_code_fits(const json_t *value);
bool signed_code(const json_t *object, const char *key, char out[SIGNED_CODE]);

/* ---- writing ---- */

/* Append an object, its keys in their order, without spaces; takes the reference. */
void signed_json_write(struct buffer *out, json_t *object);

/* At most HEX_BYTES as hex digits. */
json_t *hex_json(const uint8_t *bytes, size_t n);

#endif
