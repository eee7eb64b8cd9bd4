#include "config.h"
#include "tui/demo/year.h"

#include <stdlib.h>

const struct demo_village demo_villages[DEMO_VILLAGES] = {
	{ DEMO_UNIT "-01", "Ấp Bắc", 118, 92 },
	{ DEMO_UNIT "-02", "Ấp Nam", 94, 70 },
};

const char *const demo_members[DEMO_MEMBERS] = {
	DEMO_MEMBER, "Minh", "Hạnh", "Tú", "Phượng", "Sơn",
};

int year_put(struct year *y, enum kind kind, json_t *object)
{
	struct demo *out = y->out;

	if (out->count % 256 == 0) {
		void *more = realloc(out->records, (out->count + 256) * sizeof *out->records);

		if (!more) {
			json_decref(object);
			y->failed = true;
			return -1;
		}
		out->records = more;
	}
	out->records[out->count] = (struct demo_record){ .kind = kind, .object = object };
	if (!object)
		y->failed = true;
	return (int)out->count++;
}
