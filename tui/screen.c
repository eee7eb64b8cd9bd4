#include "config.h"
#include "tui/screen.h"

#include "tui/app_loop.h"
#include "tui/close_view.h"
#include "tui/date_view.h"
#include "tui/export_view.h"
#include "tui/first_view.h"
#include "tui/followups_view.h"
#include "tui/help_view.h"
#include "tui/home_view.h"
#include "tui/household_view.h"
#include "tui/lock_view.h"
#include "tui/password_view.h"
#include "tui/record_form.h"
#include "tui/record_view.h"
#include "tui/recover_view.h"
#include "tui/register_view.h"
#include "tui/registers_view.h"
#include "tui/routes.h"
#include "tui/sessions_view.h"
#include "tui/settings_view.h"
#include "tui/slot_view.h"
#include "tui/tour_view.h"
#include "tui/visit_view.h"
#include "tui/week_view.h"
#include "tui/wizard_view.h"

int screen_run(const struct launch *launch, struct book *book,
	       struct view *(*first)(struct app *app))
{
	const struct app_routes routes = {
		.first = first ? first : first_view_new,
		.lock = lock_view_new,
		.setup = wizard_view_new,
		.recover = recover_view_new,
		.password = password_view_new,
		.slot = slot_view_new,
		.home = home_view_new,
		.tour = tour_view_new,
		.settings = settings_view_new,
		.help = help_view_new,
		.palette = palette_view_new,
		.date = date_view_new,
		.ask_date = date_view_ask,
		.visit = visit_view_new,
		.visit_at = visit_view_at,
		.sessions = sessions_view_new,
		.followups = followups_view_new,
		.registers = registers_view_new,
		.register_of = register_view_new,
		.household = household_view_new,
		.record = record_view_new,
		.record_form = record_form_new,
		.week = week_view_new,
		.close_period = close_view_new,
		.export = export_view_new,
	};

	return app_run(launch, book, &routes);
}
