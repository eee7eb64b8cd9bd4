#include "config.h"
#include "tui/screen.h"

#include "tui/date_view.h"
#include "tui/help_view.h"
#include "tui/lock_view.h"

int screen_run(const struct launch *launch, struct book *book,
	       struct view *(*first)(struct app *app))
{
	const struct app_views views = {
		.first = first ? first : first_view_new,
		.lock = lock_view_new,
		.help = help_view_new,
		.palette = palette_view_new,
		.ask_date = date_view_ask,
	};

	return app_run(launch, book, &views);
}
