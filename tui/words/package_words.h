/*
 * package_words: files that travel, and what is wrong with them, in words.
 */
#ifndef TUI_WORDS_PACKAGE_WORDS_H
#define TUI_WORDS_PACKAGE_WORDS_H

#include "sync/crypto/certificate.h"
#include "sync/crypto/manifest.h"
#include "sync/crypto/refusal.h"

/* "it was cut off"; of REFUSAL_NONE that nothing is wrong. */
const char *refusal_text(enum refusal refusal);

/* "batch of sessions and reports"; of one that is not known, that. */
const char *package_format_text(enum package_format format);

/* "commune" */
const char *certified_level_text(enum certified_level level);

#endif
