#include "config.h"
#include "tui/words/figure_groups.h"

#include <stddef.h>

#include "tui/env/translate.h"

const struct figure_group figure_groups[FIGURE_GROUPS] = {
	{ N_("People"), { "residents", "adults", "age15plus" } },
	{ N_("Devices"), { "smartphones", "phone2g", "fibre" } },
	{ N_("Accounts"),
	  { "eid1", "eid2", "dvc", "bank", "bank18", "ewallet", "welfare", "signature",
	    "health_record", "vssid", "app", "shop", "biz_epay" } },
	{ N_("Skills"), { "literate", "cashless", "telehealth" } },
};

const struct field *figure_group_field(int group, int at)
{
	const char *name = figure_groups[group].figures[at];

	return name ? record_type_field(TYPE_STATUS, name) : NULL;
}
