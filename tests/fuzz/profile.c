#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "store/base/text.h"
#include "sync/report/profile.h"

/* Written out again, a profile reads as itself. */
static void check_again(const struct profile *p)
{
	struct profile again;
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	for (size_t i = 0; i < p->count; i++) {
		const char *header = p->columns[i].header;

		fprintf(out, "%zu\t%s\t", i + 1, p->columns[i].column->code);
		if (header) {
			fputc('"', out);
			for (; *header; header++)
				fprintf(out, *header == '"' ? "\"\"" : "%c", *header);
			fputc('"', out);
		}
		fputc('\n', out);
	}
	fclose(out);
	if (len <= PROFILE_BYTES_MAX) {
		FUZZ_CHECK(!profile_parse(&again, text, len, NULL));
		FUZZ_CHECK(again.count == p->count);
		for (size_t i = 0; i < p->count; i++) {
			const char *a = p->columns[i].header, *b = again.columns[i].header;

			FUZZ_CHECK(p->columns[i].column == again.columns[i].column);
			FUZZ_CHECK(!a == !b && (!a || !strcmp(a, b)));
		}
		profile_release(&again);
	}
	free(text);
}

FUZZ_TARGET
{
	struct profile p;
	struct fault f;
	int rc = profile_parse(&p, (const char *)data, len, &f);

	FUZZ_CHECK(!rc || rc == FAULT_FIELD);
	FUZZ_CHECK(!rc || (f.code == FAULT_FIELD && !p.count && !p.columns));
	if (rc)
		return 0;
	FUZZ_CHECK(p.count > 0 && p.count <= PROFILE_MAX);
	for (size_t i = 0; i < p.count; i++) {
		const char *header = p.columns[i].header;
		size_t n = header ? strlen(header) : 0;

		FUZZ_CHECK(text_utf8_valid(header ? header : "", n));
		FUZZ_CHECK(!text_has_control(header ? header : "", n, false));
	}
	check_again(&p);
	profile_release(&p);
	return 0;
}
