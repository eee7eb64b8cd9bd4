/*
 * summary_text: a summary to read in a terminal, at most 80 columns wide.
 *
 * The unit and its period, who made it and when; a line a column of the profile; who has closed the
 * period; and with groups a table with bars, whose last line names the columns
 * that were asked for but have no room in it. What nobody reported is "—", a
 * figure only some sessions carry says how many ("92 (37/40 lượt ghi)"). In
 * the language the program speaks; what is data stays as it is. One thread.
 */
#ifndef TUI_WORDS_SUMMARY_TEXT_H
#define TUI_WORDS_SUMMARY_TEXT_H

#include "store/base/buffer.h"
#include "store/summary/summary.h"
#include "sync/report/profile.h"

#define SUMMARY_TEXT_WIDTH 80

/*
 * profile: the columns of the whole; table: those of the table of groups, may
 * be the same.
 */
void summary_text(struct buffer *out, const struct summary *summary, const struct profile *profile,
		  const struct profile *table);

/* A period in words: "Tuần 47 (16/11/2026 - 22/11/2026)". */
#define PERIOD_TEXT_SIZE 128
void period_text(char out[PERIOD_TEXT_SIZE], const struct period *period);

#endif
