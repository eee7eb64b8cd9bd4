#include "config.h"
#include "tui/app/routes.h"

#include "store/query/list_sessions.h"
#include "tui/env/translate.h"

/*
 * What is shown in a form is going to be saved, so a form is only opened on what could be read:
 * not when something could not be before, nor when that shows while it reads.
 */
static bool may_write(struct app *app)
{
	struct fault f;

	if (!app_trouble(app, &f))
		return true;
	app_say(app, TONE_BAD, "%s", _("Nothing can be saved now: ^R opens the data file again"));
	return false;
}

static void push_form(struct app *app, struct view *view)
{
	int depth = app_depth(app);

	app_push(app, view);
	if (app_depth(app) > depth && !may_write(app)) {
		app_pop(app);
		may_write(app);
	}
}

void app_open_recover(struct app *app, const char *member)
{
	app_push(app, app_routes(app)->recover(app, member));
}

void app_open_password(struct app *app)
{
	if (may_write(app))
		push_form(app, app_routes(app)->password(app));
}

void app_open_slot(struct app *app, const char *code)
{
	if (may_write(app))
		push_form(app, app_routes(app)->slot(app, code));
}

void app_open_code(struct app *app)
{
	if (may_write(app))
		push_form(app, app_routes(app)->code(app));
}

void app_show_home(struct app *app)
{
	app_show_only(app, app_routes(app)->home(app));
}

void app_open_tour(struct app *app)
{
	app_push(app, app_routes(app)->tour(app));
}

void app_open_settings(struct app *app)
{
	app_push(app, app_routes(app)->settings(app));
}

void app_open_backup(struct app *app)
{
	app_push(app, app_routes(app)->backup(app));
}

void app_open_restore(struct app *app)
{
	app_push(app, app_routes(app)->restore(app));
}

void app_open_restore_code(struct app *app, const char *from)
{
	app_push(app, app_routes(app)->restore_code(app, from));
}

void app_open_help(struct app *app)
{
	app_push(app, app_routes(app)->help(app));
}

void app_open_palette(struct app *app)
{
	app_push(app, app_routes(app)->palette(app));
}

void app_open_date(struct app *app)
{
	app_push(app, app_routes(app)->date(app));
}

bool app_ask_date(struct app *app)
{
	return app_routes(app)->ask_date(app);
}

void app_open_visit(struct app *app, rec_t session)
{
	if (may_write(app))
		push_form(app, app_routes(app)->visit(app, session));
}

void app_open_visit_at(struct app *app, const char *village, const char *household)
{
	if (may_write(app))
		push_form(app, app_routes(app)->visit_at(app, village, household));
}

void app_open_sessions(struct app *app, const struct session_filter *start, const char *group)
{
	app_push(app, app_routes(app)->sessions(app, start, group));
}

void app_open_followups(struct app *app)
{
	app_push(app, app_routes(app)->followups(app));
}

void app_open_registers(struct app *app)
{
	app_push(app, app_routes(app)->registers(app));
}

void app_open_register(struct app *app, enum record_type type, const char *village)
{
	app_push(app, app_routes(app)->register_of(app, type, village));
}

void app_open_household(struct app *app, rec_t household)
{
	app_push(app, app_routes(app)->household(app, household));
}

void app_open_record(struct app *app, rec_t rec)
{
	app_push(app, app_routes(app)->record(app, rec));
}

void app_open_record_form(struct app *app, enum record_type type, rec_t rec, const json_t *start)
{
	if (may_write(app))
		push_form(app, app_routes(app)->record_form(app, type, rec, start, NULL));
}

void app_open_waiting(struct app *app, enum record_type type, const char *draft)
{
	if (may_write(app))
		push_form(app, app_routes(app)->record_form(app, type, 0, NULL, draft));
}

void app_open_week(struct app *app)
{
	app_push(app, app_routes(app)->week(app));
}

void app_open_texts(struct app *app, const struct period *period, const struct column *column)
{
	app_push(app, app_routes(app)->texts(app, period, column));
}

void app_open_close(struct app *app, const struct period *period)
{
	if (may_write(app))
		push_form(app, app_routes(app)->close_period(app, period));
}

void app_open_export(struct app *app, const struct period *period, enum summary_axis axis)
{
	if (may_write(app))
		push_form(app, app_routes(app)->export(app, period, axis));
}
