/*
 * unit_codes: the codes a unit's villages may begin with.
 *
 * A commune's villages are numbered after its five digits. One that was made of
 * several has villages of the former codes, too: those are a setting of the book
 * ("codes"), named when it is made or later, with a row in the audit.
 */
#ifndef STORE_RECORD_UNIT_CODES_H
#define STORE_RECORD_UNIT_CODES_H

#include "store/book/book.h"

/* The setting of book_setting(): codes of five digits, commas between them. */
#define UNIT_CODES_SETTING "codes"

/* A commune's and its teams' code is five digits, an upper level's one to five digits or letters. */
bool unit_code_fits(enum book_level level, const char *code);

/*
 * Read a list of communes' codes, commas or spaces between them, into the form of the
 * setting: *out is malloc'ed, "" for an empty list. FAULT_FIELD (field "codes").
 */
int unit_codes_read(const char *text, char **out, struct fault *f);

/* Whether a list of the setting's form (NULL: none) has the code that `village` begins with. */
bool unit_codes_include(const char *list, const char *village);

/*
 * Keep such a list as the book's, as one transaction. Who unlocked may edit the unit's
 * villages. FAULT_NOTHING when they are its codes already, FAULT_USED with the code of a village
 * that would have none of them, FAULT_FIELD, FAULT_NOT_PERMITTED, I/O faults.
 */
int unit_codes_set(struct book *book, const char *text, struct fault *f);

/*
 * Whether a village of that code (five digits, a dash and more) can be one of the
 * unit's: at an upper level any can, and where the unit's own code, from before that
 * was looked at, is none of a commune.
 */
int unit_codes_hold(struct book *book, const char *village, bool *yes, struct fault *f);

#endif
