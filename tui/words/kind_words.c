#include "config.h"
#include "tui/words/kind_words.h"

#include "tui/env/translate.h"

const char *kind_word(enum kind kind)
{
	static const char *const words[KINDS] = {
		[KIND_VILLAGE] = N_("Village"), [KIND_HOUSEHOLD] = N_("Household"),
		[KIND_TEAM] = N_("Team"), [KIND_MEMBER] = N_("Member"),
		[KIND_TOPIC] = N_("Topic"), [KIND_SESSION] = N_("Guidance session"),
		[KIND_STATUS] = N_("Digital status"), [KIND_FOLLOWUP] = N_("Follow-up"),
		[KIND_REPORT] = N_("Report"),
	};

	return kind >= 0 && kind < KINDS ? _(words[kind]) : "";
}

const char *kind_register_word(enum kind kind)
{
	switch (kind) {
	case KIND_VILLAGE:
		return _("Villages");
	case KIND_HOUSEHOLD:
		return _("List of households");
	case KIND_TEAM:
		return _("Teams");
	case KIND_MEMBER:
		return _("Members");
	default:
		return _("Topics of our own");
	}
}
