/* From nothing to a logbook, leaving half-way, and every way back in. */
#include "config.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "tests/tui/terminal.h"

enum { GROUPS = 7, LETTERS = 5 };

static char folder[512], vault[600];
static char code[GROUPS][LETTERS + 1]; /* of the last vault made */
static bool vietnamese;

static const char *word(const char *english, const char *other)
{
	return vietnamese ? other : english;
}

/* An empty folder, and the name of a vault in it that is not there. */
static void begin(const char *name)
{
	snprintf(folder, sizeof folder, "%s/%s", getenv("HOME"), name);
	snprintf(vault, sizeof vault, "%s/sotay.vault", folder);
	assert_int_equal(mkdir(folder, 0700), 0);
}

static struct terminal *start(int cols, int rows, char *language)
{
	char *argv[] = { getenv("SOTAY"), "--vault", vault, "--lang", language, NULL };

	vietnamese = !strcmp(language, "vi");
	return terminal_open(cols, rows, argv, NULL);
}

static int files_in_folder(void)
{
	DIR *dir = opendir(folder);
	int n = 0;

	assert_non_null(dir);
	for (struct dirent *d; (d = readdir(dir));)
		n += d->d_name[0] != '.';
	closedir(dir);
	return n;
}

/* The desk of a team in Phường Tam Long, up to the villages. */
static void go_to_villages(struct terminal *t)
{
	terminal_expect(t, "> English");
	terminal_type(t, "\r");
	terminal_expect(t, "> A digital team");
	terminal_type(t, "\r");
	terminal_expect(t, "Which province");
	terminal_type(t, "hcm");
	terminal_expect(t, "> 79");
	terminal_type(t, "\r");
	terminal_expect(t, "which commune or ward?");
	terminal_type(t, "tam lo");
	terminal_expect(t, "> 26572  Phường Tam Long");
	terminal_type(t, "\r");
	terminal_expect(t, "Phường Tam Long (26572)");
	terminal_expect(t, "Telex"); /* a name is a word: the typing method works, and says so */
	terminal_type(t, "Lan\r");
	terminal_expect(t, "leave it empty");
	terminal_type(t, "\r");
	terminal_expect(t, "Which villages");
}

/* Nobody else works here. */
static void pass_members(struct terminal *t)
{
	terminal_expect(t, word("Who else works", "Còn ai dùng"));
	terminal_type(t, "\r");
}

/* number: what is typed after the code that stands there. */
static void add_village(struct terminal *t, const char *name, const char *households,
			const char *number, const char *shown)
{
	terminal_type(t, name);
	terminal_type(t, "\r");
	terminal_type(t, households);
	terminal_type(t, "\r");
	terminal_type(t, number);
	terminal_type(t, "\r");
	terminal_expect(t, shown);
}

/* The password twice; then the code, which is read from the screen. */
static void go_to_code(struct terminal *t)
{
	const char *group = word("Group ", "Nhóm ");

	terminal_expect(t, word("a password that only you know", "đặt mật khẩu chỉ mình bạn biết"));
	assert_false(terminal_has(t, "Telex")); /* nor does it work there */
	terminal_type(t, "mothaiba4\rmothaiba4\r");
	terminal_expect(t, word("Group 7", "Nhóm 7"));
	terminal_expect(t, word("Written down?", "Chép xong")); /* the last row: all is drawn */
	for (int row = 0, g = 0; g < GROUPS; row++) {
		char *text = terminal_row(t, row), *at = strstr(text, group);

		for (int i = 0; at && i < LETTERS; i++)
			code[g][i] = at[strlen(group) + 1 + strspn(at + strlen(group) + 1, " ") +
					2 * (size_t)i];
		g += at != NULL;
		free(text);
	}
}

/* Both groups that are asked for. */
static void type_groups_back(struct terminal *t)
{
	terminal_expect(t, word("Type two groups", "Nhập lại hai nhóm"));
	/* The last row: all is drawn. */
	terminal_expect(t, word("Esc shows the code once more", "Nhấn Esc để xem lại mã"));
	for (int g = 0; g < GROUPS; g++) {
		char label[16];

		snprintf(label, sizeof label, "%s %d", word("Group", "Nhóm"), g + 1);
		if (!terminal_has(t, label))
			continue;
		terminal_type(t, code[g]);
		terminal_type(t, "\r");
	}
}

