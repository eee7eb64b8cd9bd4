/*
 * code: the printed recovery code, between bytes and letters.
 *
 * 136 random bits as 28 letters of base32.h in seven groups of four, each
 * followed by a check letter: "4kt7p-…". The check is a weighted sum in GF(32)
 * with the group's number added, so that one wrong letter, two letters
 * swapped inside a group or two groups swapped always show, and in which group.
 * Pure functions, thread-safe.
 */
#ifndef STORE_VAULT_CODE_H
#define STORE_VAULT_CODE_H

#include "store/vault/vault.h"

#include <stddef.h>
#include <stdint.h>

#define VAULT_CODE_BYTES 17
#define VAULT_CODE_GROUPS 7

void vault_code_print(const uint8_t bytes[VAULT_CODE_BYTES], char text[VAULT_CODE_TEXT]);

/* Bytes at the start of a text that separate letters of a code: a space, a dash of any kind …; 0 none. */
size_t vault_code_filler(const char *text);

/*
 * Read what a person typed: either case, the look-alikes of base32.h, and fillers
 * (points, underscores and line ends, too) anywhere. 0; the number (from 1) of
 * the first group that is wrong; or -1 when there are too few or too many letters.
 */
int vault_code_read(const char *text, uint8_t bytes[VAULT_CODE_BYTES]);

#endif
