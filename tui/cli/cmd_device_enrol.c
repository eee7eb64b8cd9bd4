#include "config.h"
#include "tui/cli/cmd_device_enrol.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/query/list_register.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "sync/exchange/answer_make.h"
#include "sync/exchange/standing.h"
#include "sync/identity/enrol.h"
#include "sync/io/outfile.h"
#include "sync/io/putfile.h"
#include "tui/cli/open.h"
#include "tui/env/translate.h"
#include "tui/words/device_words.h"
#include "tui/words/out.h"
#include "tui/words/package_words.h"

/* "DIR/" means a folder also where none is yet. */
static bool names_folder(const char *path)
{
	size_t n = strlen(path);

	return n > 1 && path[n - 1] == PLATFORM_SEPARATOR;
}

/* Nothing is done for a file that could not be written then. */
static int may_write(const struct cli *cli, const char *path)
{
	struct fault f = { 0 };
	handle_t there;
	int err;

	if (names_folder(path))
		return putfile_folder(path, &f) ? cli_fail_file(cli, &f, path) : EX_OK;
	err = platform_open(path, FILE_READ_PLAIN, &there);
	if (!err)
		platform_close(there);
	if (err == EISDIR) /* its name there is made here */
		return EX_OK;
	if (!err || err == EINVAL) {
		fault_set(&f, FAULT_EXISTS, path);
		return cli_fail_file(cli, &f, path);
	}
	return cli_may_write(cli, path);
}

/* As that file, or in that folder under a name of ours; *where: its path, to be freed. */
static int put(const char *path, const char *name, const void *bytes, size_t n, char **where,
	       struct fault *f)
{
	struct file_info info;

	if (!platform_info(path, true, &info) && info.kind == FILE_FOLDER)
		return putfile_put(path, name, bytes, n, where, f);
	*where = memory_strdup(path);
	return outfile_write_sealed(path, bytes, n, f);
}

/* ---- device request ---- */

/* The team of who unlocked; else the only one there is; "" neither. */
static int likely_team(struct cli *cli, char out[LANE_TEAM], struct fault *f)
{
	json_t *member = NULL, *teams;
	const char *team;
	rec_t rec;
	int rc = record_lookup_code(cli->book, TYPE_MEMBER, book_member(cli->book), &rec, f);

	if (rc && rc != FAULT_NOT_FOUND)
		return rc;
	if (!rc && !(member = record_read(cli->book, rec, f)))
		return (int)f->code;
	teams = list_register_codes(cli->book, TYPE_TEAM, f);
	team = json_string_value(json_object_get(member, "team"));
	if (!team && json_array_size(teams) == 1)
		team = json_string_value(json_array_get(teams, 0));
	snprintf(out, LANE_TEAM, "%s", team ? team : "");
	json_decref(member);
	json_decref(teams);
	return teams ? FAULT_OK : (int)f->code;
}

static int choose_team(struct cli *cli, char out[LANE_TEAM], struct fault *f)
{
	const char *said = cli_option(cli, OPT_TEAM);
	struct lane lane;
	int rc = lane_load(book_db(cli->book), book_lane(cli->book), &lane, f);

	*out = 0;
	if (rc || book_level(cli->book) != LEVEL_TEAM)
		return rc;
	if (!said && !*lane.team)
		return likely_team(cli, out, f);
	snprintf(out, LANE_TEAM, "%s", said ? said : lane.team);
	return FAULT_OK;
}

static int put_request(struct cli *cli, const struct identity *id, const char *team,
		       const struct buffer *package, char **where, struct fault *f)
{
	char who[NAMES_WHO], name[NAMES_FILE];
	int rc = FAULT_OK;

	if (id->has_unit)
		names_fold(who, book_unit(cli->book));
	else
		rc = names_of_team(who, cli->book, team, f);
	if (rc)
		return rc;
	names_request(name, who, id->has_unit ? id->root_pk : id->sign_pk,
		      id->boxes[id->has_unit ? 1 : 0].pk);
	return put(cli_option(cli, OPT_OUTPUT), name, buffer_text(package), package->len, where, f);
}

