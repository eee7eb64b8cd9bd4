#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "store/record/record.h"
#include "tests/fuzz/book.h"
#include "tui/cli/report_text.h"

FUZZ_CHANGES(500);

/* The words of a team's report: piped in, read, and taken. */
FUZZ_TARGET
{
	static FILE *nobody;
	FILE *said = stderr;
	struct cli cli = { .args.option[OPT_TEXT] = "-" };
	int fd = memfd_create("report", MFD_CLOEXEC);
	json_t *texts = NULL;
	struct fault f;
	rec_t rec;

	if (!nobody)
		nobody = fopen("/dev/null", "w");
	FUZZ_CHECK(nobody && fd >= 0 && (!len || write(fd, data, len) == (ssize_t)len));
	FUZZ_CHECK(lseek(fd, 0, SEEK_SET) == 0);
	jsonl_init(&cli.in, fd);
	stderr = nobody; /* what is refused is said there */
	if (report_text_read(&cli, &texts)) {
		json_decref(texts);
		texts = NULL;
	}
	stderr = said;
	if (texts) {
		FUZZ_CHECK(json_is_object(texts));
		json_object_set_new(texts, "period", json_string("2026-W46"));
		FUZZ_CHECK(!record_add(fuzz_begin(), TYPE_REPORT, texts, &rec, &f) ||
			   f.code == FAULT_FIELD);
		fuzz_rollback();
	}
	json_decref(texts);
	jsonl_release(&cli.in);
	close(fd);
	return 0;
}
