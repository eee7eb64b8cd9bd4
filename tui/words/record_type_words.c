#include "config.h"
#include "tui/words/record_type_words.h"

#include "tui/env/translate.h"

const char *record_type_word(enum record_type type)
{
	static const char *const words[TYPES] = {
		[TYPE_VILLAGE] = N_("Village"), [TYPE_HOUSEHOLD] = N_("Household"),
		[TYPE_TEAM] = N_("Team"), [TYPE_MEMBER] = N_("Member"),
		[TYPE_TOPIC] = N_("Topic"), [TYPE_SESSION] = N_("Guidance session"),
		[TYPE_STATUS] = N_("Digital status"), [TYPE_FOLLOWUP] = N_("Follow-up"),
		[TYPE_REPORT] = N_("Report"),
		[TYPE_CAMPAIGN] = N_("Campaign"), [TYPE_TARGET] = N_("Target"),
		[TYPE_KEY] = N_("Laptop's key"), [TYPE_SETTINGS] = N_("The unit's settings"),
		[TYPE_ERASE] = N_("Erasure"), [TYPE_RETAIN] = N_("Limit of keeping"),
	};

	return type >= 0 && type < TYPES ? _(words[type]) : "";
}

const char *record_type_register_word(enum record_type type)
{
	switch (type) {
	case TYPE_VILLAGE:
		return _("Villages");
	case TYPE_HOUSEHOLD:
		return _("List of households");
	case TYPE_TEAM:
		return _("Teams");
	case TYPE_MEMBER:
		return _("Members");
	default:
		return _("Topics of our own");
	}
}
