#include "config.h"
#include "store/book/keyring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/text.h"
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

/* Whether a slot's name is the member's; *exact: letter for letter. */
static bool names(const char *slot, const char *member, bool *exact)
{
	char *name;
	size_t n;
	bool same;

	*exact = !strcmp(slot, member);
	if (*exact || text_name(slot, strlen(slot), &name, &n))
		return *exact;
	same = !strcmp(name, member);
	free(name);
	return same;
}

bool keyring_find(const char *path, const char *name, char out[VAULT_NAME_MAX])
{
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	struct fault f;
	bool found = false, exact = false;
	int n = 0;

	if (vault_list_slots(path, slots, VAULT_SLOTS_MAX, &n, &f))
		return false;
	for (int i = 0; !exact && i < n; i++) {
		if (slots[i].kind != VAULT_SLOT_MEMBER || !names(slots[i].name, name, &exact))
			continue;
		if (!found || exact)
			snprintf(out, VAULT_NAME_MAX, "%s", slots[i].name);
		found = true;
	}
	return found;
}

/* How many members have a slot; *held: whether he is among them. */
static int count(struct book *book, const char *code, bool *held)
{
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	int n = keyring_members(book, slots);

	*held = false;
	for (int i = 0; i < n; i++)
		*held = *held || !strcmp(slots[i].name, code);
	return n;
}

bool keyring_holds(struct book *book, const char *code)
{
	bool held;

	count(book, code, &held);
	return held;
}

enum slot_no keyring_may_give(struct book *book, const char *code)
{
	bool held;
	int n = count(book, code, &held);

	if (held)
		return SLOT_HELD;
	if (strlen(code) >= VAULT_NAME_MAX)
		return SLOT_LONG_NAME;
	return n >= VAULT_MEMBERS_MAX ? SLOT_FULL : SLOT_FINE;
}

enum slot_no keyring_may_take(struct book *book, const char *code)
{
	bool held;
	int n = count(book, code, &held);

	if (!held)
		return SLOT_NOT_HELD;
	if (n < 2)
		return SLOT_LAST;
	return strcmp(code, book_member(book)) ? SLOT_FINE : SLOT_OWN;
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
	int64_t stroke;
	int rc = book_stroke(book, verb, code, &stroke, f);

	if (rc)
		return rc;
	return settle(book, stroke, vault_slot_passphrase(book_vault(book), code, pass, NULL, f));
}

int keyring_code(struct book *book, const char *text, struct fault *f)
{
	int64_t stroke;
	int rc = book_stroke(book, "recovery_code", book_member(book), &stroke, f);

	if (rc)
		return rc;
	return settle(book, stroke, vault_code_set(book_vault(book), text, f));
}
