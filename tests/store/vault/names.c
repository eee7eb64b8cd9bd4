/* An older header put back brings no removed member and no old passphrase to today's data. */
#include "config.h"
#include "store/vault/backup.h"
#include "store/vault/create.h"
#include "store/vault/pages.h"
#include "store/vault/slot.h"
#include "store/vault/slots.h"
#include "store/vault/verify.h"
#include "tests/store/vault/tools.h"

#include "tests/store/vault/by_key.h"

#include <sodium.h>

static const struct vault_kdf kdf_floor = VAULT_KDF_FLOOR;

static int try_open(const char *path, const char *member, struct vault_pass pass)
{
	struct fault f = { 0 };
	struct vault *v;
	int rc = vault_open(path, member, pass, &v, &f);

	if (rc == FAULT_OK)
		vault_close(v);
	return rc;
}

/* Lan, Ba and a recovery code; the header of that day into old[]. */
static void with_two(const char *path, char code[VAULT_CODE_TEXT], uint8_t old[VAULT_HEADER_SIZE])
{
	struct vault *v = small_vault(path);
	struct fault f = { 0 };
	uint8_t *bytes;
	size_t len;

	assert_int_equal(vault_slot_add(v, "Ba", PASS("two"), &kdf_floor, &f), FAULT_OK);
	vault_code_draw(code);
	assert_int_equal(vault_code_set(v, code, &f), FAULT_OK);
	vault_close(v);
	bytes = slurp(path, &len);
	memcpy(old, bytes, VAULT_HEADER_SIZE);
	free(bytes);
}

static void put_header(const char *path, const uint8_t header[VAULT_HEADER_SIZE])
{
	int fd = open(path, O_WRONLY);

	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, header, VAULT_HEADER_SIZE, 0), VAULT_HEADER_SIZE);
	assert_int_equal(close(fd), 0);
}

/* Nobody opens it, and it is left as it is. */
static void refused(const char *path, const char *member, struct vault_pass pass)
{
	size_t len, now;
	uint8_t *before = slurp(path, &len), *after;

	assert_int_equal(try_open(path, member, pass), FAULT_OLD_HEADER);
	after = slurp(path, &now);
	assert_int_equal(now, len);
	assert_memory_equal(before, after, len);
	assert_int_equal(folder_count(), 1);
	free(before);
	free(after);
}

static void old_header_opens_nothing(void **state)
{
	const char *path = in_folder("v");
	uint8_t old[VAULT_HEADER_SIZE];
	char code[VAULT_CODE_TEXT];
	struct vault_note note;
	struct fault f = { 0 };
	struct vault *v;
	int n;

	(void)state;
	with_two(path, code, old);
	v = must_open(path);
	assert_int_equal(vault_slot_remove(v, "Ba", &f), FAULT_OK);
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("new"), NULL, &f), FAULT_OK);
	must(v, "DELETE FROM t WHERE id > 9");
	vault_close(v);
	put_header(path, old);
	refused(path, "Ba", PASS("two"));
	refused(path, NULL, PASS("two"));
	refused(path, "Lan", RIGHT);
	assert_int_equal(try_open(path, "Lan", PASS("new")), FAULT_PASSPHRASE);

	/* The recovery code gets in, and with it everybody the database knows, as it knows them. */
	assert_int_equal(vault_open_code(path, code, &v, &f), FAULT_OK);
	assert_int_equal(vault_warnings(v), VAULT_HEADER_OLD);
	assert_int_equal(ask(v, "SELECT count(*) FROM t"), 9);
	assert_int_equal(vault_verify(v, NULL, &f), FAULT_OK);
	vault_told(v);
	vault_close(v);
	assert_int_equal(try_open(path, "Ba", PASS("two")), FAULT_FOREIGN);
	assert_int_equal(try_open(path, "Lan", RIGHT), FAULT_PASSPHRASE);
	assert_int_equal(vault_open(path, "Lan", PASS("new"), &v, &f), FAULT_OK);
	assert_int_equal(vault_warnings(v), 0);
	assert_int_equal(vault_notes(v, &note, 1, &n, &f), FAULT_OK);
	assert_int_equal(n, 1);
	assert_int_equal(note.what, VAULT_HEADER_OLD);
	must(v, "DELETE FROM t");
	vault_close(v);
	/* Once more: the header that was put right is later than any other. */
	put_header(path, old);
	refused(path, "Ba", PASS("two"));
}

