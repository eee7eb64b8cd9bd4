#include "config.h"
#include "tests/fuzz/fuzz.h"

#include <sys/mman.h>
#include <unistd.h>

#include "sync/import/setup_file.h"
#include "tests/fuzz/book.h"

/* A file of villages, teams, members and households, as somebody sends it. */
FUZZ_TARGET
{
	int fd = memfd_create("setup", MFD_CLOEXEC);
	struct setup_file file;
	struct fault f = { 0 };
	char path[32];

	FUZZ_CHECK(fd >= 0 && (!len || write(fd, data, len) == (ssize_t)len));
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (setup_file_read(path, &file, &f)) {
		FUZZ_CHECK(f.code == FAULT_JSON || f.code == FAULT_FIELD || f.code == FAULT_NOTHING);
		close(fd);
		return 0;
	}
	FUZZ_CHECK(file.count > 0);
	for (size_t i = 0; i < file.count; i++)
		FUZZ_CHECK(json_is_object(file.lines[i].object) && file.lines[i].line > 0);
	if (setup_file_add(&file, fuzz_begin(), &f))
		FUZZ_CHECK(f.code == FAULT_FIELD && f.line > 0);
	fuzz_rollback();
	setup_file_release(&file);
	close(fd);
	return 0;
}
