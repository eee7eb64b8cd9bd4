#include "config.h"
#include "store/vault/policy.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *name;
	bool settable; /* may be given a value; else it may only be asked */
} pragmas[] = {
	{ "analysis_limit", true },
	{ "application_id", true },
	{ "auto_vacuum", false },
	{ "busy_timeout", true },
	{ "cache_size", true },
	{ "cache_spill", true },
	{ "cell_size_check", true },
	{ "collation_list", false },
	{ "compile_options", false },
	{ "data_version", true },
	{ "database_list", false },
	{ "defer_foreign_keys", true },
	{ "encoding", false },
	{ "foreign_key_check", true },
	{ "foreign_key_list", true },
	{ "foreign_keys", true },
	{ "freelist_count", false },
	{ "function_list", false },
	{ "index_info", true },
	{ "index_list", true },
	{ "index_xinfo", true },
	{ "integrity_check", true },
	{ "journal_mode", false },
	{ "locking_mode", false },
	{ "max_page_count", true },
	{ "mmap_size", false },
	{ "module_list", false },
	{ "optimize", true },
	{ "page_count", false },
	{ "page_size", false },
	{ "query_only", true },
	{ "quick_check", true },
	{ "recursive_triggers", true },
	{ "reverse_unordered_selects", true },
	{ "schema_version", false },
	{ "secure_delete", false },
	{ "shrink_memory", true },
	{ "synchronous", false },
	{ "table_info", true },
	{ "table_list", true },
	{ "table_xinfo", true },
	{ "temp_store", false },
	{ "user_version", true },
	{ "wal_autocheckpoint", true },
	{ "wal_checkpoint", true },
};

static int authorize(void *arg, int action, const char *first, const char *second,
		     const char *database, const char *trigger)
{
	(void)arg;
	(void)database;
	(void)trigger;
	if (action == SQLITE_ATTACH || action == SQLITE_DETACH)
		return SQLITE_DENY;
	if (action != SQLITE_PRAGMA)
		return SQLITE_OK;
	for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++)
		if (sqlite3_stricmp(first, pragmas[i].name) == 0)
			return pragmas[i].settable || !second ? SQLITE_OK : SQLITE_DENY;
	return SQLITE_DENY;
}

static int check_wal(sqlite3 *db)
{
	sqlite3_stmt *st;
	int rc = sqlite3_prepare_v2(db, "PRAGMA journal_mode", -1, &st, NULL);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		rc = strcmp((const char *)sqlite3_column_text(st, 0), "wal") ? SQLITE_NOTADB :
									       SQLITE_OK;
	sqlite3_finalize(st);
	return rc;
}

int vault_policy_apply(sqlite3 *db)
{
	int rc;

	sqlite3_extended_result_codes(db, 1);
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	rc = sqlite3_exec(db,
			  "PRAGMA locking_mode=EXCLUSIVE;"
			  "PRAGMA temp_store=MEMORY;"
			  "PRAGMA synchronous=FULL;"
			  "PRAGMA secure_delete=ON;"
			  "PRAGMA cache_size=-8192;"
			  "PRAGMA wal_autocheckpoint=1000;"
			  "PRAGMA journal_size_limit=33554432;"
			  "SELECT count(*) FROM sqlite_schema",
			  NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = check_wal(db);
	if (rc == SQLITE_OK)
		rc = sqlite3_set_authorizer(db, authorize, NULL);
	return rc;
}
