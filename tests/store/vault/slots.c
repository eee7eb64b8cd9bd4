/* Slots and recovery codes. */
#include "config.h"
#include "tests/store/vault/tools.h"

#include "store/vault/backup.h"
#include "store/vault/code.h"
#include "store/vault/header.h"
#include "store/vault/kdf.h"
#include "store/vault/slots.h"

static const struct vault_kdf kdf_floor = VAULT_KDF_FLOOR;

static int try_open(const char *path, const char *member, struct vault_pass pass)
{
	struct fault f = { 0 };
	struct vault *v;
	int rc = vault_open(path, member, pass, &v, &f);

	if (rc == FAULT_OK) {
		if (member)
			assert_string_equal(vault_member(v), member);
		assert_int_equal(ask(v, "SELECT count(*) FROM t"), SMALL_ROWS);
		vault_close(v);
	}
	return rc;
}

static void adding_and_removing(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	struct vault_slot_info slots[VAULT_SLOTS_MAX];
	struct fault f = { 0 };
	int n;

	(void)state;
	assert_int_equal(vault_slot_remove(v, "Lan", &f), FAULT_NOT_PERMITTED);
	assert_int_equal(vault_slot_add(v, "Ba", PASS("two"), &kdf_floor, &f), FAULT_OK);
	assert_int_equal(vault_slot_add(v, "Ba", PASS("three"), &kdf_floor, &f), FAULT_EXISTS);
	assert_int_equal(vault_slot_add(v, "", PASS("three"), &kdf_floor, &f), FAULT_USAGE);
	assert_int_equal(vault_slot_add(v, "T\xc6\xb0", PASS(""), &kdf_floor, &f), FAULT_USAGE);
	assert_int_equal(vault_slots(v, slots, VAULT_SLOTS_MAX, &n), FAULT_OK);
	assert_int_equal(n, 2);
	assert_string_equal(slots[1].name, "Ba");
	assert_int_equal(slots[1].kind, VAULT_SLOT_MEMBER);
	vault_close(v);
	assert_int_equal(try_open(path, "Lan", RIGHT), FAULT_OK);
	assert_int_equal(try_open(path, "Ba", PASS("two")), FAULT_OK);
	assert_int_equal(try_open(path, NULL, PASS("two")), FAULT_OK);
	assert_int_equal(try_open(path, "Ba", RIGHT), FAULT_PASSPHRASE);
	assert_int_equal(vault_list_slots(path, slots, 1, &n, &f), FAULT_OK);
	assert_int_equal(n, 2);

	v = must_open(path);
	assert_int_equal(vault_slot_remove(v, "Ba", &f), FAULT_OK);
	assert_int_equal(vault_slot_remove(v, "Ba", &f), FAULT_NOT_FOUND);
	vault_close(v);
	assert_int_equal(try_open(path, "Ba", PASS("two")), FAULT_FOREIGN);
	assert_int_equal(try_open(path, "Lan", RIGHT), FAULT_OK);
}

static void all_slots(void **state)
{
	struct vault *v = small_vault(in_folder("v"));
	struct fault f = { 0 };
	char name[16], text[VAULT_CODE_TEXT];

	(void)state;
	for (int i = 1; i < VAULT_SLOTS_MAX - 2; i++) {
		snprintf(name, sizeof name, "m%d", i);
		assert_int_equal(vault_slot_add(v, name, RIGHT, &kdf_floor, &f), FAULT_OK);
	}
	assert_int_equal(vault_slot_add(v, "last", RIGHT, &kdf_floor, &f), FAULT_USAGE);
	assert_string_equal(f.subject, "slots");
	/* Two are kept free of members, for the recovery code and the commune's key. */
	vault_code_draw(text);
	assert_int_equal(vault_code_set(v, text, &f), FAULT_OK);
	vault_close(v);
}

