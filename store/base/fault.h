/*
 * fault: what went wrong, as data.
 *
 * store/ and sync/ never word a message: they return a code and fill a
 * struct fault; tui/ alone turns it into one line in the person's language
 * and into an exit code.
 *
 * Invariants: every function that takes a `struct fault *` returns FAULT_OK
 * (0) or the very code it has put into the fault; on FAULT_OK the fault is
 * untouched. A fault owns no memory and may be copied. Texts in it are UTF-8
 * but otherwise as they came (tui/ makes them fit for a terminal).
 */
#ifndef STORE_BASE_FAULT_H
#define STORE_BASE_FAULT_H

#include <stdbool.h>

enum fault_code {
	FAULT_OK = 0,
	FAULT_USAGE,         /* the caller asked for something that makes no sense */
	FAULT_FIELD,         /* a field of a record: field and reason say which and why */
	FAULT_JSON,          /* not JSON, not UTF-8, a duplicate key, a lone surrogate … */
	FAULT_NOT_FOUND,     /* no such record, member, file inside … : subject names it */
	FAULT_AMBIGUOUS,     /* an id prefix or bare code that fits several records */
	FAULT_NOT_PERMITTED, /* the role of who unlocked does not allow it: who says whose does */
	FAULT_NOTHING,       /* nothing to undo, nothing to close … */
	FAULT_USED,          /* other records stand on it, so it cannot be taken out */
	FAULT_HAS_KEY,       /* a member who can unlock, so he cannot be taken out */
	FAULT_FINAL,         /* the last change is of a kind that undo cannot take back: subject is its verb */
	FAULT_NO_FILE,       /* the file or vault does not exist */
	FAULT_NOT_A_VAULT,   /* a directory, a text file, anything that is no vault */
	FAULT_DAMAGED,       /* truncated or changed: authentication failed */
	FAULT_STALE_LOG,     /* an authentic but old write-ahead log lies beside the vault */
	FAULT_OLD_HEADER,    /* the vault's header is an older one: its slots are not those of today */
	FAULT_NEWER,         /* written by a newer program */
	FAULT_COSTLY,        /* a vault whose passphrases take more work than is allowed now */
	FAULT_READONLY,      /* the file or its folder cannot be written */
	FAULT_IN_USE,        /* another sotay has it open */
	FAULT_STOPPED,       /* the same, and that one is stopped: a job in the background */
	FAULT_PASSPHRASE,    /* the passphrase or recovery code opens no slot */
	FAULT_FOREIGN,       /* somebody else's vault: it has no slot of that name */
	FAULT_EXISTS,        /* it is there already and is not overwritten */
	FAULT_KEPT,          /* a file that nothing may write over, whoever asks (vault/kept.h) */
	FAULT_CANT_CREATE,   /* the file cannot be created there; sys says why */
	FAULT_IO,            /* reading or writing failed; sys says why */
	FAULT_FULL,          /* the disk is full */
	FAULT_UNSURE,        /* it failed so late that it may have been done: look before doing it again */
	FAULT_HALF,          /* the password of subject is taken away, his record is not */
	FAULT_MAY_UNLOCK,    /* the password of subject may be taken away or not, his record is not */
	FAULT_DONE,          /* it is done, but what came after failed; sys says why */
	FAULT_GONE,          /* the vault that is open is not in its place any more */
	FAULT_NOMEM,
	FAULT_CLOCK,         /* the clock cannot be right and nobody can be asked */
	FAULT_UNAVAILABLE,   /* built without it, or not built yet */
	FAULT_INTERNAL,      /* a bug: subject names the place */
	FAULT_CODES
};

/* Why a value of a record is refused; the names are those of data/records.tsv. */
enum fault_reason {
	REASON_NONE = 0,
	REASON_BAD_CODE,
	REASON_BAD_TEXT,
	REASON_BAD_NUMBER,
	REASON_BAD_DATE,
	REASON_BAD_TIME,
	REASON_TOO_MANY,
	REASON_BAD_COUNT,
	REASON_BAD_FOLLOWUP,
	REASON_ATTEMPT_WITH_TOPICS,
	REASON_NO_TOPICS,
	REASON_UNKNOWN_CODE,
	REASON_UNKNOWN_VILLAGE,
	REASON_UNKNOWN_HOUSEHOLD,
	REASON_UNKNOWN_TEAM,
	REASON_UNKNOWN_MEMBER,
	REASON_UNKNOWN_TOPIC,
	REASON_UNKNOWN_FIELD, /* a field no record of this type has */
	REASON_FIXED,         /* a field that cannot be changed after creation */
	REASON_NOT_OURS,      /* bad_code: a village of another unit */
	REASON_UNITS_OWN,     /* bad_number: a figure that only the unit's own report has */
	REASON_BAD_UNIT,      /* bad_code: no unit's code */
	REASON_TAKEN_CODE,    /* bad_code: another record bears it */
	REASON_BAD_VILLAGE_CODE, /* bad_code: not of the form of a village's */
	REASON_BAD_SHORT_CODE,   /* bad_code: not of the form of a household's or topic's */
	REASONS
};

/* With FAULT_FIELD of a code there is not: which there are. */
enum fault_known {
	KNOWN_UNSAID = 0,
	KNOWN_ALIKE, /* some are like it */
	KNOWN_ALL,   /* none is like it; all there are */
	KNOWN_MANY,  /* none is like it, and there are too many */
};

struct fault {
	enum fault_code code;
	enum fault_reason reason; /* with FAULT_FIELD */
	bool missing;             /* with FAULT_FIELD: the field is required and was not given */
	int line;                 /* 1-based line of the input, 0 where there is none */
	int column;               /* with FAULT_JSON: 1-based byte in the line, 0 unknown */
	int sys;                  /* errno of the failed call, 0 when it does not matter */
	char field[48];           /* with FAULT_FIELD: "topics[1].count" */
	char subject[160];        /* the file, code, id or value spoken of; cut at a letter */
	enum fault_known known;
	char codes[160];          /* of KNOWN_ALIKE, KNOWN_ALL: ", " between; each whole */
	char who[80];             /* with FAULT_NOT_PERMITTED: members who may, ", " between; "" none */
};

/*
 * Fill *f (which may be NULL) and return code. `subject` is copied, cut at a
 * whole UTF-8 letter when it is too long; NULL leaves it empty. Thread-safe.
 */
int fault_set(struct fault *f, enum fault_code code, const char *subject);

/*
 * The same with errno: ENOSPC, EDQUOT become FAULT_FULL, EROFS FAULT_READONLY, ENOMEM
 * FAULT_NOMEM, but for those that say what has become of it: fault_says_what_holds().
 */
int fault_sys(struct fault *f, enum fault_code code, int sys, const char *subject);

/* Whether such a fault says what has become of what was asked for, beside why. */
bool fault_says_what_holds(enum fault_code code);

/* FAULT_FIELD for one field of an input record. `value` may be NULL. */
int fault_field(struct fault *f, const char *field, enum fault_reason reason, const char *value);

/* The same for a required field that was not given; reason is its row's in data/records.tsv. */
int fault_missing(struct fault *f, const char *field, enum fault_reason reason);

/*
 * Which codes there are, ", " between, into a fault of one there is not (which may be NULL). Where they
 * do not fit, they are too many.
 */
void fault_known(struct fault *f, enum fault_known known, const char *codes);

/* The name of a reason in data/records.tsv ("bad_code"), for machines and tests. */
const char *fault_reason_name(enum fault_reason reason);

#endif
