/*
 * rights: who may do what, checked at entry (data/rights.tsv).
 *
 * A right holds over a scope within one's unit: one's own records, one's
 * team's villages, the whole unit. Who set the laptop up is its administrator
 * (quan_tri) besides his own role. A member who belongs to no team yet is not
 * held to a team's villages. Roles are guard rails: whoever unlocks holds the
 * keys (README, threat model).
 */
#ifndef STORE_RECORD_RIGHTS_H
#define STORE_RECORD_RIGHTS_H

#include "store/book/book.h"
#include "store/catalog/catalog.h"

/* What an act is done to; leave NULL or false what does not apply. */
struct rights_on {
	const char *village; /* code */
	const char *team;    /* code */
	bool own;            /* done or written by who unlocked */
	bool member;         /* a member record of `team` */
};

/*
 * Whether who unlocked may give (or take from) somebody this role: none above
 * his own, but for who set the laptop up; anew (he has not had it): on a team's laptop nobody gives
 * another than thanh_vien and to_truong. NULL is thanh_vien.
 */
int rights_give(struct book *book, const char *role, bool anew, struct fault *f);

/* FAULT_OK or FAULT_NOT_PERMITTED, which names those who may (struct fault); I/O faults. */
int rights_check(struct book *book, enum right right, const struct rights_on *on,
		 struct fault *f);

#endif
