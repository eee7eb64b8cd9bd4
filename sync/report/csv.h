/*
 * csv: a summary as a table that a spreadsheet opens.
 *
 * RFC 4180 with a byte-order mark, CRLF and commas: a row of headers, then
 * one row for the unit, or one a group and last the unit's ("Tổng cộng").
 * Groups come with a first column that names them; without groups the first
 * column is the period, unless the profile has it. A column after those of the
 * profile says who has closed: by team each of them, else whoever's figures the
 * file holds. Every row ends with the period, the unit, who made the file and
 * when, as far as the profile has no such column. Where all of it is one team's,
 * a column before the period names it, but not by team.
 *
 * Not known is an empty cell. Integers are plain digits; reals have a decimal
 * comma, as spreadsheets in Viet Nam read them, and are therefore quoted. A
 * text that a spreadsheet would take for a formula (beginning with = + - @, a
 * tab or a carriage return) gets an apostrophe before it. Vietnamese always.
 * Thread-safe.
 */
#ifndef SYNC_REPORT_CSV_H
#define SYNC_REPORT_CSV_H

#include "store/base/buffer.h"
#include "store/summary/summary.h"
#include "sync/report/profile.h"
#include "sync/report/standing.h"

void summary_csv(struct buffer *out, const struct summary *summary, const struct profile *profile,
		 const struct standing *standing);

#endif
