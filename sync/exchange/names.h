/*
 * names: what the files are called that people carry by hand.
 *
 * For people alone: what a file is, is never read back from its name (docs/format-batch.md,
 * "Carriers and names"). Small letters, digits, "-", "_" and "." of ASCII, so that every file system has them
 * and no text of others can lead out of a folder.
 */
#ifndef SYNC_EXCHANGE_NAMES_H
#define SYNC_EXCHANGE_NAMES_H

#include "store/base/date.h"
#include "store/book/book.h"
#include "sync/crypto/sign.h"

#define NAMES_WHO  25  /* 24 letters and the closing NUL */
#define NAMES_FILE 128

/* A text as a part of a name: "Tổ Ấp Bắc" as "to-ap-bac", cut to fit; "x" where nothing stays. */
void names_fold(char out[NAMES_WHO], const char *text);

/*
 * Who a team's laptop is in its files' names: its team's code; where none is known (""), the name
 * of its village when there is one alone, else the unit's code.
 */
int names_of_team(char out[NAMES_WHO], struct book *book, const char *team, struct fault *f);

/* "sotay_t01_20261121_0008.stb" */
void names_batch(char out[NAMES_FILE], const char *who, day_t made, int64_t number);
/* "sotay-dang-ky_t01_7cpz.stb": of a request, by the keys that are asked for. */
void names_request(char out[NAMES_FILE], const char *who, const uint8_t sign[SIGN_PUBLIC_BYTES],
		   const uint8_t box[BOX_BYTES]);
/* "sotay-cho_t01_20261121_3fa9c210.stb": a receipt or document for who. hash: names it. */
void names_answer(char out[NAMES_FILE], const char *who, day_t made, const uint8_t *hash);

/* Whether these n bytes are a name as one of these three, also with a number ("…-2.stb") or as text ("….txt"). */
bool names_are_ours(const char *name, size_t n);

#endif