static void make_logbook(void)
{
	struct terminal *t = start(80, 24, "en");

	go_to_villages(t);
	terminal_type(t, "\r");
	terminal_expect(t, "No village yet");
	terminal_type(t, "\r");
	pass_members(t);
	go_to_code(t);
	terminal_type(t, "\r");
	type_groups_back(t);
	terminal_expect(t, "The logbook is ready.");
	terminal_type(t, "q");
	assert_int_equal(terminal_wait_end(t), 0);
}

/* What a command prints. */
static char *printed(const char *command)
{
	char line[1500], *out = calloc(1, 8192);
	FILE *pipe;
	size_t n;

	snprintf(line, sizeof line, "printf 'mothaiba4\\n' | '%s' --lang en --vault '%s'"
		 " --passphrase-file - %s", getenv("SOTAY"), vault, command);
	pipe = popen(line, "r");
	assert_non_null(pipe);
	n = fread(out, 1, 8191, pipe);
	out[n] = 0;
	assert_int_equal(pclose(pipe), 0);
	return out;
}

static void assert_prints(const char *command, const char *text)
{
	char *out = printed(command);

	if (!strstr(out, text))
		fail_msg("%s printed:\n%s", command, out);
	free(out);
}

static void from_nothing_to_a_logbook(void **state)
{
	struct terminal *t;

	(void)state;
	begin("whole");
	t = start(80, 24, "en");
	go_to_villages(t);
	terminal_type(t, "Ấp Bắc\r21x");
	terminal_expect(t, "Digits only"); /* and the letter is not there */
	terminal_type(t, "0\r\r");
	terminal_expect(t, "No number: no visits"); /* no number is proposed: two teams would get the same */
	terminal_type(t, "x\r");
	terminal_expect(t, "The unit's code, a dash");
	terminal_type(t, "\b");
	terminal_type(t, "1\r"); /* the number as it is said */
	terminal_expect(t, "26572-01  Ấp Bắc, households: 210");
	add_village(t, "Ap Dong", "", "02", "26572-02  Ap Dong");
	terminal_type(t, "\033OA"); /* up: mend it */
	terminal_expect_gone(t, "26572-02  Ap Dong");
	add_village(t, " 2", "7", "", "26572-02  Ap Dong 2, households: 7");
	terminal_type(t, "\r");
	terminal_expect(t, "Who else works");
	terminal_type(t, "Hoa\rLan\r\r");
	terminal_expect(t, "This name is there already");
	terminal_type(t, "\025A/B\r\r");
	terminal_expect(t, "Without commas");
	terminal_type(t, "\025\r");
	terminal_expect(t, "a password that only you know");
	terminal_type(t, "ngan\rngan\r");
	terminal_expect(t, "Password too short");
	terminal_type(t, "nganthu5678\r9\r");
	terminal_expect(t, "Passwords do not match");
	terminal_type(t, "\033");
	terminal_expect(t, "Hoa");
	terminal_type(t, "\033");
	terminal_expect(t, "26572-02  Ap Dong 2");
	terminal_type(t, "\r");
	terminal_expect(t, "Hoa");
	terminal_type(t, "\t\r");
	go_to_code(t);
	terminal_type(t, "q\r"); /* a letter does nothing here */
	terminal_expect(t, "Type two groups");
	terminal_type(t, "aaaaa\r\r");
	terminal_expect(t, "Not the same");
	assert_int_not_equal(access(vault, F_OK), 0);
	terminal_type(t, "\033");
	terminal_expect(t, "Group 7");
	terminal_type(t, "\r");
	type_groups_back(t);
	terminal_expect(t, "The logbook is ready.");
	assert_true(terminal_has(t, "Phường Tam Long · Lan"));
	terminal_type(t, "q");
	assert_int_equal(terminal_wait_end(t), 0);
	assert_int_equal(files_in_folder(), 1);
	assert_prints("village list", "26572-01   Ấp Bắc");
	assert_prints("village list", "26572-02   Ap Dong 2");
	assert_prints("member list", "Hoa");
	assert_prints("check", "OK: all is whole");
}

