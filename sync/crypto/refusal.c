#include "config.h"
#include "sync/crypto/refusal.h"

static const struct {
	const char *name;
	enum verdict verdict;
} refusals[REFUSALS] = {
	[REFUSAL_NONE] = { "", VERDICT_FINE },
	[REFUSAL_NOT_OURS] = { "not_ours", VERDICT_FOREIGN },
	[REFUSAL_CUT] = { "cut", VERDICT_DAMAGED },
	[REFUSAL_BAD_HEADER] = { "bad_header", VERDICT_DAMAGED },
	[REFUSAL_NOT_FOR_US] = { "not_for_us", VERDICT_FOREIGN },
	[REFUSAL_CHANGED] = { "changed", VERDICT_DAMAGED },
	[REFUSAL_NEWER] = { "newer", VERDICT_NEWER },
	[REFUSAL_BAD_PACKAGE] = { "bad_package", VERDICT_DAMAGED },
	[REFUSAL_BAD_SIGNATURE] = { "bad_signature", VERDICT_DAMAGED },
	[REFUSAL_BAD_MANIFEST] = { "bad_manifest", VERDICT_DAMAGED },
	[REFUSAL_BAD_BODY] = { "bad_body", VERDICT_DAMAGED },
	[REFUSAL_UNREAD] = { "unread", VERDICT_UNKNOWN },
	[REFUSAL_NOMEM] = { "unread", VERDICT_UNKNOWN },
};

enum verdict refusal_verdict(enum refusal refusal)
{
	return refusals[refusal].verdict;
}

const char *refusal_name(enum refusal refusal)
{
	return refusals[refusal].name;
}

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = { "ok", "damaged", "foreign", "newer", "unknown" };

	return names[verdict];
}
