#include "config.h"
#include "tui/cli/cmd_telex.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/buffer.h"
#include "store/base/text.h"
#include "tui/env/translate.h"
#include "tui/typing/reading.h"

/* Type one character; Backspace may lead back into a word that was ended. */
static void input_type(struct buffer *input, struct telex *telex, int32_t ch)
{
	struct telex_edit edit;

	if (ch != '\b' && ch != 0x7F) {
		telex_key(telex, (uint32_t)ch, &edit);
		reading_apply(input, &edit);
		return;
	}
	telex_backspace(telex, &edit);
	reading_apply(input, &edit);
	if (telex_wants_text(telex))
		telex_adopt(telex, input->text, input->len);
}

/* Type a line and print what comes of it. */
static int type_line(struct buffer *input, struct telex *telex, const char *keys, size_t len,
		     struct fault *f)
{
	bool newline = len && keys[len - 1] == '\n';
	struct telex_edit edit;
	char *text;
	size_t text_len;
	int rc;

	len -= newline;
	if (!text_utf8_valid(keys, len))
		return fault_set(f, FAULT_JSON, memchr(keys, 0, len) ? "nul" : "bad_utf8");
	input->len = 0;
	telex_set_on(telex, true);
	while (len) {
		int32_t ch;
		size_t took = text_next(keys, len, &ch);

		input_type(input, telex, ch);
		keys += took;
		len -= took;
	}
	telex_end(telex, &edit);
	reading_apply(input, &edit);
	/* Marks typed by themselves join their letters here. */
	rc = text_nfc(input->text, input->len, &text, &text_len);
	if (rc)
		return fault_set(f, rc, NULL);
	fwrite(text, 1, text_len, stdout);
	free(text);
	if (newline)
		putchar('\n');
	return FAULT_OK;
}

/* One of two words of an option; the first is meant without it. -1 after a refusal. */
static int choose(const struct cli *cli, enum option option, const char *first,
		  const char *second, const char *why)
{
	const char *word = cli_option(cli, option);

	if (!word || !strcmp(word, first))
		return 0;
	if (!strcmp(word, second))
		return 1;
	cli_refuse(cli, EX_USAGE, args_option_name(option), why);
	return -1;
}

int cmd_telex(struct cli *cli)
{
	int method = choose(cli, OPT_METHOD, "telex", "vni", _("either telex or vni"));
	int style = method < 0 ? -1 : choose(cli, OPT_TONE, "old", "new", _("either old or new"));
	struct buffer input = { 0 };
	struct fault f = { 0 };
	struct telex telex;
	char *keys = NULL;
	size_t size = 0;
	ssize_t len;

	if (style < 0)
		return EX_USAGE;
	/* No passphrase is read here, so standard input need not go through cli->in. */
	telex_init(&telex, method ? TELEX_VNI : TELEX_TELEX, style ? TONE_NEW : TONE_OLD);
	for (int line = 1; !ferror(stdout) && (len = getline(&keys, &size, stdin)) >= 0; line++)
		if (type_line(&input, &telex, keys, (size_t)len, &f)) {
			f.line = line;
			break;
		}
	if (!f.code && ferror(stdin))
		fault_set(&f, FAULT_IO, NULL);
	free(keys);
	buffer_release(&input);
	return f.code ? cli_fail(cli, &f) : EX_OK;
}