/* Nothing is made up: the village waits under the registers, and so does the team. */
static void who_does_not_know_the_number_goes_on(void **state)
{
	struct terminal *t;

	(void)state;
	begin("numberless");
	t = start(80, 24, "en");
	go_to_villages(t);
	terminal_type(t, "\033"); /* back: the team has a name */
	terminal_expect(t, "As the others call you");
	terminal_type(t, "\r");
	terminal_expect(t, "leave it empty");
	terminal_type(t, "Tổ Một\r");
	terminal_expect(t, "ask the commune");
	terminal_type(t, "\r"); /* the team's number is not known either */
	terminal_expect(t, "Not known yet? Enter once more goes on without it");
	terminal_type(t, "\r");
	terminal_expect(t, "Which villages");
	terminal_type(t, "Ấp Bắc\r210\r\r");
	terminal_expect(t, "No number: no visits there yet; Enter once more goes on");
	terminal_type(t, "\r");
	terminal_expect(t, "?  Ấp Bắc, households: 210, without its number yet");
	add_village(t, "Xóm Chài", "", "\r", "?  Xóm Chài, without its number yet");
	terminal_type(t, "\033OA"); /* up: mend it */
	terminal_expect_gone(t, "?  Xóm Chài");
	terminal_expect(t, "26572-");
	terminal_type(t, "\r\r\r\r");
	terminal_expect(t, "?  Xóm Chài, without its number yet");
	terminal_type(t, "\r");
	pass_members(t);
	go_to_code(t);
	terminal_type(t, "\r");
	type_groups_back(t);
	terminal_expect(t, "The logbook is ready.");
	terminal_expect(t, "Visits can be logged once a village has its number");
	assert_true(terminal_has(t, "Without a number yet: villages 2, teams 1 (ask the officer)"));
	assert_false(terminal_has(t, "half filled in")); /* by nobody: the line on numbers says it */
	assert_false(terminal_has(t, "n begins"));
	terminal_type(t, "n");
	terminal_expect(t, "The village has no number yet: ask the officer, then h, Villages, Enter");
	terminal_type(t, "h\r");
	terminal_expect(t, "no number    Xóm Chài");
	terminal_type(t, "\r07\023");
	terminal_expect(t, "26572-07     Ấp Bắc");
	terminal_expect(t, "210 households");
	terminal_type(t, "\033OH\r8\023");
	terminal_expect(t, "26572-08");
	/* The team gets the villages there are, and who works here. */
	terminal_type(t, "\033");
	terminal_expect(t, "Registers");
	terminal_type(t, "\033OB\033OB\r\r");
	terminal_expect(t, "Tổ Một");
	terminal_expect(t, "Ấp Bắc (26572-07)    ‹ yes ›");
	terminal_type(t, "3\023");
	terminal_expect(t, "Saved; 1 member is in this team now");
	assert_int_equal(terminal_close(t), 0);
	assert_prints("team list --json", "{\"code\":\"T03\",\"name\":\"Tổ Một\","
					  "\"villages\":[\"26572-07\",\"26572-08\"]");
	assert_prints("member list --json", "\"team\":\"T03\"");
	assert_prints("village list", "26572-07   Ấp Bắc");
	assert_prints("village list", "26572-08   Xóm Chài");
}

