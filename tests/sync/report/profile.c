#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "sync/report/profile.h"

static struct profile profile;
static struct fault fault;

/* The profile as "code=header code …". */
static void assert_profile(const char *expected)
{
	char text[512] = "";

	for (size_t i = 0; i < profile.count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s%s%s", i ? " " : "",
			 profile.columns[i].column->code, profile.columns[i].header ? "=" : "",
			 profile.columns[i].header ? profile.columns[i].header : "");
	assert_string_equal(text, expected);
	profile_release(&profile);
}

static int parse(const char *text)
{
	return profile_parse(&profile, text, strlen(text), &fault);
}

static void test_default(void **state)
{
	(void)state;
	profile_default(&profile);
	assert_profile("ho_tham ho_lan_dau ho_luy_ke so_luot so_khong so_nguoi kq_vneid2 kq_dvc_hs"
		       " kq_nh kq_atm hen kho_khan");
}

static void test_codes(void **state)
{
	static const char *const wrong[] = {"", "so_luot,", ",so_luot", "so_luot,,hen", "so luot",
					    "SO_LUOT", "so_luot ",
					    "a_code_longer_than_any_there_is_here"};

	(void)state;
	assert_int_equal(profile_codes(&profile, "hen,so_luot,hen", &fault), FAULT_OK);
	assert_profile("hen so_luot hen");
	assert_int_equal(profile_codes(&profile, "hen,so_sach", &fault), FAULT_USAGE);
	assert_string_equal(fault.subject, "so_sach");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(profile_codes(&profile, wrong[i], NULL), FAULT_USAGE);
	assert_int_equal(profile.count, 0);
}

static void test_file_forms(void **state)
{
	(void)state;
	assert_int_equal(parse("so_luot\tLượt\nhen\n"), FAULT_OK);
	assert_profile("so_luot=Lượt hen");
	assert_int_equal(parse("\xEF\xBB\xBF""code\theader\r\n# của huyện\r\n\r\n"
			       "1\tso_luot\tLượt\r\n2.\then\t\r\n"), FAULT_OK);
	assert_profile("so_luot=Lượt hen");
	assert_int_equal(parse("so_khong\t\"Vắng, \"\"hẹn\"\" lại\"\t\n \t\t\nhen"), FAULT_OK);
	assert_profile("so_khong=Vắng, \"hẹn\" lại hen");
	/* A decomposed header becomes composed. */
	assert_int_equal(parse("hen\tHe\xCC\xA3n"), FAULT_OK);
	assert_profile("hen=H\xE1\xBA\xB9n");
}

static void assert_refused(const char *text, int line, const char *field,
			   enum fault_reason reason)
{
	assert_int_equal(parse(text), FAULT_FIELD);
	assert_int_equal(fault.line, line);
	assert_string_equal(fault.field, field);
	assert_int_equal(fault.reason, reason);
	assert_int_equal(profile.count, 0);
}

static void test_file_refused(void **state)
{
	char many[PROFILE_MAX * 4 + 8] = "", header[PROFILE_HEADER_MAX + 16];

	(void)state;
	assert_refused("", 0, "code", REASON_UNKNOWN_CODE);
	assert_true(fault.missing);
	assert_refused("\n#\n", 2, "code", REASON_UNKNOWN_CODE);
	assert_refused("hen\nso_sach\tSổ\n", 2, "code", REASON_UNKNOWN_CODE);
	assert_string_equal(fault.subject, "so_sach");
	assert_refused("hen\ncode\theader\n", 2, "code", REASON_UNKNOWN_CODE);
	assert_refused("hen\tH\xFFn\n", 1, "header", REASON_BAD_TEXT);
	assert_refused("hen\tH\x1B[31m\n", 1, "header", REASON_BAD_TEXT);
	for (int i = 0; i <= PROFILE_MAX; i++)
		strcat(many, "hen\n");
	assert_refused(many, PROFILE_MAX + 1, "code", REASON_TOO_MANY);
	snprintf(header, sizeof header, "hen\t%0*d", PROFILE_HEADER_MAX + 1, 0);
	assert_refused(header, 1, "header", REASON_BAD_TEXT);
	header[strlen(header) - 1] = 0;
	assert_int_equal(parse(header), FAULT_OK);
	profile_release(&profile);
}

static void test_read(void **state)
{
	char path[] = "profile-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "hen\n", 4), 4);
	assert_int_equal(profile_read(&profile, path, &fault), FAULT_OK);
	assert_profile("hen");
	assert_int_equal(ftruncate(fd, PROFILE_BYTES_MAX + 1), 0);
	assert_int_equal(profile_read(&profile, path, &fault), FAULT_FIELD);
	assert_int_equal(fault.reason, REASON_BAD_TEXT); /* the rest is NUL bytes */
	assert_int_equal(profile_read(&profile, "/dev/zero", &fault), FAULT_FIELD);
	assert_string_equal(fault.subject, "");
	close(fd);
	unlink(path);
	assert_int_equal(profile_read(&profile, path, &fault), FAULT_NO_FILE);
	assert_string_equal(fault.subject, path);
	assert_int_equal(profile_read(&profile, ".", &fault), FAULT_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_default),
		cmocka_unit_test(test_codes),
		cmocka_unit_test(test_file_forms),
		cmocka_unit_test(test_file_refused),
		cmocka_unit_test(test_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
