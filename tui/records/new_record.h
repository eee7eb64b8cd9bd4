/*
 * new_record: what a new record is proposed, and what follows from it, by whose desk it is.
 *
 * A team's laptop has one team as a rule. The first that is made there takes in who is in none;
 * as long as it is the only one and looks after every village there is, a new village is its,
 * too (else its members could not log there), and a new member is proposed it. Where there are
 * several teams, and at a commune's desk, all of that is said by who types. One thread.
 */
#ifndef TUI_RECORDS_NEW_RECORD_H
#define TUI_RECORDS_NEW_RECORD_H

#include <jansson.h>

#include "store/book/book.h"
#include "store/catalog/record_type.h"

/*
 * The values it begins with, a new reference: `start` (NULL: none) and what is proposed besides, every
 * village to the first team, his only team to a member, and at the desk above communes its role.
 * What could not be read is not proposed; *f says so then, and is left alone otherwise.
 */
json_t *new_record_begin(struct book *book, enum record_type type, const json_t *start,
			 struct fault *f);

/*
 * What follows from a record that was just added, within its transaction. *joined: how many
 * members came into the team with that, 0 without. Returns FAULT_OK or the fault.
 */
int new_record_follow(struct book *book, enum record_type type, rec_t added, int *joined,
		      struct fault *f);

#endif
