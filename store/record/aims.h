/*
 * aims: what must hold of campaigns and targets; part of rules.h.
 *
 * Called by rules_check() alone, with every field valid by itself.
 */
#ifndef STORE_RECORD_AIMS_H
#define STORE_RECORD_AIMS_H

#include "store/record/rules.h"

/* At most so many days, as a summary by day. */
enum { CAMPAIGN_DAYS = 366 };

/* Its days run forward, and no team has two aims for one figure. */
int aims_check_campaign(const struct becoming *b, struct fault *f);

/* The indicator is one of its set where the catalogue has that; one a set, indicator and team. */
int aims_check_target(struct book *book, const struct becoming *b, struct fault *f);

#endif
