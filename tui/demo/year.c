#include "config.h"
#include "tui/demo/year.h"

#include "store/base/memory.h"

const struct demo_village demo_villages[DEMO_VILLAGES] = {
	{ DEMO_UNIT "-01", "Ấp Bắc", 118, 92 },
	{ DEMO_UNIT "-02", "Ấp Nam", 94, 70 },
};

const char *const demo_members[DEMO_MEMBERS] = {
	DEMO_MEMBER, "Minh", "Hạnh", "Tú", "Phượng", "Sơn",
};

int year_put(struct year *y, enum record_type type, json_t *object)
{
	struct demo *out = y->out;

	if (out->count % 256 == 0)
		out->records = memory_resize(out->records, out->count + 256, sizeof *out->records);
	out->records[out->count] = (struct demo_record){ .type = type, .object = object };
	return (int)out->count++;
}