static void a_set_up_file(void **state)
{
	static const char lines[] =
		"{\"code\":\"H001\",\"village\":\"26572-01\",\"hint\":\"gan cho\"}\n"
		"{\"code\":\"Lan\",\"name\":\"Nguyen Thi Lan\",\"role\":\"to_truong\",\"team\":\"T01\"}\n"
		"{\"code\":\"T01\",\"name\":\"To Ap Bac\",\"villages\":[\"26572-01\"]}\n"
		"{\"kind\":\"member\",\"code\":\"Hoa\",\"name\":\"Tran Thi Hoa\"}\n"
		"{\"code\":\"26572-01\",\"name\":\"Ap Bac\"}\n";
	char file[600];
	struct terminal *t;
	FILE *out;

	(void)state;
	begin("file");
	snprintf(file, sizeof file, "%s/setup.jsonl", getenv("HOME"));
	t = start(80, 24, "en");
	go_to_villages(t);
	terminal_type(t, "\033OB\033OB\033OB/nowhere\r");
	terminal_expect(t, "There is no such file");
	out = fopen(file, "w");
	fputs("{\"code\":\"26572-01\",\"name\":\"Ap Bac\"}\n{\"code\":\"x\"}\n", out);
	fclose(out);
	terminal_type(t, "\025"); /* ^U empties the field */
	terminal_type(t, file);
	terminal_type(t, "\r");
	terminal_expect(t, "Line 2:");
	out = fopen(file, "w");
	fputs(lines, out);
	fclose(out);
	terminal_type(t, "\r");
	terminal_expect(t, "Who else works");
	terminal_type(t, "Hoa\r\r"); /* whom the file has, too */
	go_to_code(t);
	terminal_type(t, "\r");
	type_groups_back(t);
	terminal_expect(t, "The logbook is ready.");
	assert_int_equal(terminal_close(t), 0);
	assert_prints("household list", "H001");
	assert_prints("member list", "Nguyen Thi Lan");
	assert_prints("member list", "Tran Thi Hoa");
	assert_prints("team list", "26572-01");
}

static void leaving_before_the_end_leaves_nothing(void **state)
{
	struct terminal *t;

	(void)state;
	begin("left");
	for (int way = 0; way < 3; way++) {
		t = start(80, 24, "en");
		go_to_villages(t);
		terminal_type(t, "\r\r");
		pass_members(t);
		go_to_code(t);
		assert_true(files_in_folder() > 0);
		if (way == 0) {
			terminal_type(t, "\021"); /* ^Q */
			terminal_expect(t, "this code will not count");
			terminal_type(t, "\021");
			assert_int_equal(terminal_wait_end(t), 0);
		} else if (way == 1) {
			assert_int_equal(terminal_close(t), 0); /* hang-up */
		} else {
			terminal_type(t, "\033"); /* back */
			terminal_expect(t, "a password that only you know");
			terminal_expect(t, "The code shown before does not count");
			assert_int_equal(files_in_folder(), 0);
			terminal_kill(t, SIGTERM);
			assert_int_equal(terminal_wait_end(t), 0);
		}
		assert_int_equal(files_in_folder(), 0);
	}
}

static void every_step_fits_a_small_screen(void **state)
{
	struct terminal *t;

	(void)state;
	begin("small");
	t = start(60, 20, "vi");
	terminal_expect(t, "> Tiếng Việt");
	terminal_type(t, "\r\rhcm\rtam lo\r");
	terminal_expect(t, "Phường Tam Long (26572)");
	terminal_resize(t, 200, 60);
	terminal_expect(t, "Phường Tam Long (26572)");
	terminal_resize(t, 30, 8);
	terminal_expect_gone(t, "Phường Tam Long (26572)");
	terminal_resize(t, 60, 20);
	terminal_expect(t, "Phường Tam Long (26572)");
	terminal_type(t, "\021");
	assert_int_equal(terminal_wait_end(t), 0);
}

/* The whole code as somebody types it from paper; with a slip in group 3, if wanted. */
static void type_code(struct terminal *t, bool slip)
{
	char text[GROUPS * (LETTERS + 1) + 1] = "";

	for (int g = 0; g < GROUPS; g++) {
		strcat(text, code[g]);
		strcat(text, g + 1 < GROUPS ? " " : "");
	}
	if (slip)
		text[2 * (LETTERS + 1)] = text[2 * (LETTERS + 1)] == '7' ? '8' : '7';
	terminal_type(t, text);
	terminal_type(t, "\r");
}

