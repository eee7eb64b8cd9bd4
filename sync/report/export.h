/*
 * export: figures written to a file that leaves this laptop.
 *
 * One way for the command and the screen: the file appears whole or not at
 * all, and the audit has a row for it. One thread: that of the book.
 */
#ifndef SYNC_REPORT_EXPORT_H
#define SYNC_REPORT_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "store/book/book.h"
#include "store/summary/summary.h"

/*
 * Write len bytes as `path` and note in the audit that figures of the period
 * went out. What is there already is replaced only with force, and never what kept.h
 * keeps; `inputs` as there. The faults are those of kept_check(), outfile_write()
 * and book_audit().
 */
int export_write(struct book *book, const struct period *period, const char *path,
		 const char *const inputs[], const void *data, size_t len, bool force,
		 struct fault *f);

/*
 * The name to offer: "sotay_26572_2026-W47.csv", of one team's figures "sotay_26572_T03_2026-W47.csv"
 * (its code; NULL none), with the axis where there is one; malloc'ed.
 */
char *export_name(const struct book *book, const struct period *period, enum summary_axis axis,
		  const char *team);

#endif
