#include "config.h"
#include "tui/words/vault_words.h"

#include "store/vault/vault.h"
#include "tui/env/translate.h"

const char *vault_warning_text(unsigned warnings)
{
	if (warnings & VAULT_LOG_GONE)
		return _("the last sessions may be missing (the -wal file was lost)");
	if (warnings & VAULT_LOG_CUT)
		return _("the last sessions may be missing (the -wal file was damaged)");
	if (warnings & VAULT_HEADER_OLD)
		return _("its header was an older copy; users and passwords were put right");
	return "";
}