static void a_forgotten_password(void **state)
{
	struct terminal *t;

	(void)state;
	begin("forgotten");
	make_logbook();
	t = start(80, 24, "en");
	terminal_expect(t, "> Lan");
	for (int i = 0; i < 5; i++) {
		terminal_type(t, "khongdung\r");
		terminal_expect(t, "Wrong password");
		if (i < 4) {
			terminal_type(t, "x\b");
			terminal_expect_gone(t, "Wrong password");
		}
	}
	terminal_expect(t, "Wrong 5 times");
	terminal_type(t, "mothaiba4\r"); /* right, but too early: nothing is tried */
	terminal_resize(t, 60, 20);      /* and the screen still answers */
	terminal_expect(t, "Wrong 5 times");
	terminal_type(t, "\006"); /* ^F */
	terminal_expect(t, "forgotten password");
	type_code(t, true);
	terminal_expect(t, "Group 3 has a slip");
	terminal_type(t, "\025");
	type_code(t, false);
	terminal_type(t, "motmatkhaumoi\rmotmatkhaumoi\r");
	terminal_expect(t, "The password is changed.");
	terminal_type(t, "\014"); /* ^L */
	terminal_expect(t, "Who are you?");
	assert_false(terminal_has(t, "Tam Long"));
	terminal_type(t, "mothaiba4\r");
	terminal_expect(t, "Wrong password");
	terminal_type(t, "motmatkhaumoi\r");
	terminal_expect(t, "Phường Tam Long");
	terminal_type(t, "p");
	terminal_expect(t, "Present password");
	terminal_type(t, "khongdung\rmothaiba4\rmothaiba4\r");
	terminal_expect(t, "not your present password");
	terminal_type(t, "motmatkhaumoi\023"); /* ^S */
	terminal_expect(t, "The password is changed.");
	assert_int_equal(terminal_close(t), 0);
	assert_prints("check", "OK: all is whole");
}

/* ---- every desk, in Vietnamese ---- */

/* Choose the desk so many rows down. */
static struct terminal *begin_desk(const char *name, int down)
{
	struct terminal *t;

	begin(name);
	t = start(80, 24, "vi");
	terminal_expect(t, "> Tiếng Việt");
	terminal_type(t, "\r");
	terminal_expect(t, "Ai dùng máy này?");
	for (int i = 0; i < down; i++)
		terminal_type(t, "\033OB");
	if (down) /* both gather: what they cannot do yet is said before they are chosen */
		terminal_expect(t, "Bản này chưa nhận được tệp");
	terminal_type(t, "\r");
	terminal_expect(t, "Tỉnh, thành phố nào?");
	return t;
}

/* From the members to the main screen. */
static void finish_desk(struct terminal *t)
{
	pass_members(t);
	go_to_code(t);
	terminal_type(t, "\r");
	type_groups_back(t);
	terminal_expect(t, "Sổ đã sẵn sàng.");
}

