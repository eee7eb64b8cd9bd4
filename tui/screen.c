#include "config.h"
#include "tui/screen.h"

#include "tui/app/date_view.h"
#include "tui/app/help_view.h"
#include "tui/app/loop.h"
#include "tui/app/routes.h"
#include "tui/first_view.h"
#include "tui/home/backup_view.h"
#include "tui/home/home_view.h"
#include "tui/home/settings_view.h"
#include "tui/home/tour_view.h"
#include "tui/records/followups_view.h"
#include "tui/records/household_view.h"
#include "tui/records/record_form.h"
#include "tui/records/record_view.h"
#include "tui/records/register_view.h"
#include "tui/records/registers_view.h"
#include "tui/records/sessions_view.h"
#include "tui/reports/close_view.h"
#include "tui/reports/export_view.h"
#include "tui/reports/texts_view.h"
#include "tui/reports/week_view.h"
#include "tui/setup/restore_code_view.h"
#include "tui/setup/restore_view.h"
#include "tui/setup/wizard_view.h"
#include "tui/unlock/code_view.h"
#include "tui/unlock/lock_view.h"
#include "tui/unlock/password_view.h"
#include "tui/unlock/recover_view.h"
#include "tui/unlock/slot_view.h"
#include "tui/visit/visit_view.h"

int screen_run(const struct launch *launch, struct book *book,
	       struct view *(*first)(struct app *app))
{
	const struct app_routes routes = {
		.first = first ? first : first_view_new,
		.lock = lock_view_new,
		.setup = wizard_view_new,
		.restore = restore_view_new,
		.restore_code = restore_code_view_new,
		.recover = recover_view_new,
		.reopen = lock_view_over,
		.password = password_view_new,
		.slot = slot_view_new,
		.code = code_view_new,
		.home = home_view_new,
		.tour = tour_view_new,
		.settings = settings_view_new,
		.backup = backup_view_new,
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
		.texts = texts_view_new,
		.close_period = close_view_new,
		.export = export_view_new,
	};

	return app_run(launch, book, &routes);
}
