#include "config.h"
#include "tui/words/transaction_words.h"

#include <string.h>

#include "store/record/undo.h"
#include "tui/env/translate.h"

static const struct {
	const char *verb, *word;
} transactions[] = {
	{ "init", N_("init") },
	{ "demo", N_("the invented data") },
	{ "setup", N_("the first setup") },
	{ "village_add", N_("village add") },
	{ "household_add", N_("household add") },
	{ "team_add", N_("team add") },
	{ "member_add", N_("member add") },
	{ UNDO_MEMBER_WITH_KEY, N_("member add") },
	{ "topic_add", N_("topic add") },
	{ "campaign_add", N_("campaign add") },
	{ "target_add", N_("target add") },
	{ "log", N_("log") },
	{ "status", N_("status") },
	{ "edit", N_("edit") },
	{ "void", N_("void") },
	{ "followup_done", N_("followup done") },
	{ "followup_cancel", N_("followup cancel") },
	{ "report_close", N_("report close") },
	{ "conflict_resolve", N_("conflicts resolve") },
	{ "household_same", N_("household same") },
	{ "passphrase", N_("changing the password") },
	{ "recover", N_("setting a new password with the recovery code") },
	{ "recovery_code", N_("the new recovery code") },
	{ "slot_add", N_("giving a member a password") },
	{ "slot_remove", N_("taking a member's password away") },
	{ "settings", N_("the unit's former codes") },
	{ "device_enrol", N_("device enrol") },
	{ "device_revoke", N_("device revoke") },
	{ "import", N_("import: take it back with 'sotay import undo N'") },
	{ "import_undo", N_("taking an import back") },
};

const char *transaction_word(const char *verb)
{
	for (size_t i = 0; i < sizeof transactions / sizeof transactions[0]; i++)
		if (!strcmp(transactions[i].verb, verb))
			return _(transactions[i].word);
	return verb;
}
