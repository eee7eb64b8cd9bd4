#include "config.h"
#include "tui/words/text_label.h"

#include <stddef.h>
#include <string.h>

#include "store/catalog/catalog.h"
#include "tui/env/lang.h"
#include "tui/env/translate.h"

static const struct {
	enum record_type type; /* TYPE_ANY: in every type but those before it */
	const char *field, *label;
} labels[] = {
	{ TYPE_TOPIC, "status", N_("Status figure it moves") },
	{ TYPE_TOPIC, "unit", N_("Unit of measure") },
	{ TYPE_FOLLOWUP, "status", N_("State") },
	{ TYPE_FOLLOWUP, "kind", N_("Follow-up") },
	{ TYPE_TARGET, "code", N_("Indicator") },
	{ TYPE_ANY, "code", N_("Code") },
	{ TYPE_ANY, "name", N_("Name") },
	{ TYPE_ANY, "households", N_("Households") },
	{ TYPE_ANY, "village", N_("Village") },
	{ TYPE_ANY, "kinds", N_("Kinds of household") },
	{ TYPE_ANY, "hint", N_("House number, landmark") },
	{ TYPE_ANY, "guided_since", N_("Guided since") },
	{ TYPE_ANY, "same", N_("One household with") },
	{ TYPE_ANY, "villages", N_("Villages") },
	{ TYPE_ANY, "role", N_("Role") },
	{ TYPE_ANY, "team", N_("Team") },
	{ TYPE_ANY, "short", N_("Short label") },
	{ TYPE_ANY, "vi", N_("In Vietnamese") },
	{ TYPE_ANY, "en", N_("In English") },
	{ TYPE_ANY, "group", N_("Topic group") },
	{ TYPE_ANY, "cap", N_("Count bounded by") },
	{ TYPE_ANY, "date", N_("Date") },
	{ TYPE_ANY, "time", N_("Time") },
	{ TYPE_ANY, "household", N_("Household code") },
	{ TYPE_ANY, "channel", N_("Form") },
	{ TYPE_ANY, "minutes", N_("Duration (minutes)") },
	{ TYPE_ANY, "people", N_("Number of people") },
	{ TYPE_ANY, "female", N_("Women") },
	{ TYPE_ANY, "over60", N_("People aged 60 and over") },
	{ TYPE_ANY, "attempt", N_("Nobody guided") },
	{ TYPE_ANY, "topics", N_("Topics") },
	{ TYPE_ANY, "followups", N_("Follow-up") },
	{ TYPE_ANY, "note", N_("Notes") },
	{ TYPE_ANY, "by", N_("Guided by") },
	{ TYPE_ANY, "tags", N_("Tags") },
	{ TYPE_ANY, "residents", N_("Residents") },
	{ TYPE_ANY, "adults", N_("Adults") },
	{ TYPE_ANY, "age15plus", N_("Aged 15 and over") },
	{ TYPE_ANY, "smartphones", N_("Adults with smartphone") },
	{ TYPE_ANY, "fibre", N_("Fibre Internet") },
	{ TYPE_ANY, "eid1", N_("E-identity level 1") },
	{ TYPE_ANY, "eid2", N_("E-identity level 2") },
	{ TYPE_ANY, "dvc", N_("Public service account") },
	{ TYPE_ANY, "bank", N_("Payment account") },
	{ TYPE_ANY, "ewallet", N_("E-wallet") },
	{ TYPE_ANY, "signature", N_("Digital signature") },
	{ TYPE_ANY, "health_record", N_("E-health record") },
	{ TYPE_ANY, "vssid", N_("VssID") },
	{ TYPE_ANY, "telehealth", N_("Telehealth") },
	{ TYPE_ANY, "shop", N_("Online stall") },
	{ TYPE_ANY, "bank18", N_("Account or wallet, 18+") },
	{ TYPE_ANY, "welfare", N_("Social benefit account") },
	{ TYPE_ANY, "literate", N_("Digitally literate") },
	{ TYPE_ANY, "cashless", N_("Usually pays cashless") },
	{ TYPE_ANY, "app", N_("Digital citizen app") },
	{ TYPE_ANY, "phone2g", N_("2G phones in use") },
	{ TYPE_ANY, "biz_epay", N_("Business takes e-payment") },
	{ TYPE_ANY, "session", N_("Guidance session") },
	{ TYPE_ANY, "due", N_("Due date") },
	{ TYPE_ANY, "topic", N_("Topic") },
	{ TYPE_ANY, "closed", N_("Closed on") },
	{ TYPE_ANY, "period", N_("Reporting period") },
	{ TYPE_ANY, "nil", N_("No activity") },
	{ TYPE_ANY, "figures", N_("Figures at closing") },
	{ TYPE_ANY, "from", N_("From day") },
	{ TYPE_ANY, "to", N_("To day") },
	{ TYPE_ANY, "tag", N_("Tag") },
	{ TYPE_ANY, "targets", N_("Targets") },
	{ TYPE_ANY, "set", N_("Set of targets") },
	{ TYPE_ANY, "number", N_("To reach") },
};

const char *text_label(enum record_type type, const char *field)
{
	const struct column *column = column_find(field); /* a report's texts */

	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
		if ((labels[i].type == type || labels[i].type == TYPE_ANY) &&
		    !strcmp(labels[i].field, field))
			return _(labels[i].label);
	if (column)
		return lang_english() ? column->en : column->header;
	return field;
}