/* A code that was replaced is no way in either; nor is a header from before a member came. */
static void old_code_opens_nothing(void **state)
{
	const char *path = in_folder("v");
	uint8_t old[VAULT_HEADER_SIZE];
	char code[VAULT_CODE_TEXT], code2[VAULT_CODE_TEXT];
	struct fault f = { 0 };
	struct vault *v;

	(void)state;
	with_two(path, code, old);
	v = must_open(path);
	assert_int_equal(vault_slot_add(v, "Hoa", PASS("three"), &kdf_floor, &f), FAULT_OK);
	vault_close(v);
	put_header(path, old);
	refused(path, "Lan", RIGHT);
	assert_int_equal(vault_open_code(path, code, &v, &f), FAULT_OK);
	vault_close(v);
	assert_int_equal(vault_open(path, "Hoa", PASS("three"), &v, &f), FAULT_OK);
	vault_code_draw(code2);
	assert_int_equal(vault_code_set(v, code2, &f), FAULT_OK);
	vault_close(v);
	put_header(path, old);
	assert_int_equal(vault_open_code(path, code, &v, &f), FAULT_OLD_HEADER);
	assert_int_equal(vault_open_code(path, code2, &v, &f), FAULT_PASSPHRASE);
}

/* Without its log the vault still knows its slots, also just after a change. */
static void names_are_in_the_file(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };

	(void)state;
	vault_close(v);
	v = must_open(path);
	must(v, "UPDATE t SET n = 2");
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("new"), NULL, &f), FAULT_OK);
	must(v, "UPDATE t SET n = 3");
	copy_file(path, in_folder("x"));
	assert_int_equal(run(v, "BEGIN"), SQLITE_OK);
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("newer"), NULL, &f), FAULT_USAGE);
	assert_string_equal(f.subject, "transaction");
	must(v, "ROLLBACK");
	vault_close(v);
	assert_int_equal(try_open(in_folder("x"), "Lan", RIGHT), FAULT_PASSPHRASE);
	assert_int_equal(vault_open(in_folder("x"), "Lan", PASS("new"), &v, &f), FAULT_OK);
	assert_int_equal(vault_warnings(v), VAULT_LOG_GONE);
	vault_close(v);
}

/* A backup opens with the passphrases of its day, wherever it lies. */
static void backups_have_their_own_names(void **state)
{
	const char *path = in_folder("v"), *copy = in_folder("backup");
	struct vault *v = small_vault(path), *w;
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(vault_backup(v, copy, NULL, NULL, &f), FAULT_OK);
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("new"), NULL, &f), FAULT_OK);
	vault_close(v);
	assert_int_equal(vault_restore(copy, in_folder("w"), "Lan", RIGHT, &w, &f), FAULT_OK);
	assert_int_equal(vault_publish(w, &f), FAULT_OK);
	vault_close(w);
	assert_int_equal(try_open(in_folder("w"), "Lan", RIGHT), FAULT_OK);
	assert_int_equal(try_open(copy, "Lan", RIGHT), FAULT_OK);
}

