#include "config.h"
#include "tui/cli/cmd_batch.h"

#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/memory.h"
#include "store/book/now.h"
#include "store/ledger/laptops.h"
#include "sync/exchange/out_folder.h"
#include "sync/exchange/sealing.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/outbox_words.h"

struct sending {
	struct cli *cli;
	bool no_way_up; /* a commune that no level above is known to: it answers its teams alone */
	int files;
	struct buffer words; /* what stands in them, for people */
};

/* The path is the result. */
static void each_file(void *arg, const struct out_item *item, const char *path)
{
	struct sending *sending = arg;
	struct buffer *words = &sending->words;
	const char *slash = strrchr(path, '/');

	out_text(stdout, path);
	putchar('\n');
	out_clean(words, slash ? slash + 1 : path);
	buffer_put(words, ": ");
	if (item->kind == OUT_BATCH)
		outbox_content(words, &item->batch, item->sessions, item->reports);
	else
		outbox_answer(words, item);
	buffer_put_char(words, '\n');
	sending->files++;
}

static int make_fault(const struct cli *cli, const struct fault *f)
{
	if (f->code == FAULT_NOT_PERMITTED && !strcmp(f->subject, OUTBOX_NOT_ENROLLED))
		return cli_refuse(cli, EX_NOPERM, NULL,
				  _("this laptop is not enrolled with the commune: entering goes on, sending not yet; see 'sotay device request'"));
	return cli_fail(cli, f);
}

/* What stands there stays and counts, and is said, whatever became of the rest. */
static int say_half(const struct sending *sending, const struct fault *f, const char *folder)
{
	char *format = memory_format(P_("%d file is written, but then: %%s",
					"%d files are written, but then: %%s", sending->files),
				     sending->files);
	int status = cli_half(sending->cli, f, folder, format);

	free(format);
	return status;
}

/* Where nothing goes down either, nothing was made. */
static int say_no_way_up(const struct sending *sending)
{
	const char *why = _("this commune is not enrolled with the upper level, so nothing goes up yet; ask with 'sotay device request -o FILE'");

	if (!sending->files)
		return cli_refuse(sending->cli, EX_NOPERM, NULL, why);
	cli_warn(sending->cli, 0, NULL, why, NULL);
	return EX_OK;
}

static int end_sending(const struct sending *sending, int rc, const struct fault *f,
		       const char *folder)
{
	const struct cli *cli = sending->cli;
	int status;

	if (rc && sending->files)
		return say_half(sending, f, folder);
	if (rc)
		return cli_fail_file(cli, f, folder);
	status = cli_done(cli);
	if (!status && sending->files)
		fputs(buffer_text(&sending->words), stderr);
	if (!status && sending->no_way_up)
		status = say_no_way_up(sending);
	else if (!status && !sending->files)
		fprintf(stderr, "%s\n", _("Nothing waits to go out."));
	return status;
}

/* What is packed after its certificate is over is kept aside where it comes. */
static int warn_of_expiry(const struct cli *cli, const struct identity *id, struct fault *f)
{
	struct laptop laptop;
	bool there;
	char day[DATE_SIZE];
	int rc = laptops_find(book_db(cli->book), id->sign_pk, &laptop, &there, f);

	if (rc || !there || laptop.expires >= book_now(cli->book)->day)
		return rc;
	date_format_vn(day, laptop.expires);
	fprintf(stderr, book_level(cli->book) == LEVEL_TEAM ?
		_("The certificate of this laptop ended on %s: what is packed now does not count at the commune until the officer renews it.") :
		_("The certificate of this laptop ended on %s: what is packed now does not count at the upper level until it is renewed."),
		day);
	fputc('\n', stderr);
	return FAULT_OK;
}

static int find_way_up(struct sending *sending, const struct identity *id, struct fault *f)
{
	struct book *book = sending->cli->book;
	struct way_up way = { 0 };
	int rc = way_up_find(&way, book, id, f);

	sending->no_way_up = book_level(book) == LEVEL_COMMUNE && !way.there;
	return rc;
}

int cmd_batch(struct cli *cli)
{
	const char *folder = cli_option(cli, OPT_OUTPUT);
	struct sending sending = { .cli = cli };
	struct identity id = { 0 };
	struct fault f = { 0 };
	int status = cli_open_identity(cli, &id), rc;

	if (status)
		return status;
	if (outbox_make(cli->book, &id, &f)) {
		status = make_fault(cli, &f);
	} else {
		rc = out_folder_write(cli->book, &id, folder, cli_option(cli, OPT_ARMOUR) != NULL,
				      each_file, &sending, &f);
		if (!rc)
			rc = warn_of_expiry(cli, &id, &f);
		if (!rc)
			rc = find_way_up(&sending, &id, &f);
		status = end_sending(&sending, rc, &f, folder);
	}
	buffer_release(&sending.words);
	identity_release(&id);
	return status;
}
