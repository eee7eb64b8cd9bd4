/*
 * words: the fixed words inside a report's files.
 *
 * A file for the superior is data and always Vietnamese, whatever language
 * the screen speaks; these few words belong to it. Constant, thread-safe.
 */
#ifndef SYNC_REPORT_WORDS_H
#define SYNC_REPORT_WORDS_H

#include <stddef.h>

#include "store/summary/summary.h"
#include "sync/report/standing.h"

#define PERIOD_WORDS_SIZE 96

/*
 * A period as the column ky has it: "Tuần 47 (16/11/2026 - 22/11/2026)",
 * "Tháng 11/2026 (…)", "Quý IV/2026 (…)", a range only its days.
 */
void period_words(char out[PERIOD_WORDS_SIZE], const struct period *period);

/* What the groups of an axis are, as a header: "Thôn, ấp, khu phố". */
const char *axis_words(enum summary_axis axis);

#define CLOSED_WORDS_SIZE 80

/*
 * Whether a team has closed: "chưa chốt", of a longer period "chưa chốt (3/5 tuần)", of one that
 * is not over "chưa chốt (3/5 tuần, chưa hết kỳ)"; in the whole's row how many have.
 */
void closed_words(char out[CLOSED_WORDS_SIZE], const struct summary *summary,
		  const struct summary_row *row);

#define STANDING_WORDS_SIZE 160

/*
 * The same of a file without teams in its rows: "đã chốt, sau đó số liệu đổi"; where teams were
 * gathered from, how many of them have: "đã chốt; tổ đã chốt: 1/2".
 */
void standing_words(char out[STANDING_WORDS_SIZE], const struct summary *summary,
		    const struct standing *standing);

/* The header of the column that says whose figures they are. */
extern const char team_header[];

#define ACROSS_WORDS_SIZE 160

/* The weeks whose reports do not count in the period; "" for none. And their column's header. */
void across_words(char out[ACROSS_WORDS_SIZE], const struct summary *summary);
extern const char across_header[];

/* The header of the column that says so. */
extern const char closed_header[];

/* The row of what belongs to no team. */
extern const char no_team_words[];

/* The last row of a table of groups. */
extern const char total_words[];

/* What is said beside a figure that no session has. */
extern const char typed_words[];

#endif
