#include "config.h"
#include "tui/words/slot_words.h"

#include "tui/env/translate.h"

const char *slot_why(enum slot_no no)
{
	switch (no) {
	case SLOT_HELD:
		return _("can unlock this laptop already");
	case SLOT_LONG_NAME:
		return _("name too long for the lock screen; write it shorter");
	case SLOT_ELSEWHERE:
		return _("of another team or unit: add the member here first, with the team");
	case SLOT_FULL:
		return _("all key slots are taken: take one member's password away first");
	case SLOT_NOT_HELD:
		return _("no such user in the data file");
	case SLOT_LAST:
		return _("the last one who can unlock stays");
	case SLOT_OWN:
		return _("your own password stays: another member takes it away");
	default:
		return "";
	}
}
