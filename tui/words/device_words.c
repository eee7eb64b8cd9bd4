#include "config.h"
#include "tui/words/device_words.h"

#include "store/base/date.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"
#include "tui/words/package_words.h"

enum { LABEL = 26, TAG = 16, LEVEL = 12, NAME = 28, DAY = 10 };

void device_line(struct buffer *out, const char *label, const char *text)
{
	out_column(out, label, LABEL);
	buffer_put_char(out, ' ');
	out_clean(out, text);
	buffer_put_char(out, '\n');
}

void device_name(struct buffer *out, const struct rostered *r)
{
	bool team = *r->team && !r->unit;

	if (!team || !r->here)
		out_clean(out, r->code);
	if (team && !r->here)
		buffer_put_char(out, '/');
	if (team)
		out_clean(out, r->team);
	if (*r->name) {
		buffer_put_char(out, ' ');
		out_clean(out, r->name);
	}
}

static void put_day(struct buffer *out, day_t day, day_t none)
{
	char text[DATE_SIZE] = "—";

	if (day != none)
		date_format_vn(text, day);
	out_column(out, text, DAY);
}

void device_list_head(struct buffer *out)
{
	out_column(out, _("Number"), TAG);
	buffer_put(out, "  ");
	out_column(out, _("Level"), LEVEL);
	buffer_put(out, "  ");
	out_column(out, _("Laptop, unit"), NAME);
	buffer_put(out, "  ");
	out_column(out, _("Heard from"), DAY);
	buffer_put(out, "  ");
	out_last(out, _("Until"), DAY);
	buffer_put_char(out, '\n');
}

void device_list_line(struct buffer *out, const struct rostered *r)
{
	struct buffer name = { 0 };

	device_name(&name, r);
	out_column(out, r->tag, TAG);
	buffer_put(out, "  ");
	out_column(out, r->unit ? _("unit") : certified_level_text((enum certified_level)r->level), LEVEL);
	buffer_put(out, "  ");
	out_column(out, buffer_text(&name), NAME);
	buffer_put(out, "  ");
	put_day(out, r->heard, 0);
	buffer_put(out, "  ");
	if (r->revoked)
		buffer_put(out, _("revoked"));
	else
		put_day(out, r->expires, DAY_MAX);
	buffer_put_char(out, '\n');
	buffer_release(&name);
}