static int write_request(struct cli *cli, const struct identity *id, const char *path)
{
	char *where = NULL;
	char team[LANE_TEAM], code[FINGERPRINT_TEXT];
	struct buffer package = { 0 }, out = { 0 };
	struct fault f = { 0 };
	int rc = choose_team(cli, team, &f);

	if (!rc)
		rc = enrol_request(cli->book, id, team, &package, &f);
	if (!rc)
		rc = put_request(cli, id, team, &package, &where, &f);
	buffer_release(&package);
	if (rc) {
		free(where);
		return cli_fail_file(cli, &f, path);
	}
	if (id->has_unit)
		identity_root_fingerprint(id, code);
	else
		identity_fingerprint(id, code);
	if (book_level(cli->book) == LEVEL_TEAM && !*team)
		cli_warn(cli, 0, NULL, _("this laptop does not know its team; the commune says it: sotay device enrol FILE --team CODE"), NULL);
	cli_print_path(_("Written:"), where);
	free(where);
	device_line(&out, _("Read out to the other side"), code);
	out_print(&out);
	return cli_done(cli);
}

int cmd_device_request(struct cli *cli)
{
	const char *path = cli_option(cli, OPT_OUTPUT);
	struct identity id = { 0 };
	int status = cli_open_identity(cli, &id);

	if (status)
		return status;
	if (cli_option(cli, OPT_TEAM) && book_level(cli->book) != LEVEL_TEAM)
		status = cli_refuse(cli, EX_USAGE, "--team", _("only a team's laptop has a team"));
	if (!status)
		status = may_write(cli, path);
	if (!status)
		status = write_request(cli, &id, path);
	identity_release(&id);
	return status;
}

/* ---- device enrol ---- */

static int say_refusal(const struct cli *cli, const char *path, enum refusal no, int sys)
{
	struct fault f = { 0 };

	if (no == REFUSAL_NOT_FOR_US)
		return cli_refuse(cli, EX_DATAERR, path, _("not a request to be enrolled"));
	if (refusal_verdict(no) != VERDICT_UNKNOWN)
		return cli_refuse(cli, EX_DATAERR, path, refusal_text(no));
	fault_sys(&f, FAULT_IO, sys, path);
	return cli_fail_file(cli, &f, path);
}

static int read_request(const struct cli *cli, const char *path, struct request *out)
{
	struct input_file file = { .file = HANDLE_NONE };
	struct fault f = { 0 };
	handle_t handle;
	enum refusal no;
	int err = platform_open(path, FILE_READ_PLAIN, &handle);

	if (err == EISDIR || err == EINVAL)
		return say_refusal(cli, path, REFUSAL_NOT_FOR_US, 0);
	if (!err && (err = input_file_init(&file, handle)))
		platform_close(handle);
	if (err) {
		fault_sys(&f, err == ENOENT ? FAULT_NO_FILE : FAULT_IO, err, path);
		return cli_fail_file(cli, &f, path);
	}
	no = request_open(out, &file.in);
	platform_close(handle);
	if (no == REFUSAL_BAD_PACKAGE || no == REFUSAL_NOT_OURS)
		no = REFUSAL_NOT_FOR_US; /* sealed, or none of ours */
	return no ? say_refusal(cli, path, no, file.in.sys) : EX_OK;
}

/* "2028-12-31" */
static int read_day(const struct cli *cli, day_t *out)
{
	const char *text = cli_option(cli, OPT_EXPIRES);

	*out = DAY_MAX;
	if (text && !date_parse(out, text))
		return cli_refuse(cli, EX_USAGE, "--expires", _("write the day as 2028-12-31"));
	return EX_OK;
}

/* What stands in its way, and what is to be done. */
static int say_second(const struct cli *cli, const char *unit)
{
	char *why = memory_format(_("unit %s is enrolled already with another key; if its data file was lost, 'sotay device revoke %s' comes first, then this once more"),
				  unit, unit);
	int status = cli_refuse(cli, EX_NOPERM, NULL, why);

	free(why);
	return status;
}

