#include "config.h"
#include "store/upkeep/book_create.h"

#include <string.h>

#include "store/base/clock.h"
#include "store/base/crypto.h"
#include "store/base/text.h"
#include "store/book/transaction.h"
#include "store/catalog/catalog.h"
#include "store/record/record.h"
#include "store/vault/create.h"
#include "store/vault/slots.h"

static bool good_unit(const char *code)
{
	size_t n = strlen(code);

	return n >= 1 && n <= 16 &&
	       strspn(code, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.-") == n;
}

static bool good_text(const char *text, size_t max)
{
	size_t n = strlen(text);

	return text_utf8_valid(text, n) && text_chars(text, n) >= 1 &&
	       text_chars(text, n) <= max && !text_has_control(text, n, false) &&
	       strspn(text, " ") < n;
}

static int check_setup(const struct book_setup *s, struct fault *f)
{
	if (!good_unit(s->unit))
		return fault_field(f, "unit", REASON_BAD_CODE, s->unit);
	if (!good_text(s->unit_name, 80))
		return fault_field(f, "unit_name", REASON_BAD_TEXT, s->unit_name);
	if (strlen(s->member) >= VAULT_NAME_MAX)
		return fault_field(f, "member", REASON_BAD_TEXT, s->member);
	if (!good_text(s->member, 32) || strpbrk(s->member, "/,"))
		return fault_field(f, "member", REASON_BAD_CODE, s->member);
	return FAULT_OK;
}

static enum role first_role(enum book_level level)
{
	if (level == LEVEL_COMMUNE)
		return ROLE_OFFICER;
	return level == LEVEL_UPPER ? ROLE_UPPER : ROLE_MEMBER;
}

static int first_member(struct book *book, const struct book_setup *s, struct fault *f)
{
	json_t *member = json_pack("{ss ss ss}", "code", s->member, "name", s->member,
				   "role", role_code(first_role(s->level)));
	rec_t rec;
	int rc = book_begin(book, "init", f);

	if (!rc)
		rc = record_append(book, 0, TYPE_MEMBER, member, &rec, f);
	if (!rc)
		rc = book_commit(book, NULL, f);
	json_decref(member);
	return rc;
}

int book_create(const char *path, const struct book_setup *setup, char code[VAULT_CODE_TEXT],
		struct book **out, struct fault *f)
{
	struct vault *vault;
	struct book *book = NULL;
	struct moment now;
	int rc = check_setup(setup, f);

	*out = NULL;
	if (!rc)
		rc = clock_now(&now, clock_build_day(), f);
	if (!rc && now.trust == CLOCK_WRONG)
		rc = fault_set(f, FAULT_CLOCK, NULL);
	if (!rc)
		rc = vault_create(path, setup->member, setup->pass, &setup->kdf, &vault, f);
	if (rc)
		return rc;
	vault_code_draw(code);
	rc = book_new(vault, setup, &book, f);
	if (!rc)
		rc = first_member(book, setup, f);
	if (!rc)
		rc = vault_code_set(vault, code, f);
	if (rc) {
		wipe(code, VAULT_CODE_TEXT);
		book_close(book);
		return rc;
	}
	*out = book;
	return FAULT_OK;
}
