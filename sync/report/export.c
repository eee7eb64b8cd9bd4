#include "config.h"
#include "sync/report/export.h"

#include <string.h>

#include "store/base/memory.h"
#include "store/book/transaction.h"
#include "store/vault/kept.h"
#include "sync/io/outfile.h"

int export_write(struct book *book, const struct period *period, const char *path,
		 const char *const inputs[], const void *data, size_t len, bool force,
		 struct fault *f)
{
	int rc = kept_check(path, vault_path(book_vault(book)), inputs, f);

	/* First the audit row: nothing leaves without one. */
	if (!rc)
		rc = book_audit(book, "export", period->label, f);
	return rc ? rc : outfile_write(path, data, len, force, f);
}

/* What a stick's file system does not take in a name, or a command line only in quotes. */
static void make_plain(char *name)
{
	for (; *name; name++)
		if (strchr(" \\:*?\"'<>|", *name))
			*name = '-';
}

char *export_name(const struct book *book, const struct period *period, enum summary_axis axis,
		  const char *team)
{
	const char *by = summary_axis_name(axis);
	char *name = memory_format("sotay_%s%s%s_%s%s%s.csv", book_unit(book), team ? "_" : "",
				   team ? team : "", period->label, *by ? "_" : "", by);

	make_plain(name);
	return name;
}