/* The paper of its day opens it, a slip is named by its group; and a passphrase can be set before it appears. */
static void a_backup_opens_with_the_code_of_its_day(void **state)
{
	const char *path = in_folder("v"), *copy = in_folder("backup"), *to = in_folder("w");
	char code[VAULT_CODE_TEXT], later[VAULT_CODE_TEXT];
	uint8_t old[VAULT_HEADER_SIZE];
	struct fault f = { 0 };
	struct vault *v, *w;

	(void)state;
	with_two(path, code, old);
	v = must_open(path);
	assert_int_equal(vault_backup(v, copy, NULL, NULL, &f), FAULT_OK);
	vault_code_draw(later);
	assert_int_equal(vault_code_set(v, later, &f), FAULT_OK);
	vault_close(v);
	assert_int_equal(vault_restore_code(copy, to, later, &w, &f), FAULT_PASSPHRASE);
	assert_int_equal(f.column, 0);
	later[3 * 6] = later[3 * 6] == 'x' ? 'y' : 'x'; /* in group 4 */
	assert_int_equal(vault_restore_code(copy, to, later, &w, &f), FAULT_PASSPHRASE);
	assert_string_equal(f.field, "code");
	assert_int_equal(f.column, 4);
	assert_null(w);
	assert_int_equal(vault_restore_code(in_folder("none"), to, later, &w, &f), FAULT_NO_FILE);
	assert_int_equal(folder_count(), 2);
	assert_int_equal(vault_restore_code(copy, to, code, &w, &f), FAULT_OK);
	assert_null(vault_member(w));
	assert_int_equal(vault_slot_passphrase(w, "Ba", PASS("mine"), NULL, &f), FAULT_OK);
	assert_false(is_there(to));
	assert_int_equal(vault_publish(w, &f), FAULT_OK);
	assert_int_equal(vault_warnings(w), 0);
	vault_close(w);
	assert_int_equal(folder_count(), 3);
	assert_int_equal(try_open(to, "Ba", PASS("mine")), FAULT_OK);
	assert_int_equal(try_open(to, "Ba", PASS("two")), FAULT_PASSPHRASE);
	assert_int_equal(try_open(to, "Lan", RIGHT), FAULT_OK);
	assert_int_equal(vault_open_code(to, code, &w, &f), FAULT_OK);
	vault_close(w);
	assert_int_equal(try_open(copy, "Ba", PASS("two")), FAULT_OK);
}

/* With an old header nobody's passphrase restores it, but the code does, with the slots that are named. */
static void a_copy_with_an_old_header_is_restored_by_the_code(void **state)
{
	const char *path = in_folder("v"), *to = in_folder("w");
	uint8_t old[VAULT_HEADER_SIZE];
	char code[VAULT_CODE_TEXT];
	struct fault f = { 0 };
	struct vault *v;

	(void)state;
	with_two(path, code, old);
	v = must_open(path);
	assert_int_equal(vault_slot_remove(v, "Ba", &f), FAULT_OK);
	vault_close(v);
	put_header(path, old);
	assert_int_equal(vault_restore(path, to, "Ba", PASS("two"), &v, &f), FAULT_OLD_HEADER);
	assert_int_equal(folder_count(), 1);
	assert_int_equal(vault_restore_code(path, to, code, &v, &f), FAULT_OK);
	assert_int_equal(vault_warnings(v), VAULT_HEADER_OLD);
	assert_int_equal(vault_slot_passphrase(v, "Ba", PASS("mine"), NULL, &f), FAULT_NOT_FOUND);
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("mine"), NULL, &f), FAULT_OK);
	assert_int_equal(vault_publish(v, &f), FAULT_OK);
	vault_close(v);
	assert_int_equal(try_open(to, "Lan", PASS("mine")), FAULT_OK);
	assert_int_equal(try_open(to, "Ba", PASS("two")), FAULT_FOREIGN);
	assert_int_equal(try_open(path, "Ba", PASS("two")), FAULT_OLD_HEADER);
}

/* Where nothing can be committed, no slot is changed either, and it is said why. */
static void no_change_where_nothing_is_committed(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	struct fault f = { 0 };
	struct stat st;
	int fd;

	(void)state;
	assert_int_equal(rename(path, in_folder("w")), 0);
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("new"), NULL, &f), FAULT_GONE);
	assert_int_equal(rename(in_folder("w"), path), 0);
	vault_close(v);
	v = must_open(path);
	fd = open(path, O_RDWR);
	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	for (off_t at = st.st_size / 4; at < st.st_size; at += VAULT_PAGE_SIZE)
		assert_int_equal(pwrite(fd, "torn", 4, at), 4);
	close(fd);
	run(v, "SELECT sum(length(v)) FROM t");
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("new"), NULL, &f), FAULT_DAMAGED);
	vault_close(v);
}