/* In the words of who stands before it. */
static int say_grant(const struct cli *cli, const struct request *r, const struct fault *f)
{
	static const struct {
		const char *what;
		const char *why; /* N_() */
	} words[] = {
		{ "fingerprint", N_("that is not the code of this request; have it read out once more") },
		{ "revoked", N_("this laptop is revoked; 'sotay undo' of that comes first") },
		{ "box", N_("nothing can be sealed for it: the request is wrong") },
		{ "unit", N_("the request is of another unit") },
		{ "level", N_("a commune enrols laptops of its teams, an upper level communes") },
		{ "expires", N_("that day is over") },
	};
	const char *what = f->code == FAULT_FIELD ? f->field : f->subject;

	if (f->code == FAULT_NOT_PERMITTED && !strcmp(what, ENROL_SECOND))
		return say_second(cli, r->unit);
	if (f->code == FAULT_FIELD && f->missing && !strcmp(what, "team"))
		return cli_refuse(cli, EX_DATAERR, NULL, _("the laptop does not know its team: say it with --team"));
	if (f->code == FAULT_FIELD && f->reason == REASON_FIXED)
		return cli_refuse(cli, EX_DATAERR, f->subject,
				  _("this laptop is enrolled for another team, for life; a new data file can be of this one"));
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if ((f->code == FAULT_FIELD || f->code == FAULT_NOT_PERMITTED) &&
		    !strcmp(words[i].what, what))
			return cli_refuse(cli, f->code == FAULT_FIELD ? EX_DATAERR : EX_NOPERM, NULL,
					  _(words[i].why));
	return cli_fail(cli, f);
}

/* The answer is made, and written where it was asked for. */
static int put_answer(struct cli *cli, const struct identity *id, const struct request *r,
		      const char *path, char **where, struct fault *f)
{
	struct document_out answer;
	char name[NAMES_FILE];
	int rc = answer_make(cli->book, id, r, &answer, name, f);

	if (!rc)
		rc = put(path, name, answer.sealed.bytes, answer.sealed.n, where, f);
	document_out_release(&answer);
	return rc;
}

/* "T01 Tổ Ấp Bắc", "26572 Phường Tam Long": by this desk's register. *known: it has that team. */
static int whom(struct cli *cli, const struct request *r, struct buffer *out, char team[LANE_TEAM],
		bool *known, struct fault *f)
{
	struct laptop laptop;
	json_t *record = NULL;
	rec_t rec;
	int rc;

	*team = 0;
	*known = true;
	if (r->level != CERTIFIED_TEAM) {
		buffer_print(out, "%s %s", r->unit, r->unit_name);
		return FAULT_OK;
	}
	rc = laptops_find(book_db(cli->book), r->sign_pk, &laptop, known, f);
	if (rc)
		return rc;
	memcpy(team, laptop.team, sizeof laptop.team);
	rc = record_lookup_code(cli->book, TYPE_TEAM, team, &rec, f);
	*known = !rc;
	if (!rc && !(record = record_read(cli->book, rec, f)))
		return (int)f->code;
	buffer_print(out, "%s %s", team, record ?
		     json_string_value(json_object_get(record, "name")) : "");
	json_decref(record);
	return rc == FAULT_NOT_FOUND ? FAULT_OK : rc;
}

/* Until when it holds now: of several certificates the latest day does, and a unit's has none. */
static int holds_until(struct cli *cli, const struct request *r, day_t *until, struct fault *f)
{
	struct laptop laptop;
	bool there;
	int rc;

	*until = DAY_MAX;
	if (r->level != CERTIFIED_TEAM)
		return FAULT_OK;
	rc = laptops_find(book_db(cli->book), r->sign_pk, &laptop, &there, f);
	if (!rc && there)
		*until = laptop.expires;
	return rc;
}

