/*
 * fit: texts where there is little room; widths are columns.
 */
#ifndef TUI_WORDS_FIT_H
#define TUI_WORDS_FIT_H

#include <stddef.h>

/* Cut a text, in `size` bytes, to `width` columns, an ellipsis at its end; 0: it stays. */
void fit_end(char *text, size_t size, int width);

/*
 * A person's name, or several with ", " between: as they are where they fit,
 * else one without its first words ("…Thị Lan": people call each other by the
 * given name, which comes last), several by their given names. A given name
 * longer than that is left as it is, for whoever paints it to cut.
 */
void fit_people(char *out, size_t size, const char *names, int width);

#endif
