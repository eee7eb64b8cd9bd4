/*
 * data: a year of one team in an invented commune.
 *
 * What a busy team would have written down in the year that ends on a given
 * day: registers, visits and attempts, classes and meetings, status snapshots,
 * promises and how they ended, weekly reports. All of it is made up: the
 * commune's code is in use nowhere, nobody has more than a given name.
 *
 * Invariants: the same day gives the same records on every machine; each
 * object is one record_add() takes, and comes after those it refers to.
 * Pure, thread-safe, knows no logbook.
 */
#ifndef TUI_DEMO_DATA_H
#define TUI_DEMO_DATA_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "store/base/date.h"
#include "store/catalog/record_type.h"

#define DEMO_UNIT "99001"
#define DEMO_UNIT_NAME "Xã Minh Tân (mẫu)"
#define DEMO_MEMBER "Lan" /* who unlocks, and leads the team */

struct demo_record {
	enum record_type type;
	json_t *object;  /* as record_add() takes it */
	json_t *closing; /* session: what its follow-up becomes by record_edit(), or NULL */
	bool voided;     /* written down twice, and taken out again */
};

struct demo {
	struct demo_record *records;
	size_t count;
};

/*
 * The year ending on `today`, from a Monday on: 364 to 370 days before it,
 * never before the first day records may have. The caller releases *out.
 */
void demo_make(struct demo *out, day_t today);

void demo_release(struct demo *demo);

#endif
