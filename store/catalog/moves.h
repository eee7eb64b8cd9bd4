/*
 * moves: which figures of a household's status a topic moves.
 *
 * Written as names of figures joined by "+"; a leading "-" lowers that one:
 * "bank+bank18", "-phone2g". One form in topics.tsv, in records and in JSON. No
 * state, thread-safe.
 */
#ifndef STORE_CATALOG_MOVES_H
#define STORE_CATALOG_MOVES_H

#include "store/catalog/record_type.h"

struct move {
	const struct field *figure; /* of TYPE_STATUS */
	bool lowers;
};

/*
 * The next one from *at, which goes on behind it. False at the end of the text
 * (NULL is the empty one), and where what follows is none: then *at stays there.
 */
bool moves_next(const char **at, struct move *out);

/* Whether the text is of that form: at least one, each figure once, none that counts people living there. */
bool moves_are(const char *text);

#endif
