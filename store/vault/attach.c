#include "config.h"
#include "store/vault/attach.h"

#include "store/base/fault.h"
#include "store/vault/database.h"
#include "store/vault/names.h"
#include "store/vault/notes.h"
#include "store/vault/pages.h"
#include "store/vault/policy.h"
#include "store/vault/private.h"
#include "store/vault/wal_end.h"

/*
 * Nothing is committed to a file that has been deleted, moved away or replaced: it
 * would say saved and be lost. Nor once something could not be read: what is written may rest
 * on it. Not 0: the transaction is rolled back.
 */
static int before_commit(void *arg)
{
	struct vault *v = arg;
	int moved = 0;

	wal_end_look(v->vfs);
	if (vault_vfs_trouble(v->vfs, NULL) != FAULT_OK)
		return 1;
	sqlite3_file_control(v->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
	return moved;
}

/* What is refused stays as it is: no checkpoint, no deleted log. */
static int refuse(struct vault *v, int rc)
{
	struct vault_header last = { .wal_live = true };

	vault_vfs_freeze(v->vfs);
	vault_detach(v, &last);
	v->log_over = v->log_over && !last.wal_live;
	return rc;
}

/* Why SQLite could not open it: for its log, or what `rc` says. */
static int not_opened(struct vault *v, int rc, struct fault *f)
{
	int refused = vault_vfs_wal_refused(v->vfs);

	return refused ? fault_set(f, (enum fault_code)refused, v->path) : vault_fault(v, rc, f);
}

/* What this opening found. */
static unsigned found(const struct vault *v, enum names_verdict verdict)
{
	return vault_vfs_log_lost(v->vfs) | (verdict == NAMES_PUT_BACK ? VAULT_HEADER_OLD : 0u);
}

int vault_attach(struct vault *v, const struct vault_header *h, struct fault *f)
{
	enum names_verdict verdict;
	struct vault_header back;
	int rc = vault_vfs_new(v->file, v->keys, h, v->lock.handle, &v->vfs);

	if (rc != FAULT_OK)
		return fault_set(f, (enum fault_code)rc, v->path);
	rc = sqlite3_open_v2(v->file, &v->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			     vault_vfs_name(v->vfs));
	if (rc == SQLITE_OK)
		rc = vault_policy_apply(v->db);
	if (rc == SQLITE_OK)
		rc = wal_end_judge(v->vfs);
	if (rc != SQLITE_OK)
		return refuse(v, not_opened(v, rc, f));
	rc = names_judge(v, &verdict, &back, f);
	if (rc != FAULT_OK)
		return refuse(v, rc);
	rc = vault_fault(v, vault_pages_header_heal(v->vfs, NULL), f);
	if (rc == FAULT_OK)
		rc = vault_fault(v, vault_pages_owe(v->vfs, found(v, verdict)), f);
	if (rc == FAULT_OK)
		rc = names_apply(v, verdict, &back, f);
	if (rc != FAULT_OK)
		return refuse(v, rc);
	sqlite3_commit_hook(v->db, before_commit, v);
	notes_take(v, found(v, verdict));
	v->log_over = false;
	return FAULT_OK;
}

void vault_detach(struct vault *v, struct vault_header *last)
{
	if (!v->vfs)
		return;
	vault_vfs_closing(v->vfs);
	if (sqlite3_close(v->db) == SQLITE_OK) {
		if (last)
			*last = *vault_pages_header(v->vfs);
		vault_vfs_free(v->vfs);
	} else {
		/*
		 * A forgotten statement still uses the database: a mistake of the caller,
		 * who must not crash for it. Nothing is written any more; VFS and keys
		 * stay in memory until the process ends.
		 */
		sqlite3_log(SQLITE_MISUSE, "vault closed with a statement left");
		vault_vfs_freeze(v->vfs);
		if (last) {
			*last = *vault_pages_header(v->vfs);
			last->wal_live = true;
		}
		sqlite3_close_v2(v->db);
		v->keys = NULL;
	}
	v->db = NULL;
	v->vfs = NULL;
}
