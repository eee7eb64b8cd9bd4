/*
 * changes_text: what has become of a closed period's figures, in words:
 * "Lượt HD: 12 → 13; Lượt người: 30 → 32". One thread.
 */
#ifndef TUI_WORDS_CHANGES_TEXT_H
#define TUI_WORDS_CHANGES_TEXT_H

#include <stddef.h>

#include "store/report/changed.h"

/* As many figures as fit in `width` columns, and how many more; "" where nothing changed. */
void changes_text(char *out, size_t size, const struct report_changes *changes, int width);

#endif
