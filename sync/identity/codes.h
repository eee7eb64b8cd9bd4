/*
 * codes: lists of communes' codes with commas between, as sets.
 *
 * In order and each once, so that the same set is the same text. Pure functions.
 */
#ifndef SYNC_IDENTITY_CODES_H
#define SYNC_IDENTITY_CODES_H

#include "store/oplog/lane.h"
#include "sync/crypto/certificate.h"

/* Add one; of more than there is room for the smallest stay. */
void codes_add(char list[LANE_CODES], const char *code);
/* Add all of another list. */
void codes_add_list(char list[LANE_CODES], const char *others);
/* Add those of a certificate; within: only those of that list, NULL all. */
void codes_add_certificate(char list[LANE_CODES], const struct certificate *c, const char *within);
/* Whether a list has all of another. */
bool codes_include(const char *list, const char *others);
/* As a certificate has them, as many as it may. */
void codes_certify(struct certificate *c, const char *list);

#endif
