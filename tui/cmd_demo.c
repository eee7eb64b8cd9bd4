#include "config.h"
#include "tui/cmd_demo.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/base/crypto.h"
#include "store/base/id.h"
#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/book/now.h"
#include "store/book/transaction.h"
#include "store/query/list.h"
#include "store/record/read.h"
#include "store/record/record.h"
#include "store/summary/make.h"
#include "store/summary/summary.h"
#include "store/upkeep/book_create.h"
#include "sync/report/profile.h"
#include "tui/app/routes.h"
#include "tui/demo/data.h"
#include "tui/env/translate.h"
#include "tui/screen.h"
#include "tui/term/term.h"
#include "tui/words/out.h"
#include "tui/words/summary_text.h"

#define PASSWORD "demo1234"

/* ---- the folder ---- */

struct demo_place {
	char *folder, *path; /* malloc'ed */
	bool passing;        /* a folder for this run alone */
	bool made;           /* the folder was not there before */
};

/* A fresh folder where things that need not last are kept; malloc'ed. An errno. */
static int passing_folder(char **out)
{
	const char *roots[] = { getenv("XDG_RUNTIME_DIR"), getenv("TMPDIR"), "/tmp" };
	int err = ENOENT;

	for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
		char tail[RANDOM_NAME];

		if (!roots[i] || *roots[i] != '/')
			continue;
		random_name(tail);
		*out = memory_format("%s%csotay-demo-%s", roots[i], PLATFORM_SEPARATOR, tail);
		err = platform_make_folder(*out);
		if (!err)
			return 0;
		free(*out);
	}
	*out = NULL;
	return err;
}

/* Make it, or see that it is there. An errno. */
static int lasting_folder(const char *path, bool *made)
{
	struct file_info info;
	int err = platform_make_folder(path);

	*made = !err;
	if (err != EEXIST)
		return err;
	return platform_info(path, true, &info) || info.kind != FILE_FOLDER ? ENOTDIR : 0;
}

static int find_place(const struct cli *cli, struct demo_place *p)
{
	const char *dir = cli->args.operand[0];
	struct fault f = { 0 };
	int err;

	memset(p, 0, sizeof *p);
	p->passing = !dir;
	if (!dir) {
		err = passing_folder(&p->folder);
		p->made = !err;
	} else {
		p->folder = memory_strdup(dir);
		err = lasting_folder(dir, &p->made);
	}
	if (err) {
		fault_sys(&f, FAULT_CANT_CREATE, err, dir ? dir : "sotay-demo");
		return cli_fail(cli, &f);
	}
	p->path = memory_format("%s%csotay.vault", p->folder, PLATFORM_SEPARATOR);
	return EX_OK;
}

/* keep: the data file stays; a closed one that was not published has left nothing behind. */
static void leave_place(struct demo_place *p, bool keep)
{
	if (p->made && !keep)
		platform_remove_folder(p->folder);
	free(p->folder);
	free(p->path);
}

/* ---- the records ---- */

/* A session whose follow-up came to an end. */
struct closing {
	char session[ID_TEXT];
	const json_t *changes;
};

struct filling {
	struct book *book;
	struct closing *closings;
	size_t count;
	rec_t *followups; /* all of them */
	size_t followup_count;
};

static int add(struct filling *fill, const struct demo_record *record, struct fault *f)
{
	struct record_facts facts;
	rec_t rec;
	int rc = record_add(fill->book, record->type, record->object, &rec, f);

	if (!rc && record->voided)
		rc = record_void(fill->book, rec, true, f);
	if (rc || !record->closing)
		return rc;
	rc = record_facts(fill->book, rec, &facts, f);
	if (!rc) {
		struct closing *closing = &fill->closings[fill->count++];

		memcpy(closing->session, facts.id, sizeof closing->session);
		closing->changes = record->closing;
	}
	return rc;
}

static int each_followup(void *arg, rec_t rec)
{
	struct filling *fill = arg;

	fill->followups = memory_resize(fill->followups, fill->followup_count + 1, sizeof rec);
	fill->followups[fill->followup_count++] = rec;
	return 0;
}

/* Bring one follow-up to the end its session has for it, if any. */
static int close_followup(struct filling *fill, rec_t rec, struct fault *f)
{
	json_t *object = record_read(fill->book, rec, f);
	const char *session = json_string_value(json_object_get(object, "session"));
	int rc = object ? FAULT_OK : (int)f->code;

	for (size_t i = 0; session && !rc && i < fill->count; i++) {
		if (!strcmp(fill->closings[i].session, session)) {
			rc = record_edit(fill->book, rec, fill->closings[i].changes, f);
			break;
		}
	}
	json_decref(object);
	return rc;
}

static int close_followups(struct filling *fill, struct fault *f)
{
	int rc = list_followups(fill->book, FOLLOWUPS_OPEN, 0, each_followup, fill, f);

	for (size_t i = 0; !rc && i < fill->followup_count; i++)
		rc = close_followup(fill, fill->followups[i], f);
	return rc;
}

/* The whole year in one step; stops without a fault when a signal came. */
static int fill_book(struct book *book, struct fault *f)
{
	struct filling fill = { .book = book };
	struct demo demo;
	int rc = book_begin(book, "demo", f);

	if (rc)
		return rc;
	demo_make(&demo, book_now(book)->day);
	fill.closings = memory_alloc_zero(demo.count, sizeof *fill.closings);
	for (size_t i = 0; !rc && !platform_signal_held() && i < demo.count; i++)
		rc = add(&fill, &demo.records[i], f);
	if (!rc && !platform_signal_held())
		rc = close_followups(&fill, f);
	if (!rc && !platform_signal_held())
		rc = book_commit(book, NULL, f);
	else
		book_rollback(book);
	demo_release(&demo);
	free(fill.closings);
	free(fill.followups);
	return rc;
}