static void new_passphrase(void **state)
{
	const char *path = in_folder("v");
	struct vault_kdf more = { 20, 3 };
	struct vault *v = small_vault(path);
	struct fault f = { 0 };
	uint8_t *bytes;
	size_t len;

	(void)state;
	bytes = slurp(path, &len); /* reading it drops POSIX locks; the lock file still holds */
	assert_int_equal(vault_slot_passphrase(v, "Hoa", RIGHT, NULL, &f), FAULT_NOT_FOUND);
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS(""), NULL, &f), FAULT_USAGE);
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("new"), &more, &f), FAULT_OK);
	vault_close(v);
	assert_int_equal(try_open(path, "Lan", RIGHT), FAULT_PASSPHRASE);
	assert_int_equal(try_open(path, "Lan", PASS("new")), FAULT_OK);

	/* An old copy in one half does not bring the old passphrase back. */
	for (int half = 0; half < 2; half++) {
		int fd = open(path, O_WRONLY);

		assert_true(fd >= 0);
		assert_int_equal(pwrite(fd, bytes, VAULT_HEADER_COPY, half * VAULT_HEADER_COPY),
				 VAULT_HEADER_COPY);
		close(fd);
		assert_int_equal(try_open(path, "Lan", RIGHT), FAULT_PASSPHRASE);
		assert_int_equal(try_open(path, "Lan", PASS("new")), FAULT_OK); /* and heals it */
	}
	free(bytes);
}

static void code_opens(void **state)
{
	const char *path = in_folder("v");
	struct vault *v = small_vault(path);
	char first[VAULT_CODE_TEXT], text[VAULT_CODE_TEXT], typed[128];
	struct fault f = { 0 };
	size_t n = 0;

	(void)state;
	vault_code_draw(first);
	assert_int_equal(vault_code_set(v, first, &f), FAULT_OK);
	vault_code_draw(text);
	assert_int_equal(vault_code_set(v, text, &f), FAULT_OK);
	assert_int_equal(strlen(text), VAULT_CODE_TEXT - 1);
	assert_string_not_equal(first, text);
	vault_close(v);
	assert_int_equal(vault_open_code(path, first, &v, &f), FAULT_PASSPHRASE);
	assert_int_equal(vault_open_code(path, text, &v, &f), FAULT_OK);
	assert_null(vault_member(v));
	assert_int_equal(vault_slot_passphrase(v, "Lan", PASS("found"), NULL, &f), FAULT_OK);
	vault_close(v);
	assert_int_equal(try_open(path, "Lan", PASS("found")), FAULT_OK);

	/* As a tired person types it. */
	for (const char *p = text; *p; p++) {
		char c = *p;

		if (c == '-')
			continue;
		if (c == '0')
			c = 'O';
		else if (c == '1')
			c = "iIlL"[n % 4];
		else if (c >= 'a' && n % 2)
			c -= 'a' - 'A';
		typed[n++] = c;
		if (n % 3 == 0)
			typed[n++] = ' ';
	}
	typed[n++] = '\n';
	typed[n] = 0;
	assert_int_equal(vault_open_code(path, typed, &v, &f), FAULT_OK);
	vault_close(v);

	/* A slip is named by its group, but first of all the file must be there. */
	text[13] = text[13] == 'x' ? 'y' : 'x';
	assert_int_equal(vault_open_code(path, text, &v, &f), FAULT_PASSPHRASE);
	assert_string_equal(f.field, "code");
	assert_int_equal(f.column, 3);
	assert_int_equal(vault_open_code(path, "too short", &v, &f), FAULT_PASSPHRASE);
	assert_int_equal(f.column, 0);
	assert_int_equal(vault_open_code(in_folder("none"), text, &v, &f), FAULT_NO_FILE);
}

static void no_code_slot(void **state)
{
	uint8_t bytes[VAULT_CODE_BYTES] = { 7 };
	const char *path = in_folder("v");
	char text[VAULT_CODE_TEXT];
	struct fault f = { 0 };
	struct vault *v;

	(void)state;
	vault_close(small_vault(path));
	vault_code_print(bytes, text);
	assert_int_equal(vault_open_code(path, text, &v, &f), FAULT_PASSPHRASE);
	assert_int_equal(f.column, 0);
}

