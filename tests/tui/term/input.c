/* Bytes of a terminal become keys: every form of a key, however it comes; what is none does nothing. */
#include "config.h"
#include "tui/term/input.h"

#include <curses.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PASTED "\033[200~"
#define END "\033[201~"

/* ---- a terminal that sends, and what is made of it ---- */

enum { HEARD = 4096 };

static struct input input;
static int64_t now;
static char heard[HEARD];

static void begin_with(int escape, int burst)
{
	input_forget(&input);
	input = (struct input){ .times = { escape, burst } };
	now = 1000;
	*heard = 0;
}

static void begin(void)
{
	begin_with(25, 25);
}

static const char *name_of(int key)
{
	static const struct {
		int key;
		const char *name;
	} names[] = {
		{ KEY_UP, "Up" },       { KEY_DOWN, "Down" },   { KEY_LEFT, "Left" },
		{ KEY_RIGHT, "Right" }, { KEY_HOME, "Home" },   { KEY_END, "End" },
		{ KEY_PPAGE, "PgUp" },  { KEY_NPAGE, "PgDn" },  { KEY_DC, "Del" },
		{ KEY_IC, "Ins" },      { KEY_BTAB, "BTab" },   { KEY_BACKSPACE, "Back" },
		{ KEY_F(1), "F1" },     { KEY_F(12), "F12" },   { 27, "Esc" },
		{ '\n', "Enter" },      { '\t', "Tab" },
	};
	static char other[16];

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (names[i].key == key)
			return names[i].name;
	if (key < 32)
		snprintf(other, sizeof other, "^%c", key + '@');
	else
		snprintf(other, sizeof other, "?%d", key);
	return other;
}

/* Letters as they are, "<Key>", "{paste}". */
static void hear(void)
{
	size_t n = strlen(heard);
	struct event event;
	char letter[5];

	while (input_next(&input, &event)) {
		assert_true(n < HEARD - 200);
		if (event.type == EVENT_TEXT) {
			utf8_put(letter, event.ch);
			n += (size_t)sprintf(heard + n, "%s", letter);
		} else if (event.type == EVENT_KEY) {
			n += (size_t)sprintf(heard + n, "<%s>", name_of(event.key));
		} else {
			assert_int_equal(strlen(event.paste), event.paste_len);
			n += (size_t)sprintf(heard + n, "{%.100s}", event.paste);
		}
	}
}

static void read_at_once(const char *bytes, size_t n)
{
	input_pass(&input, now);
	hear();
	for (size_t part; n; bytes += part, n -= part) {
		part = n < INPUT_READ ? n : INPUT_READ;
		input_put(&input, bytes, part, now);
		hear();
	}
}

static void come(const char *bytes)
{
	read_at_once(bytes, strlen(bytes));
}

/* Time passes, as the program waits: as long as it has something to wait for, and then on. */
static void pass(int64_t ms)
{
	int64_t until = now + ms;
	int wait;

	while ((wait = input_wait(&input, now)) >= 0 && now + wait <= until) {
		now += wait;
		input_pass(&input, now);
		hear();
	}
	now = until;
	input_pass(&input, now);
	hear();
}

/* The same in one read, in two cut anywhere, and byte by byte with pauses. */
static void becomes(const char *bytes, const char *wanted)
{
	size_t n = strlen(bytes);

	for (size_t cut = 0; cut <= n; cut++) {
		begin();
		read_at_once(bytes, cut);
		read_at_once(bytes + cut, n - cut);
		pass(20000);
		assert_string_equal(heard, wanted);
	}
	begin();
	for (size_t i = 0; i < n; i++) {
		read_at_once(bytes + i, 1);
		if (i + 1 < n)
			pass(24);
	}
	pass(20000);
	assert_string_equal(heard, wanted);
}

/* ---- keys ---- */

