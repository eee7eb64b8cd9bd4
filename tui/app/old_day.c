#include "config.h"
#include "tui/app/old_day.h"

#include "store/book/now.h"
#include "tui/env/translate.h"
#include "tui/words/when.h"

bool old_day_asks(struct app *app, day_t day, day_t *agreed, const char *key)
{
	char ago[WHEN_AGO_SIZE], date[DATE_SIZE];

	when_ago(ago, day, book_now(app_book(app))->day);
	if (!*ago || day == *agreed)
		return false;
	*agreed = day;
	date_format_vn(date, day);
	app_say(app, TONE_WARN, _("%s is %s: %s once more saves it"), date, ago, key);
	return true;
}