/* ---- the week ---- */

static bool has_sessions(const struct summary *summary)
{
	const struct summary_value *tries = summary_value(&summary->whole, column_find("so_khong"));

	return summary->whole.sessions > 0 || (tries->type == SUMMARY_INT && tries->integer > 0);
}

/* This week's summary, or where nothing has been done in it yet, that of the week before. */
static int make_summary(struct book *book, struct summary *out, struct fault *f)
{
	struct period week;
	int rc = period_of_day(&week, PERIOD_WEEK, book_now(book)->day);

	if (rc)
		return fault_set(f, rc, NULL);
	rc = summary_make(book, &week, SUMMARY_WHOLE, out, f);
	if (rc || has_sessions(out) || period_previous(&week, &week))
		return rc;
	summary_release(out);
	return summary_make(book, &week, SUMMARY_WHOLE, out, f);
}

/* The text of the week, malloc'ed: it is shown when everything else is done. */
static int word_week(struct book *book, char **text, struct fault *f)
{
	struct profile profile;
	struct summary summary;
	struct buffer out = { 0 };
	int rc = make_summary(book, &summary, f);

	if (rc)
		return rc;
	profile_default(&profile);
	summary_text(&out, &summary, &profile, &profile);
	*text = buffer_take(&out, NULL);
	profile_release(&profile);
	summary_release(&summary);
	return FAULT_OK;
}

static void show_how_to_open(const char *path)
{
	printf("\n%s\n", _("All of this is invented. It is kept in:"));
	fputs("  ", stdout);
	out_text(stdout, path);
	printf("\n%s\n", _("To look around in it:"));
	fputs("  sotay --vault ", stdout);
	out_text(stdout, path);
	printf(" --member %s list --week\n", DEMO_MEMBER);
	printf(_("User: %s; password: %s\n"), DEMO_MEMBER, PASSWORD);
}

/* ---- looking around ---- */

static bool on_a_terminal(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

/* The main screen with the tour over it; in a trial nothing is worth a lock. */
static struct view *first_views(struct app *app)
{
	app_never_lock(app);
	app_show_home(app);
	return app_routes(app)->tour(app);
}

/* Open the screen on the book, which is closed then; false where the terminal cannot show it. */
static bool show_screen(const struct cli *cli, struct book *book)
{
	int status = screen_run(&cli->launch, book, first_views);

	platform_forget_signal(); /* what came while the screen was open was the screen's */
	return status == EX_OK;
}

/* ---- the command ---- */

/* Make and fill the data file; a passing one never appears under its name. */
static int build(const struct demo_place *p, struct book **out, struct fault *f)
{
	const struct book_setup setup = {
		.level = LEVEL_TEAM,
		.unit = DEMO_UNIT,
		.unit_name = DEMO_UNIT_NAME,
		.member = DEMO_MEMBER,
		.pass = { PASSWORD, sizeof PASSWORD - 1 },
		.kdf = VAULT_KDF_FLOOR, /* the password is no secret */
	};
	char code[VAULT_CODE_TEXT];
	int rc = book_create(p->path, &setup, code, out, f);

	if (rc)
		return rc;
	wipe(code, sizeof code);
	rc = fill_book(*out, f);
	if (!rc && !platform_signal_held() && !p->passing)
		rc = book_publish(*out, f);
	return rc == FAULT_DONE && book_is_open(*out) ? FAULT_OK : rc; /* invented: it need not last */
}

/* Build it and let people look at it: on the screen, or as the text of the week. */
static int run_demo(struct cli *cli, const struct demo_place *p, char **text, bool *shown)
{
	struct book *book = NULL;
	struct fault f = { 0 };
	bool screen = on_a_terminal();
	int rc;

	if (screen)
		term_quiet();
	rc = build(p, &book, &f);
	if (!rc && !platform_signal_held())
		*shown = screen && show_screen(cli, book);
	term_close();
	if (!rc && !platform_signal_held() && !*shown)
		rc = word_week(book, text, &f);
	if (!*shown)
		book_close(book);
	return rc ? cli_fail_file(cli, &f, p->path) : EX_OK;
}

static void say_where(const char *path)
{
	if (path)
		show_how_to_open(path);
	else
		printf("\n%s\n  sotay demo %s\n",
		       _("All of this is invented and cleared away again. To keep it:"), _("DIR"));
}

int cmd_demo(struct cli *cli)
{
	struct demo_place place;
	char *text = NULL, *path = NULL;
	bool shown = false;
	int status;

	platform_hold_signals(); /* what was begun is cleared away before they have their way */
	status = find_place(cli, &place);
	if (!status)
		status = run_demo(cli, &place, &text, &shown);
	if (!status && !platform_signal_held() && !place.passing)
		path = memory_strdup(place.path);
	leave_place(&place, path != NULL);
	platform_let_signals();
	if (text)
		fputs(text, stdout);
	/* Whoever closed the window reads nothing more. */
	if (!status && (text || (shown && on_a_terminal())))
		say_where(path);
	if (path)
		status = cli_done(cli);
	free(path);
	free(text);
	return status;
}