static void a_unit_that_is_in_no_list(void **state)
{
	struct terminal *t = begin_desk("typed", 0);

	(void)state;
	terminal_type(t, "khong co\r");
	terminal_expect(t, "Tự nhập đơn vị");
	terminal_type(t, "Xax Taan Laapj \rTL1\r");
	terminal_expect(t, "Mã phải đủ năm chữ số");
	terminal_type(t, "\02599123\r");
	terminal_expect(t, "Xã Tân Lập (99123)");
	terminal_type(t, "La\xE2\x80\x8Bn\r\r"); /* with something nobody sees in it */
	terminal_expect(t, "ký tự ẩn");
	terminal_type(t, "\025\xC2\xA0Lan\xE3\x85\xA4\r");
	terminal_expect(t, "Chưa biết thì để trống");
	terminal_type(t, "Toor AAps Mootj \r");
	terminal_expect(t, "hỏi cán bộ xã"); /* a number that would be proposed, every team would get */
	terminal_type(t, "\r");
	terminal_expect(t, "Chưa biết số? Nhấn Enter lần nữa để đi tiếp");
	terminal_type(t, "7\r");
	terminal_expect(t, "Tổ của bạn phụ trách");
	add_village(t, "AAps Mootj ", "", "01", "99123-01  Ấp Một");
	/* One of a commune that was merged into it: its former code is in the last field. */
	terminal_type(t, "AAps Hai \r\r\02599122-01\r");
	terminal_expect(t, "Mã đơn vị, gạch nối");
	terminal_type(t, "\t\t9912\r");
	terminal_expect(t, "Mỗi mã năm chữ số");
	terminal_type(t, "2\033OA\033OA\r");
	terminal_expect(t, "99122-01  Ấp Hai");
	terminal_type(t, "\r");
	finish_desk(t);
	terminal_expect(t, "Xã Tân Lập · Lan");
	terminal_expect(t, "n Ghi lượt");
	terminal_type(t, "n");
	terminal_expect(t, "Ấp Hai");
	assert_int_equal(terminal_close(t), 0);
	assert_prints("village list", "99123-01   Ấp Một");
	assert_prints("village list", "99122-01   Ấp Hai");
	assert_prints("settings --json", "\"codes\":[\"99122\"]");
	/* The team is there, under the number of the commune's list, and who set it up is in it. */
	assert_prints("team list --json", "{\"code\":\"T07\",\"name\":\"Tổ Ấp Một\","
					  "\"villages\":[\"99122-01\",\"99123-01\"]");
	assert_prints("member list --json", "\"team\":\"T07\"");
}

/* Who has come back stands on what was chosen, and Enter takes it again. */
static void coming_back_finds_what_was_chosen(void **state)
{
	struct terminal *t = begin_desk("back", 0);

	(void)state;
	terminal_type(t, "vuxng tauf"); /* a province that is part of another one now */
	terminal_expect(t, "> 79  Thành phố Hồ Chí Minh (có Bình Dương, Bà Rịa - Vũng Tàu)");
	terminal_type(t, "\025" "ba ria - vung");
	terminal_expect(t, "> 79  ");
	terminal_type(t, "\r");
	terminal_expect(t, "Thành phố Hồ Chí Minh: xã, phường nào?");
	terminal_type(t, "binh chanh\r");
	terminal_expect(t, "Xã Bình Chánh (27637)");
	terminal_type(t, "\r"); /* the name is asked for where it is missing, not at the end */
	terminal_expect(t, "Ô này còn trống");
	assert_true(terminal_has(t, "Như mọi người vẫn gọi"));
	terminal_type(t, "\033");
	terminal_expect(t, "> 27637  Xã Bình Chánh");
	terminal_type(t, "\033");
	terminal_expect(t, "> 79  Thành phố Hồ Chí Minh");
	terminal_type(t, "\r");
	terminal_expect(t, "> 27637  Xã Bình Chánh");
	terminal_type(t, "khong co\r");
	terminal_expect(t, "Tự nhập đơn vị");
	terminal_type(t, "\033");
	terminal_expect(t, "> Không có trong danh sách");
	terminal_type(t, "\033");
	terminal_expect(t, "> 79  Thành phố Hồ Chí Minh");
	terminal_type(t, "\021");
	assert_int_equal(terminal_wait_end(t), 0);
}

/* No village yet: the form could not be saved, so it does not open. */
static void a_team_without_villages(void **state)
{
	struct terminal *t = begin_desk("empty", 0);

	(void)state;
	terminal_type(t, "hcm\rtam lo\rLan\r\r");
	terminal_expect(t, "Tổ của bạn phụ trách");
	terminal_type(t, "\r");
	terminal_expect(t, "Chưa có thôn, ấp nào");
	terminal_type(t, "\r");
	finish_desk(t);
	terminal_expect(t, "h để thêm thôn, ấp và hộ");
	assert_false(terminal_has(t, "nhấn n để ghi"));
	assert_false(terminal_has(t, "n Ghi lượt"));
	terminal_type(t, "n");
	terminal_expect(t, "Chưa có thôn, ấp nào");
	assert_int_equal(terminal_close(t), 0);
}

