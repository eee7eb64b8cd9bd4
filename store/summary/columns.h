/*
 * columns: from what was counted to the cells of a row, by the rules
 * of rules.h.
 */
#ifndef STORE_SUMMARY_COLUMNS_H
#define STORE_SUMMARY_COLUMNS_H

#include "store/summary/private.h"

/* All cells of one row. row->values is empty and has room for every column. */
int fill_values(struct engine *e, uint32_t group, struct summary_row *row, struct fault *f);

#endif
