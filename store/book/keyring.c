#include "config.h"
#include "store/book/keyring.h"

#include <string.h>

#include "store/book/private.h"
#include "store/book/transaction.h"
#include "store/vault/slots.h"

int keyring_members(struct book *book, struct vault_slot_info out[VAULT_SLOTS_MAX])
{
	int n = 0, members = 0;

	vault_slots(book_vault(book), out, VAULT_SLOTS_MAX, &n);
	for (int i = 0; i < n; i++)
		if (out[i].kind == VAULT_SLOT_MEMBER)
			out[members++] = out[i];
	return members;
}

bool keyring_holds(struct book *book, const char *code)
{
	char slot[VAULT_NAME_MAX];

	return vault_slot_named(book_vault(book), code, slot);
}

/* How many members have a slot. */
static int count(struct book *book)
{
	struct vault_slot_info slots[VAULT_SLOTS_MAX];

	return keyring_members(book, slots);
}

enum slot_no keyring_may_give(struct book *book, const char *code)
{
	if (keyring_holds(book, code))
		return SLOT_HELD;
	if (strlen(code) >= VAULT_NAME_MAX)
		return SLOT_LONG_NAME;
	if (strchr(code, '/'))
		return SLOT_ELSEWHERE;
	return count(book) >= VAULT_MEMBERS_MAX ? SLOT_FULL : SLOT_FINE;
}

enum slot_no keyring_may_take(struct book *book, const char *code)
{
	char slot[VAULT_NAME_MAX];

	if (!vault_slot_named(book_vault(book), code, slot))
		return SLOT_NOT_HELD;
	if (count(book) < 2)
		return SLOT_LAST;
	return strcmp(slot, book_member(book)) ? SLOT_FINE : SLOT_OWN;
}

/* ---- changing them ---- */

/* After the slots were changed, or not: what is done stays so, whatever fails from here on. */
static int done(struct book *book, int rc)
{
	book->committed |= !rc;
	return rc;
}

/* What was not done must not stand in the way of undo. */
static int settle(struct book *book, int64_t stroke, int rc)
{
	struct fault ignored;

	if (rc && rc != FAULT_UNSURE)
		book_stroke_void(book, stroke, &ignored);
	return done(book, rc);
}

int keyring_give(struct book *book, const char *code, struct vault_pass pass,
		 const struct vault_kdf *kdf, struct fault *f)
{
	int64_t stroke;
	int rc = book_stroke(book, "slot_add", book_member(book), &stroke, f);

	if (rc)
		return rc;
	return settle(book, stroke, vault_slot_add(book_vault(book), code, pass, kdf, f));
}

int keyring_take(struct book *book, const char *code, struct fault *f)
{
	int64_t stroke;
	int rc = book_stroke(book, "slot_remove", book_member(book), &stroke, f);

	if (rc)
		return rc;
	return settle(book, stroke, vault_slot_remove(book_vault(book), code, f));
}

int keyring_give_added(struct book *book, const char *code, struct vault_pass pass,
		       const struct vault_kdf *kdf, struct fault *f)
{
	int rc = book_audit(book, "slot_add", NULL, f);

	return rc ? rc : done(book, vault_slot_add(book_vault(book), code, pass, kdf, f));
}

int keyring_take_added(struct book *book, const char *code, struct fault *f)
{
	int rc = book_audit(book, "slot_remove", NULL, f);

	return rc ? rc : done(book, vault_slot_remove(book_vault(book), code, f));
}

int keyring_passphrase(struct book *book, const char *verb, const char *code,
		       struct vault_pass pass, struct fault *f)
{
	char slot[VAULT_NAME_MAX]; /* whose undo it ends, as he is called when he unlocks */
	int64_t stroke;
	int rc;

	if (!vault_slot_named(book_vault(book), code, slot))
		return fault_set(f, FAULT_NOT_FOUND, code);
	rc = book_stroke(book, verb, slot, &stroke, f);
	if (rc)
		return rc;
	return settle(book, stroke, vault_slot_passphrase(book_vault(book), slot, pass, NULL, f));
}

int keyring_code(struct book *book, const char *text, struct fault *f)
{
	int64_t stroke;
	int rc = book_stroke(book, "recovery_code", book_member(book), &stroke, f);

	if (rc)
		return rc;
	return settle(book, stroke, vault_code_set(book_vault(book), text, f));
}