/* That a day which was asked for is not the one that counts. */
static void warn_until(const struct cli *cli, const struct request *r, day_t until)
{
	char day[DATE_SIZE], *why;

	if (r->level != CERTIFIED_TEAM) {
		cli_warn(cli, 0, "--expires", _("a unit's key holds without a last day, until it is revoked"), NULL);
		return;
	}
	if (until == DAY_MAX) {
		cli_warn(cli, 0, "--expires", _("an earlier certificate holds without a last day: nothing is shorter, 'sotay device revoke' ends it"), NULL);
		return;
	}
	date_format_vn(day, until);
	why = memory_format(_("an earlier certificate holds until %s: nothing is shorter, 'sotay device revoke' ends it"), day);
	cli_warn(cli, 0, "--expires", why, NULL);
	free(why);
}

static void put_until(struct buffer *out, day_t until)
{
	char day[DATE_SIZE];

	if (until == DAY_MAX)
		return;
	date_format_vn(day, until);
	device_line(out, _("Until"), day);
}

/* That no register has its team, and how it comes there. */
static void warn_unknown(const struct cli *cli, const char *team)
{
	const char *quote = strchr(team, ' ') ? "'" : "";
	char *why = memory_format(_("team %s is not in the commune's register yet; to add it: sotay team add %s%s%s NAME --villages CODE"),
				  team, quote, team, quote);

	cli_warn(cli, 0, NULL, why, NULL);
	free(why);
}

static int say_enrolled(struct cli *cli, const struct identity *id, const struct request *r,
			day_t asked, const char *path)
{
	day_t until = DAY_MAX;
	char code[FINGERPRINT_TEXT], team[LANE_TEAM];
	struct buffer out = { 0 }, name = { 0 };
	struct fault f = { 0 };
	bool known;
	int status = whom(cli, r, &name, team, &known, &f) || holds_until(cli, r, &until, &f) ?
			     cli_fail(cli, &f) : EX_OK;

	identity_root_fingerprint(id, code);
	cli_print_path(_("Written:"), path);
	if (!status) {
		device_line(&out, _("Enrolled"), buffer_text(&name));
		put_until(&out, until);
	}
	device_line(&out, _("Read out to the other side"), code);
	out_print(&out);
	buffer_release(&name);
	if (!status && until > asked)
		warn_until(cli, r, until);
	if (!status && !known)
		warn_unknown(cli, team);
	return status;
}

static int say_half(const struct cli *cli, const char *path, const struct fault *f)
{
	if (f->code == FAULT_DONE)
		return cli_fail_file(cli, f, path);
	return cli_half(cli, f, path,
			_("it is enrolled, but the answer is not written: %s; say the same once more"));
}

static int enrol(struct cli *cli, const struct identity *id, const struct request *r, day_t expires,
		 const char *path)
{
	const struct grant grant = { .team = cli_option(cli, OPT_TEAM),
				     .codes = cli_option(cli, OPT_CODES), .expires = expires };
	struct fault f = { 0 };
	char *where = NULL;
	int status;

	if (exchange_settle(cli->book, id, &f))
		return cli_fail(cli, &f);
	if (enrol_grant(cli->book, id, r, cli_option(cli, OPT_FINGERPRINT), &grant, &f))
		return say_grant(cli, r, &f);
	if (exchange_settle(cli->book, id, &f) || put_answer(cli, id, r, path, &where, &f)) {
		free(where);
		return say_half(cli, path, &f);
	}
	status = say_enrolled(cli, id, r, expires, where);
	free(where);
	return status ? status : cli_saved(cli);
}

int cmd_device_enrol(struct cli *cli)
{
	const char *path = cli_option(cli, OPT_OUTPUT);
	struct request *r = memory_alloc_zero(1, sizeof *r);
	struct identity id = { 0 };
	day_t expires;
	int status = read_day(cli, &expires);

	if (!status)
		status = read_request(cli, cli->args.operand[0], r);
	if (!status)
		status = may_write(cli, path);
	if (!status)
		status = cli_open_identity(cli, &id);
	if (!status) {
		status = enrol(cli, &id, r, expires, path);
		identity_release(&id);
	}
	free(r);
	return status;
}
