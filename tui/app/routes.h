/*
 * routes: from any view to any other, without knowing it.
 *
 * A view says where it goes by app_open_…(); which view that is stands in one
 * table, which screen.c, the only one to know all views, hands to the app. So
 * no view's source names another's, and each can be read alone.
 *
 * What is opened lies over the view that opened it; where a view cannot be
 * made, and has said why not, nothing is opened.
 */
#ifndef TUI_APP_ROUTES_H
#define TUI_APP_ROUTES_H

#include <jansson.h>

#include "store/base/date.h"
#include "store/query/list_sessions.h"
#include "store/record/record.h"
#include "store/summary/summary.h"
#include "tui/app/app.h"

/* Each makes the view its app_open_…() below is named after. */
struct app_routes {
	struct view *(*first)(struct app *app); /* what the program begins with */

	struct view *(*lock)(struct app *app);
	struct view *(*setup)(struct app *app);
	struct view *(*restore)(struct app *app);
	struct view *(*restore_code)(struct app *app, const char *from);
	struct view *(*recover)(struct app *app, const char *member);
	struct view *(*reopen)(struct app *app); /* the lock screen over views that stay */
	struct view *(*password)(struct app *app);
	struct view *(*slot)(struct app *app, const char *code);
	struct view *(*code)(struct app *app);

	struct view *(*home)(struct app *app);
	struct view *(*tour)(struct app *app);
	struct view *(*settings)(struct app *app);
	struct view *(*backup)(struct app *app);
	struct view *(*help)(struct app *app);
	struct view *(*palette)(struct app *app);
	struct view *(*date)(struct app *app);
	bool (*ask_date)(struct app *app);

	struct view *(*visit)(struct app *app, rec_t session);
	struct view *(*visit_at)(struct app *app, const char *village, const char *household);
	struct view *(*sessions)(struct app *app, const struct session_filter *start,
				 const char *group);
	struct view *(*followups)(struct app *app);
	struct view *(*registers)(struct app *app);
	struct view *(*register_of)(struct app *app, enum record_type type, const char *village);
	struct view *(*household)(struct app *app, rec_t household);
	struct view *(*record)(struct app *app, rec_t rec);
	struct view *(*record_form)(struct app *app, enum record_type type, rec_t rec,
				    const json_t *start, const char *draft);

	struct view *(*week)(struct app *app);
	struct view *(*texts)(struct app *app, const struct period *period,
			      const struct column *column);
	struct view *(*close_period)(struct app *app, const struct period *period);
	struct view *(*export)(struct app *app, const struct period *period,
			       enum summary_axis axis);
};

/* ---- ways in ---- */

/* A new passphrase for that member by the recovery code; over the lock screen. */
void app_open_recover(struct app *app, const char *member);
/* The logbook from a backup, on a laptop that has none; over the first run. */
void app_open_restore(struct app *app);
/* From that backup, which is copied, by the recovery code; over app_open_restore(). */
void app_open_restore_code(struct app *app, const char *from);
/* Another passphrase for who unlocked. */
void app_open_password(struct app *app);
/* A passphrase for that member; member_key.h says whether he may have one. */
void app_open_slot(struct app *app, const char *code);
/* Another recovery code. */
void app_open_code(struct app *app);

/* ---- the main screen and what helps ---- */

/* The main screen instead of all views, which are freed. */
void app_show_home(struct app *app);
/* The first day in a few pages. */
void app_open_tour(struct app *app);
/* What this laptop remembers for everybody. */
void app_open_settings(struct app *app);
/* A copy of the logbook on a stick; says why not when who unlocked may not. */
void app_open_backup(struct app *app);
/* The keys that work where one is, and every action by name. */
void app_open_help(struct app *app);
void app_open_palette(struct app *app);
/* To give today's date, or to mend what was given. */
void app_open_date(struct app *app);
/* Ask for it if it must be asked. Whether the clock is wrong and nobody has said the date. */
bool app_ask_date(struct app *app);

/* ---- records ---- */

/* The form of a session: 0 for a new one. */
void app_open_visit(struct app *app, rec_t session);
/* A new one there; household "": only the village is known. */
void app_open_visit_at(struct app *app, const char *village, const char *household);
/* The list of sessions; start and group: sessions_view.h. */
void app_open_sessions(struct app *app, const struct session_filter *start, const char *group);
/* What was promised, and whom to visit next. */
void app_open_followups(struct app *app);
/* The list of registers. */
void app_open_registers(struct app *app);
/* One register; village: households of this one only; NULL all. */
void app_open_register(struct app *app, enum record_type type, const char *village);
/* The card of a household. */
void app_open_household(struct app *app, rec_t household);
/* A record in full, with its history. */
void app_open_record(struct app *app, rec_t rec);
/* The form of any other record; rec and start: record_form.h. */
void app_open_record_form(struct app *app, enum record_type type, rec_t rec, const json_t *start);
/* A new record that waits as a draft; its key: drafts.h. */
void app_open_waiting(struct app *app, enum record_type type, const char *draft);

/* ---- figures ---- */

/* The figures of this week, and from there of any period. */
void app_open_week(struct app *app);
/* What its reports say, from that column on. */
void app_open_texts(struct app *app, const struct period *period, const struct column *column);
/* Closing a period; says why not when who unlocked may not. */
void app_open_close(struct app *app, const struct period *period);
/* Writing its figures to a file. */
void app_open_export(struct app *app, const struct period *period, enum summary_axis axis);

#endif
