#include "config.h"
#include "store/upkeep/book_create.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/clock.h"
#include "store/base/crypto.h"
#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/book/transaction.h"
#include "store/catalog/catalog.h"
#include "store/record/append.h"
#include "store/record/record.h"
#include "store/record/unit_codes.h"
#include "store/vault/create.h"
#include "store/vault/slots.h"

static bool good_text(const char *text, size_t max)
{
	size_t n = strlen(text);

	return n && text_chars(text, n) <= max && !text_has_control(text, n, false) &&
	       !text_has_invisible(text, n);
}

static int check_setup(const struct book_setup *s, struct fault *f)
{
	if (!unit_code_fits(s->level, s->unit))
		return fault_field(f, "unit", REASON_BAD_UNIT, s->unit);
	if (!good_text(s->unit_name, 80))
		return fault_field(f, "unit_name", REASON_BAD_TEXT, s->unit_name);
	if (strlen(s->member) >= VAULT_NAME_MAX)
		return fault_field(f, "member", REASON_BAD_TEXT, s->member);
	if (!good_text(s->member, 32) || strpbrk(s->member, "/,"))
		return fault_field(f, "member", REASON_BAD_CODE, s->member);
	return FAULT_OK;
}

/* The texts of a set-up as they are kept. */
struct texts {
	char *unit, *unit_name, *member, *codes;
};

static void texts_release(struct texts *texts)
{
	free(texts->unit);
	free(texts->unit_name);
	free(texts->member);
	free(texts->codes);
}

static int take_name(const char *field, const char *given, char **out, struct fault *f)
{
	size_t n;

	return text_name(given, strlen(given), out, &n)
		       ? fault_field(f, field, REASON_BAD_TEXT, NULL) : FAULT_OK;
}

/* Even out what was entered, and check it. *own points into *texts, which is released either way. */
static int take_setup(const struct book_setup *setup, struct book_setup *own, struct texts *texts,
		      struct fault *f)
{
	int rc = take_name("unit", setup->unit, &texts->unit, f);

	if (!rc)
		rc = take_name("unit_name", setup->unit_name, &texts->unit_name, f);
	if (!rc)
		rc = take_name("member", setup->member, &texts->member, f);
	if (!rc)
		rc = unit_codes_read(setup->codes ? setup->codes : "", &texts->codes, f);
	if (rc)
		return rc;
	*own = *setup;
	own->unit = texts->unit;
	own->unit_name = texts->unit_name;
	own->member = texts->member;
	own->codes = texts->codes;
	return check_setup(own, f);
}

static enum role first_role(enum book_level level)
{
	if (level == LEVEL_COMMUNE)
		return ROLE_OFFICER;
	return level == LEVEL_UPPER ? ROLE_UPPER : ROLE_MEMBER;
}

/* The transaction of setting up: the member's record, the former codes. */
static int fill(struct book *book, const struct book_setup *s, struct fault *f)
{
	json_t *member = json_pack("{ss ss ss}", "code", s->member, "name", s->member,
				   "role", role_code(first_role(s->level)));
	char *detail = *s->codes ? memory_format("%s %s", UNIT_CODES_SETTING, s->codes) : NULL;
	rec_t rec;
	int rc = book_begin(book, "init", f);

	if (!rc)
		rc = record_append(book, 0, TYPE_MEMBER, member, &rec, f);
	if (!rc && detail)
		rc = book_setting_set(book, UNIT_CODES_SETTING, s->codes, f);
	if (!rc)
		rc = book_commit(book, detail, f);
	json_decref(member);
	free(detail);
	return rc;
}

static int create(const char *path, const struct book_setup *setup, char code[VAULT_CODE_TEXT],
		  struct book **out, struct fault *f)
{
	struct vault *vault;
	struct book *book = NULL;
	struct moment now;
	int rc = clock_now(&now, clock_build_day(), f);

	if (!rc && now.trust == CLOCK_WRONG)
		rc = fault_set(f, FAULT_CLOCK, NULL);
	if (!rc)
		rc = vault_create(path, setup->member, setup->pass, &setup->kdf, &vault, f);
	if (rc)
		return rc;
	vault_code_draw(code);
	rc = book_new(vault, setup, &book, f);
	if (!rc)
		rc = fill(book, setup, f);
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

int book_create(const char *path, const struct book_setup *setup, char code[VAULT_CODE_TEXT],
		struct book **out, struct fault *f)
{
	struct texts texts = { 0 };
	struct book_setup own;
	int rc = take_setup(setup, &own, &texts, f);

	*out = NULL;
	if (!rc)
		rc = create(path, &own, code, out, f);
	texts_release(&texts);
	return book_unseen(rc, path, f);
}