/* Every slip the check letters promise to show, for many codes. */
static void code_checks(void **state)
{
	static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
	uint8_t bytes[VAULT_CODE_BYTES], back[VAULT_CODE_BYTES];
	char text[VAULT_CODE_TEXT], bad[VAULT_CODE_TEXT];

	(void)state;
	for (int round = 0; round < 100; round++) {
		for (size_t i = 0; i < sizeof bytes; i++)
			bytes[i] = (uint8_t)pick(256);
		vault_code_print(bytes, text);
		assert_int_equal(vault_code_read(text, back), 0);
		assert_memory_equal(bytes, back, sizeof bytes);
		for (int i = 0; i < VAULT_CODE_TEXT - 1; i++) {
			int group = i / 6 + 1;

			if (text[i] == '-')
				continue;
			for (int k = 0; k < 32; k++) {
				strcpy(bad, text);
				bad[i] = letters[k];
				assert_int_equal(vault_code_read(bad, back),
						 letters[k] == text[i] ? 0 : group);
			}
			for (int k = i + 1; k % 6 != 5 && k < VAULT_CODE_TEXT - 1; k++) {
				strcpy(bad, text);
				bad[i] = text[k];
				bad[k] = text[i];
				assert_int_equal(vault_code_read(bad, back),
						 text[k] == text[i] ? 0 : group);
			}
		}
		for (int g = 1; g < VAULT_CODE_GROUPS; g++) {
			strcpy(bad, text);
			memcpy(bad, text + 6 * g, 5);
			memcpy(bad + 6 * g, text, 5);
			assert_true(vault_code_read(bad, back) > 0);
		}
	}
	assert_int_equal(vault_code_read("", back), -1);
	strcpy(bad, text);
	bad[3] = 'u'; /* not in the alphabet */
	assert_int_equal(vault_code_read(bad, back), 1);
}

/* Copied by word processors and phones, a dash is not always a dash. */
static void dashes_of_a_code(void **state)
{
	static const char *const dashes[] = { "–", "—", "−", "‐", "‑", "―", "－", " – ", "\u00A0",
					      "\u200B", "\u3000", "\u202F", "", "\r\n", "_", "." };
	static const char *const letters[] = { "ü", "·", "中", "~" };
	uint8_t bytes[VAULT_CODE_BYTES] = { 1, 2, 3 }, back[VAULT_CODE_BYTES];
	char text[VAULT_CODE_TEXT], typed[200];

	(void)state;
	vault_code_print(bytes, text);
	for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
		strcpy(typed, "\uFEFF");
		for (int g = 0; g < VAULT_CODE_GROUPS; g++)
			sprintf(typed + strlen(typed), "%.5s%s", text + 6 * g, dashes[i]);
		assert_int_equal(vault_code_read(typed, back), 0);
		assert_memory_equal(bytes, back, sizeof bytes);
	}
	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
		sprintf(typed, "%.5s%s%s", text, letters[i], text + 6);
		assert_int_not_equal(vault_code_read(typed, back), 0);
	}
	assert_int_equal(vault_code_read("\xE2\x80", back), -1); /* cut off */
}

static void calibration(void **state)
{
	struct vault_kdf kdf;

	(void)state;
	assert_int_equal(vault_kdf_calibrate(&kdf), FAULT_OK);
	assert_true(vault_kdf_valid(&kdf));
	print_message("calibrated to %u MiB, %u passes\n", kdf.mem_mib, kdf.ops);
}

/* A slot named before names were evened out is found by the name as it is now, for all purposes. */
static void former_names_are_found(void **state)
{
	const char *path = in_folder("v"), *now = "l\xc3\xaa thu", *former = "Le\xcc\x82\xc2\xa0Thu ";
	struct vault_kdf floor = VAULT_KDF_FLOOR;
	struct vault *v = small_vault(path), *w;
	char name[VAULT_NAME_MAX];
	struct fault f = { 0 };

	(void)state;
	assert_int_equal(vault_slot_add(v, former, PASS("two"), &floor, &f), FAULT_OK);
	assert_int_equal(vault_slot_add(v, now, PASS("two"), &floor, &f), FAULT_EXISTS);
	assert_true(vault_slot_named(v, now, name));
	assert_string_equal(name, former);
	assert_false(vault_slot_named(v, "Thu", name));
	assert_int_equal(vault_slot_check(v, now, PASS("two"), &f), FAULT_OK);
	assert_int_equal(vault_slot_passphrase(v, now, PASS("three"), &floor, &f), FAULT_OK);
	vault_close(v);
	assert_int_equal(vault_restore(path, in_folder("w"), now, PASS("three"), &w, &f), FAULT_OK);
	assert_string_equal(vault_member(w), former);
	vault_close(w);
	assert_int_equal(vault_open(path, now, PASS("three"), &v, &f), FAULT_OK);
	assert_string_equal(vault_member(v), former);
	assert_int_equal(vault_slot_remove(v, now, &f), FAULT_OK);
	assert_false(vault_slot_named(v, former, name));
	vault_close(v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(adding_and_removing), CASE(all_slots),
		CASE(new_passphrase),	   CASE(code_opens),
		CASE(former_names_are_found),
		CASE(no_code_slot),	   cmocka_unit_test(code_checks),
		cmocka_unit_test(dashes_of_a_code), cmocka_unit_test(calibration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