static void the_desk_of_a_commune(void **state)
{
	struct terminal *t = begin_desk("commune", 1);

	(void)state;
	terminal_type(t, "hcm\rtam lo\rBình\r");
	terminal_expect(t, "Phường Tam Long: các thôn, ấp, khu phố");
	add_village(t, "AAps Bawcs ", "210", "", "26572-01  Ấp Bắc, 210 hộ");
	terminal_type(t, "\r");
	finish_desk(t);
	terminal_expect(t, "Đã khai báo: 1 thôn, ấp; 0 tổ; 1 thành viên");
	terminal_expect(t, "h Danh mục");
	assert_false(terminal_has(t, "n Ghi lượt"));
	assert_false(terminal_has(t, "Đang có trong sổ")); /* nothing is logged here */
	terminal_type(t, "h");
	terminal_expect(t, "Các tổ");
	assert_int_equal(terminal_close(t), 0);
	assert_prints("member list --json", "\"role\":\"can_bo_xa\"");
}

static void the_desk_above(void **state)
{
	struct terminal *t = begin_desk("upper", 2);

	(void)state;
	terminal_type(t, "hcm\r");
	terminal_expect(t, "Thành phố Hồ Chí Minh (79)");
	terminal_type(t, "Sơn\r");
	finish_desk(t);
	terminal_expect(t, "Thành phố Hồ Chí Minh · Sơn");
	terminal_expect(t, "Nhấn w để xem số liệu");
	assert_false(terminal_has(t, "n Ghi lượt"));
	assert_false(terminal_has(t, "Đã khai báo"));
	terminal_expect(t, "Tệp của các xã: nhận bằng lệnh sotay import");
	assert_int_equal(terminal_close(t), 0);
	assert_prints("member list --json", "\"role\":\"cap_tren\"");
}

static void settings(void **state)
{
	char *argv[] = { getenv("SOTAY"), "--vault", vault, NULL };
	struct terminal *t = terminal_open(80, 24, argv, NULL);

	(void)state; /* the logbook of the test before; made with --lang en */
	terminal_expect(t, "> Lan");
	terminal_type(t, "mothaiba4\r");
	terminal_expect(t, "This week");
	terminal_type(t, "c");
	terminal_expect(t, "‹ English ›");
	terminal_type(t, "\t\t\t\025200\023");
	terminal_expect(t, "A whole number from 1 to 120");
	terminal_type(t, "\0255\033[Z\033[Z\033[Z "); /* Shift-Tab, then the other language */
	terminal_expect(t, "‹ Tiếng Việt ›");
	terminal_type(t, "\033"); /* nothing of it is kept */
	terminal_expect(t, "This week");
	terminal_type(t, "c");
	terminal_expect(t, "‹ English ›");
	terminal_type(t, "\t \t \t\0255\023");
	terminal_expect(t, "Saved");
	terminal_type(t, "c");
	terminal_expect(t, "‹ VNI ›");
	terminal_expect(t, "‹ New style (hoà) ›");
	terminal_expect(t, "Lock after minutes  5");
	terminal_type(t, "\t\t\t\t26575 2657\r"); /* the former codes */
	terminal_expect(t, "a commune's code is five digits");
	terminal_type(t, "\02526575 26572\r");
	terminal_expect(t, "Saved");
	assert_int_equal(terminal_close(t), 0);
	assert_prints("settings --json", "\"codes\":[\"26575\",\"26572\"]");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_nothing_to_a_logbook),
		cmocka_unit_test(who_does_not_know_the_number_goes_on),
		cmocka_unit_test(a_set_up_file),
		cmocka_unit_test(leaving_before_the_end_leaves_nothing),
		cmocka_unit_test(every_step_fits_a_small_screen),
		cmocka_unit_test(a_forgotten_password),
		cmocka_unit_test(settings),
		cmocka_unit_test(a_unit_that_is_in_no_list),
		cmocka_unit_test(coming_back_finds_what_was_chosen),
		cmocka_unit_test(a_team_without_villages),
		cmocka_unit_test(the_desk_of_a_commune),
		cmocka_unit_test(the_desk_above),
	};

	return cmocka_run_group_tests_name("wizard", tests, NULL, NULL);
}