static void every_form_of_a_key_is_that_key(void **state)
{
	static const char *const forms[][2] = {
		{ "\033[A\033OA\033[1A\033[1;1A", "<Up><Up><Up><Up>" },
		{ "\033[B\033OB", "<Down><Down>" },
		{ "\033[C\033OC", "<Right><Right>" },
		{ "\033[D\033OD", "<Left><Left>" },
		{ "\033[1~\033[7~\033[H\033OH", "<Home><Home><Home><Home>" },
		{ "\033[4~\033[8~\033[F\033OF", "<End><End><End><End>" },
		{ "\033[2~\033[3~\033[5~\033[6~", "<Ins><Del><PgUp><PgDn>" },
		{ "\033[Z\033[1;2Z", "<BTab><BTab>" },
		{ "\033OP\033[11~\033[[A\033[24~", "<F1><F1><F1><F12>" },
		{ "\033OM\033Oq\033Ok", "<Enter>1+" },
		{ "\r\n\t\177\010\023", "<Enter><Enter><Tab><Back><Back><^S>" },
		{ "\033[1;65H\033[3;129~", "<Home><Del>" }, /* Caps Lock, Num Lock */
		{ "aạ😀", "aạ😀" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		becomes(forms[i][0], forms[i][1]);
}

static void what_is_no_key_does_nothing(void **state)
{
	static const char *const nothing[] = {
		"\033u", "\033x", "\033\r", "\033\177", "\033\023", "\033đ", "\033😀", "\033 ", "\033\033[A",
		"\033[1;5A", "\033[1;3D", "\033[3;5~", "\033[a", "\033Oa", "\033O5A", "\033[7$", "\033[7^",
		"\033[7@", "\033[25~", "\033[99~", "\033[27;5;9~", "\033[97;5u", "\033[E", "\033OE",
		"\033[I", "\033[O",                             /* focus */
		"\033[M !!", "\033[M\xA0\xFF\xFF", "\033[<0;12;7M", "\033[<0;12;7m", "\033[32;12;7M", "\033[12;5R",
		"\033[?62;1;2;4;6;9;15;18;21;22c", "\033[>0;276;0c", "\033[?2026;2$y", "\033[8;24;80t",
		"\033]11;rgb:ffff/ffff/ffff\007", "\033]11;rgb:ffff/ffff/ffff\033\\", "\033P1+r544e=787465\033\\",
		"\033P>|tmux 3.4\033\\", "\033^u\033\\", "\033_Gi=1;OK\033\\", "\033Xu\033\\", "\033]0;u\030",
		"\033\\", "\033[201~", "\033[1;2", "\033[", "\033O", "\033]52;c;dXV1", "\033P", "\033[M!",
		"\xC3", "\xE1\xBA", "\xFF", "\x80", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80",
	};
	char line[128];

	(void)state;
	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
		becomes(nothing[i], "");
		/* And what comes before and, when it has ended by itself or anew, after it is heard. */
		snprintf(line, sizeof line, "a%s\033[Bb", nothing[i]);
		begin();
		come(line);
		assert_string_equal(heard, "a<Down>b");
		begin();
		come(nothing[i]);
		pass(2000);
		come("q\033[A");
		assert_string_equal(heard, "q<Up>");
	}
}

/* ---- Escape ---- */

static void escape_alone_is_a_key(void **state)
{
	(void)state;
	begin();
	come("\033");
	pass(24);
	assert_string_equal(heard, "");
	pass(1);
	assert_string_equal(heard, "<Esc>");
	come("u");
	assert_string_equal(heard, "<Esc>u");
	begin();
	come("a\033\033");
	pass(25);
	assert_string_equal(heard, "a<Esc><Esc>");
	begin();
	come("\033");
	pass(26);
	come("\033");
	pass(26);
	come("\033OA");
	assert_string_equal(heard, "<Esc><Esc><Up>");
}

/* A network puts pauses between bytes, but a finger is slower than what was sent at once. */
static void over_a_network_escape_waits_longer(void **state)
{
	(void)state;
	begin_with(250, 25);
	come("\033");
	pass(200);
	come("[");
	pass(200);
	come("A");
	assert_string_equal(heard, "<Up>");
	come("\033");
	pass(10);
	come("u");
	pass(1000);
	assert_string_equal(heard, "<Up>");
	come("\033");
	pass(60);
	come("u");
	assert_string_equal(heard, "<Up><Esc>u");
	come("\033");
	pass(60);
	come("\033");
	assert_string_equal(heard, "<Up><Esc>u<Esc>");
	pass(250);
	assert_string_equal(heard, "<Up><Esc>u<Esc><Esc>");
}

static void the_environment_says_how_long(void **state)
{
	struct input_times times;

	(void)state;
	unsetenv("ESCDELAY");
	unsetenv("SSH_TTY");
	unsetenv("SSH_CONNECTION");
	times = input_times();
	assert_true(times.escape > 0 && times.escape <= 50);
	setenv("SSH_TTY", "/dev/pts/3", 1);
	assert_true(input_times().escape >= 200 && input_times().burst == times.burst);
	unsetenv("SSH_TTY");
	setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22", 1);
	assert_true(input_times().escape >= 200);
	setenv("ESCDELAY", "70", 1);
	assert_int_equal(input_times().escape, 70);
	setenv("ESCDELAY", "99999999999999999999", 1);
	assert_int_equal(input_times().escape, 10000);
	setenv("ESCDELAY", "soon", 1);
	assert_true(input_times().escape >= 200);
	unsetenv("ESCDELAY");
	unsetenv("SSH_CONNECTION");
}

/* Escape was given up for a key too early: at least its rest is not typed into the form. */
static void the_rest_of_a_late_sequence_is_no_letters(void **state)
{
	(void)state;
	begin();
	come("\033");
	pass(300);
	come("[3~");
	assert_string_equal(heard, "<Esc><Del>");
	begin();
	come("\033");
	pass(300);
	come("[200~qu");
	come("it" END);
	assert_string_equal(heard, "<Esc>{quit}");
	begin(); /* a finger */
	come("\033");
	pass(300);
	come("[");
	pass(60);
	come("A");
	assert_string_equal(heard, "<Esc>[A");
	begin();
	come("\033");
	pass(300);
	come("[\r");
	assert_string_equal(heard, "<Esc>[<Enter>");
	begin();
	come("\033");
	pass(1200);
	come("[A");
	assert_string_equal(heard, "<Esc>[A");
}

/* Alt and a bracket, or an answer that broke off: whoever goes on typing is heard again. */
static void the_keyboard_lives_again(void **state)
{
	static const char *const open[] = { "\033]", "\033P", "\033_", "\033^", "\033X", "\033]0;", PASTED };

	(void)state;
	for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
		begin();
		come(open[i]);
		for (int n = 0; n < 60; n++) { /* never a pause of more than a tenth of a second */
			pass(100);
			come("7");
		}
		assert_non_null(strstr(heard, "7777777"));
		come("\033[B");
		assert_non_null(strstr(heard, "7<Down>"));
	}
	begin();
	come("\033[");
	for (int n = 0; n < 80; n++)
		come("7");
	assert_non_null(strstr(heard, "7777777"));
}

