#include "config.h"
#include "tui/words/package_words.h"

#include "tui/env/translate.h"

const char *refusal_text(enum refusal refusal)
{
	switch (refusal) {
	case REFUSAL_NONE:
		return _("whole and as it was signed");
	case REFUSAL_NOT_OURS:
		return _("not a file of sotay");
	case REFUSAL_CUT:
		return _("damaged: it was cut off; ask for it again");
	case REFUSAL_BAD_HEADER:
		return _("damaged: its beginning is wrong; ask for it again");
	case REFUSAL_NOT_FOR_US:
		return _("sealed for others: this laptop cannot open it");
	case REFUSAL_CHANGED:
		return _("damaged: it was changed or cut off; ask for it again");
	case REFUSAL_NEWER:
		return _("made by a newer sotay: this one cannot read it");
	case REFUSAL_BAD_PACKAGE:
		return _("damaged: its lengths do not add up; ask for it again");
	case REFUSAL_BAD_SIGNATURE:
		return _("damaged: the signature is wrong; nobody vouches for it");
	case REFUSAL_BAD_MANIFEST:
		return _("damaged: what it says of itself is wrong");
	case REFUSAL_BAD_BODY:
		return _("damaged: its content is not what was signed");
	case REFUSAL_UNREAD:
	case REFUSAL_NOMEM:
	case REFUSALS:
		break;
	}
	return _("it could not be read");
}

const char *package_format_text(enum package_format format)
{
	switch (format) {
	case FORMAT_BATCH:
		return _("batch: what was entered");
	case FORMAT_RECEIPT:
		return _("reply: what has arrived");
	case FORMAT_DOCUMENT:
		return _("reply: registers and certificates");
	case FORMAT_REQUEST:
		return _("request of a laptop to be enrolled");
	case FORMAT_UNKNOWN:
		break;
	}
	return _("a kind this sotay does not know");
}

const char *certified_level_text(enum certified_level level)
{
	switch (level) {
	case CERTIFIED_TEAM:
		return _("team");
	case CERTIFIED_COMMUNE:
		return _("commune");
	case CERTIFIED_UPPER:
		break;
	}
	return _("upper level");
}
