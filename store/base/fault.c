#include "config.h"
#include "store/base/fault.h"

#include <errno.h>
#include <string.h>

/* Copy at most size-1 bytes of src, ending at a whole UTF-8 letter. */
static void copy_text(char *dst, size_t size, const char *src)
{
	size_t n = src ? strlen(src) : 0;

	if (n >= size) {
		n = size - 1;
		while (n > 0 && ((unsigned char)src[n] & 0xC0) == 0x80)
			n--;
	}
	if (n)
		memcpy(dst, src, n);
	dst[n] = 0;
}

int fault_set(struct fault *f, enum fault_code code, const char *subject)
{
	return fault_sys(f, code, 0, subject);
}

bool fault_says_what_holds(enum fault_code code)
{
	return code == FAULT_UNSURE || code == FAULT_HALF || code == FAULT_MAY_UNLOCK ||
	       code == FAULT_DONE;
}

int fault_sys(struct fault *f, enum fault_code code, int sys, const char *subject)
{
	if (fault_says_what_holds(code))
		; /* what has become of it says more than why */
	else if (sys == ENOSPC || sys == EDQUOT)
		code = FAULT_FULL;
	else if (sys == EROFS)
		code = FAULT_READONLY;
	else if (sys == ENOMEM)
		code = FAULT_NOMEM;
	if (f) {
		memset(f, 0, sizeof *f);
		f->code = code;
		f->sys = sys;
		copy_text(f->subject, sizeof f->subject, subject);
	}
	return (int)code;
}

int fault_field(struct fault *f, const char *field, enum fault_reason reason, const char *value)
{
	fault_set(f, FAULT_FIELD, value);
	if (f) {
		f->reason = reason;
		copy_text(f->field, sizeof f->field, field);
	}
	return FAULT_FIELD;
}

int fault_missing(struct fault *f, const char *field, enum fault_reason reason)
{
	fault_field(f, field, reason, NULL);
	if (f)
		f->missing = true;
	return FAULT_FIELD;
}

void fault_known(struct fault *f, enum fault_known known, const char *codes)
{
	if (!f)
		return;
	f->known = strlen(codes) < sizeof f->codes ? known : KNOWN_MANY;
	copy_text(f->codes, sizeof f->codes, f->known == KNOWN_MANY ? NULL : codes);
}

const char *fault_reason_name(enum fault_reason reason)
{
	static const char *const names[REASONS] = {
		[REASON_NONE] = "",
		[REASON_BAD_CODE] = "bad_code",
		[REASON_BAD_TEXT] = "bad_text",
		[REASON_BAD_NUMBER] = "bad_number",
		[REASON_BAD_DATE] = "bad_date",
		[REASON_BAD_TIME] = "bad_time",
		[REASON_TOO_MANY] = "too_many",
		[REASON_BAD_COUNT] = "bad_count",
		[REASON_BAD_FOLLOWUP] = "bad_followup",
		[REASON_ATTEMPT_WITH_TOPICS] = "attempt_with_topics",
		[REASON_NO_TOPICS] = "no_topics",
		[REASON_UNKNOWN_CODE] = "unknown_code",
		[REASON_UNKNOWN_VILLAGE] = "unknown_village",
		[REASON_UNKNOWN_HOUSEHOLD] = "unknown_household",
		[REASON_UNKNOWN_TEAM] = "unknown_team",
		[REASON_UNKNOWN_MEMBER] = "unknown_member",
		[REASON_UNKNOWN_TOPIC] = "unknown_topic",
		[REASON_UNKNOWN_FIELD] = "unknown_field",
		[REASON_FIXED] = "fixed",
		[REASON_NOT_OURS] = "bad_code",
		[REASON_UNITS_OWN] = "bad_number",
		[REASON_BAD_UNIT] = "bad_code",
		[REASON_TAKEN_CODE] = "bad_code",
		[REASON_BAD_VILLAGE_CODE] = "bad_code",
		[REASON_BAD_SHORT_CODE] = "bad_code",
	};
	return reason < REASONS ? names[reason] : "";
}
