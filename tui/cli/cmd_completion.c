#include "config.h"
#include "tui/cli/cmd_completion.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "tui/cli/cmd_help.h"
#include "tui/cli/page.h"

/* What was understood of the words before the one that is typed. */
struct line {
	const struct command_table *table;
	char plain[2][40]; /* command and verb */
	int plains;
	int option;        /* whose value comes next, or -1 */
	bool equals;       /* its "=" was a word of its own */
};

static int option_named(const char *word)
{
	size_t len = strcspn(word, "=");

	for (int i = 0; i < OPTIONS; i++) {
		const char *name = args_option_name((enum option)i);

		if (strlen(name) == len && !memcmp(name, word, len))
			return i;
	}
	return strcmp(word, "-o") ? -1 : OPT_OUTPUT;
}

/* Whether that word is the value of the option before it. */
static bool awaits(const struct line *line, const char *word)
{
	return line->option >= 0 && (line->equals || args_takes_value((enum option)line->option, word));
}

/* A word that is whole. */
static void take(struct line *line, const char *word)
{
	bool value = awaits(line, word);

	if (line->option >= 0 && !strcmp(word, "=") && !line->equals) {
		line->equals = true;
		return;
	}
	line->option = -1;
	line->equals = false;
	if (value)
		return;
	if (word[0] == '-') {
		int option = option_named(word);

		if (option >= 0 && args_option_value((enum option)option) && !strchr(word, '='))
			line->option = option;
	} else if (line->plains < 2) {
		snprintf(line->plain[line->plains++], sizeof line->plain[0], "%s", word);
	}
}

static void offer(const char *candidate, size_t len, const char *typed, const char *before)
{
	if (len >= strlen(typed) && !memcmp(candidate, typed, strlen(typed)))
		printf("%s%.*s\n", before, (int)len, candidate);
}

/* One of a|b|c; other values are not known here. */
static void offer_values(enum option option, const char *typed, const char *before)
{
	const char *at = args_option_value(option);

	if (!at || !strchr(at, '|'))
		return;
	while (*at) {
		size_t len = strcspn(at, "|");

		offer(at, len, typed, before);
		at += len + (at[len] == '|');
	}
}

static void offer_options(const struct line *line, const char *typed)
{
	uint64_t set = ARGS_GLOBAL;

	for (size_t i = 0; i < line->table->count; i++) {
		const struct command *c = &line->table->rows[i];

		if (line->plains && c->run && !strcmp(c->name, line->plain[0]) &&
		    (!c->verb || line->plains < 2 || !strcmp(c->verb, line->plain[1])))
			set |= c->needs | c->takes;
	}
	for (int i = 0; i < OPTIONS; i++)
		if (set & UINT64_C(1) << i) {
			const char *name = args_option_name((enum option)i);

			offer(name, strlen(name), typed, "");
		}
}

/* The names of commands, or the verbs of one. */
static void offer_commands(const struct command_table *table, const char *name, const char *typed)
{
	const char *last = "";

	for (size_t i = 0; i < table->count; i++) {
		const struct command *c = &table->rows[i];
		const char *word = name ? c->verb : c->name;

		if (!c->run || !word || (name && strcmp(c->name, name) != 0) || !strcmp(word, last))
			continue;
		offer(word, strlen(word), typed, "");
		last = word;
	}
}

static void complete(const struct line *line, const char *typed)
{
	const struct command *c = line->plains ? args_command(line->table, line->plain[0]) : NULL;
	const char *value = strchr(typed, '=');

	if (line->option >= 0 && !line->equals && !strcmp(typed, "="))
		offer_values((enum option)line->option, "", "");
	else if (awaits(line, typed))
		offer_values((enum option)line->option, typed, "");
	else if (typed[0] == '-' && value && option_named(typed) >= 0) {
		char before[64];

		snprintf(before, sizeof before, "%.*s", (int)(value + 1 - typed), typed);
		offer_values((enum option)option_named(typed), value + 1, before);
	} else if (typed[0] == '-')
		offer_options(line, typed);
	else if (!line->plains)
		offer_commands(line->table, NULL, typed);
	else if (c && c->verb && line->plains == 1)
		offer_commands(line->table, line->plain[0], typed);
	else if (c && c->run == cmd_help && line->plains == 1) {
		offer_commands(line->table, NULL, typed);
		offer(PAGE_NAME, strlen(PAGE_NAME), typed, "");
	}
}

int cmd_completion(struct cli *cli)
{
	struct line line = { .table = cli->args.table, .option = -1 };
	char *word = NULL, *next = NULL;
	size_t size = 0, next_size = 0;

	/* No passphrase is read here, so standard input need not go through cli->in. */
	while (getline(&next, &next_size, stdin) >= 0) {
		char *swap = word;
		size_t swap_size = size;

		if (word)
			take(&line, word);
		next[strcspn(next, "\n")] = 0;
		word = next;
		size = next_size;
		next = swap;
		next_size = swap_size;
	}
	if (word)
		complete(&line, word);
	free(word);
	free(next);
	return EX_OK;
}