/* As a former version changes a slot: no names, and nonces that were drawn. */
static void change_as_former(struct vault *v, int k, const char *name, const char *pass)
{
	struct vault_header h = *vault_pages_header(v->vfs);
	struct vault_slot *s = &h.slots[k];

	if (!name) {
		memset(s, 0, sizeof *s);
	} else {
		assert_int_equal(vault_slot_make(s, k, h.id, VAULT_SLOT_MEMBER, name, pass,
						 strlen(pass), &kdf_floor, v->keys->data), FAULT_OK);
		assert_true(vault_slot_marked(s));
		s->nonce[0] ^= 1;
		assert_false(vault_slot_marked(s));
	}
	assert_int_equal(vault_pages_header_store(v->vfs, &h, true), SQLITE_OK);
}

static void vaults_of_former_versions(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	uint8_t *first, *second;
	struct fault f = { 0 };
	size_t len;

	(void)state;
	/* Never named: it opens as before, and then is. */
	change_as_former(v, 1, "Ba", "two");
	must(v, "DROP TABLE vault_slots; DROP TABLE vault_struck");
	vault_close(v);
	v = must_open(path);
	assert_int_equal(ask(v, "SELECT count(*) FROM vault_slots"), 1);
	assert_int_equal(vault_verify(v, NULL, &f), FAULT_OK);
	vault_close(v);
	first = slurp(path, &len);
	/* A former version gives and takes slots in between. */
	v = must_open(path);
	change_as_former(v, 1, NULL, NULL);
	change_as_former(v, 2, "Hoa", "three");
	vault_close(v);
	assert_int_equal(try_open(path, "Lan", RIGHT), FAULT_OK);
	v = must_open(path);
	assert_int_equal(ask(v, "SELECT count(*) FROM vault_slots"), 1);
	assert_int_equal(ask(v, "SELECT count(*) FROM vault_struck"), 1);
	/* Whom it had taken out does not come back, not with a header later than the naming. */
	change_as_former(v, 3, "x", "x");
	vault_close(v);
	second = slurp(path, &len);
	put_header(path, first);
	refused(path, "Lan", RIGHT);
	put_header(path, second);
	v = must_open(path);
	{
		struct vault_header then, h;

		assert_int_equal(vault_header_decode(first, VAULT_HEADER_COPY, &then), FAULT_OK);
		h = *vault_pages_header(v->vfs);
		h.slots[1] = then.slots[1];
		assert_int_equal(vault_pages_header_store(v->vfs, &h, true), SQLITE_OK);
	}
	vault_close(v);
	refused(path, "Lan", RIGHT);
	free(first);
	free(second);
}

/* A copy goes its own way, as late as it likes: its header is no way into the original. */
static void header_of_a_sibling(void **state)
{
	const char *path = in_folder("v");
	uint8_t old[VAULT_HEADER_SIZE], *bytes;
	char code[VAULT_CODE_TEXT];
	struct fault f = { 0 };
	struct vault *v;
	size_t len;

	(void)state;
	with_two(path, code, old);
	copy_file(path, in_folder("sibling"));
	v = must_open(path);
	assert_int_equal(vault_slot_remove(v, "Ba", &f), FAULT_OK);
	vault_close(v);
	assert_int_equal(vault_open(in_folder("sibling"), "Ba", PASS("two"), &v, &f), FAULT_OK);
	for (int i = 0; i < 9; i++)
		assert_int_equal(vault_slot_passphrase(v, "Ba", PASS("mine"), NULL, &f), FAULT_OK);
	vault_close(v);
	bytes = slurp(in_folder("sibling"), &len);
	put_header(path, bytes);
	assert_int_equal(unlink(in_folder("sibling")), 0);
	refused(path, "Ba", PASS("mine"));
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(old_header_opens_nothing),
		CASE(old_code_opens_nothing),
		CASE(names_are_in_the_file),
		CASE(backups_have_their_own_names),
		CASE(a_backup_opens_with_the_code_of_its_day),
		CASE(a_copy_with_an_old_header_is_restored_by_the_code),
		CASE(no_change_where_nothing_is_committed),
		CASE(vaults_of_former_versions),
		CASE(header_of_a_sibling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