/* ---- pastes ---- */

static void a_paste_is_one_and_presses_nothing(void **state)
{
	(void)state;
	becomes(PASTED "q\tu\033[Ax\003\033" END "y", "{q\tu[Ax\003}y");
	becomes("a" PASTED END "b" PASTED "\033[20\033[201" END, "a{}b{[20[201}");
	becomes(PASTED "Bà Năm" END PASTED "hai" END, "{Bà Năm}{hai}");
}

static void line_ends_are_one_newline(void **state)
{
	(void)state;
	becomes(PASTED "a\r\nb\rc\nd\r\n\r\ne\n\rf" END, "{a\nb\nc\nd\n\ne\n\nf}");
}

static void a_bad_byte_loses_itself_alone(void **state)
{
	(void)state;
	becomes(PASTED "a\xFF" "b\x80" "c\xE1\xBA" "d\xC3" "ế\xED\xA0\x80" "e\033" "f" END, "{abcdếef}");
	begin();
	read_at_once(PASTED "a\0b" END, 2 * (sizeof PASTED - 1) + 3);
	assert_string_equal(heard, "{ab}");
}

static void a_paste_without_an_end_ends(void **state)
{
	(void)state;
	begin();
	come(PASTED "so far");
	pass(4000);
	assert_string_equal(heard, "");
	come(" so good\033[20");
	pass(2000);
	assert_string_equal(heard, "{so far so good}");
	come(END "q");
	assert_string_equal(heard, "{so far so good}q");
}

/* 64 KiB and no more; at 5 KiB a second it is not given up. */
static void a_long_paste_is_cut(void **state)
{
	static char much[512 + 1];
	struct event event;
	size_t len = 0;

	(void)state;
	memset(much, 'x', 512);
	begin();
	come(PASTED);
	for (int i = 0; i < 140; i++) {
		pass(100);
		come(much);
	}
	assert_string_equal(heard, "");
	input_put(&input, END, sizeof END - 1, now);
	while (input_next(&input, &event))
		len = event.paste_len;
	assert_int_equal(len, TERM_PASTE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_of_a_key_is_that_key),
		cmocka_unit_test(what_is_no_key_does_nothing),
		cmocka_unit_test(escape_alone_is_a_key),
		cmocka_unit_test(over_a_network_escape_waits_longer),
		cmocka_unit_test(the_environment_says_how_long),
		cmocka_unit_test(the_rest_of_a_late_sequence_is_no_letters),
		cmocka_unit_test(the_keyboard_lives_again),
		cmocka_unit_test(a_paste_is_one_and_presses_nothing),
		cmocka_unit_test(line_ends_are_one_newline),
		cmocka_unit_test(a_bad_byte_loses_itself_alone),
		cmocka_unit_test(a_paste_without_an_end_ends),
		cmocka_unit_test(a_long_paste_is_cut),
	};
	int failed = cmocka_run_group_tests_name("input", tests, NULL, NULL);

	input_forget(&input);
	return failed;
}
