#include "config.h"
#include "tui/records/household_means.h"

#include <stdio.h>

#include "store/record/joined.h"
#include "store/record/lookup.h"
#include "store/record/read.h"
#include "tui/app/routes.h"
#include "tui/env/translate.h"
#include "tui/words/text_value.h"

/* Whether what is entered under a household's code counts for `root`. */
static int means(struct book *book, const json_t *object, rec_t root, bool *yes, struct fault *f)
{
	char path[64];
	rec_t by_code = 0, counts = 0;
	int rc;

	snprintf(path, sizeof path, "%s/%s", text_string(object, "village"), text_string(object, "code"));
	rc = household_lookup(book, path, &by_code, f);
	if (!rc)
		rc = joined_root(book, by_code, &counts, f);
	*yes = rc == FAULT_NOT_FOUND || counts == root; /* one taken out is refused where it is entered */
	return rc == FAULT_NOT_FOUND ? FAULT_OK : rc;
}

/* One of two that are one, as an object, if its code means them; *object NULL: it does not. */
static int try_code(struct book *book, rec_t household, rec_t root, json_t **object, struct fault *f)
{
	bool yes = false;
	int rc;

	json_decref(*object);
	*object = record_read(book, household, f);
	rc = *object ? means(book, *object, root, &yes, f) : (int)f->code;
	if (!yes) {
		json_decref(*object);
		*object = NULL;
	}
	return rc;
}

json_t *household_by_code(struct app *app, rec_t household)
{
	struct book *book = app_book(app);
	struct fault f = { 0 };
	json_t *object = NULL;
	rec_t root = 0;
	int rc = joined_root(book, household, &root, &f);

	if (!rc)
		rc = try_code(book, household, root, &object, &f);
	if (!rc && !object && root != household)
		rc = try_code(book, root, root, &object, &f);
	if (rc)
		app_fault(app, &f);
	else if (!object)
		app_say(app, TONE_WARN, _("Another household has this code too: join them if they are "
					  "one (sotay household same), else change a code"));
	return object;
}

void household_log_visit(struct app *app, rec_t household)
{
	json_t *object = household_by_code(app, household);

	if (object)
		app_open_visit_at(app, text_string(object, "village"), text_string(object, "code"));
	json_decref(object);
}
