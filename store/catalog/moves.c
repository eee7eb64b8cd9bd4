#include "config.h"
#include "store/catalog/moves.h"

#include <stdio.h>
#include <string.h>

enum { NAME_ROOM = 32, MOVES_MAX = 8 };

/* How many people live there is not moved by guiding them. */
static bool is_movable(const struct field *fd)
{
	return fd && fd->type == FIELD_INT && strcmp(fd->name, "residents") &&
	       strcmp(fd->name, "adults") && strcmp(fd->name, "age15plus");
}

bool moves_next(const char **at, struct move *out)
{
	const char *from = *at;
	char name[NAME_ROOM];
	bool lowers;
	size_t n;

	if (!from || !*from)
		return false;
	lowers = *from == '-';
	from += lowers;
	n = strcspn(from, "+");
	if (n >= sizeof name || (from[n] && !from[n + 1]))
		return false;
	snprintf(name, sizeof name, "%.*s", (int)n, from);
	out->figure = record_type_field(TYPE_STATUS, name);
	out->lowers = lowers;
	if (!is_movable(out->figure))
		return false;
	*at = from + n + (from[n] == '+');
	return true;
}

bool moves_are(const char *text)
{
	const struct field *met[MOVES_MAX];
	struct move move;
	int n = 0;

	while (moves_next(&text, &move)) {
		for (int i = 0; i < n; i++)
			if (met[i] == move.figure)
				return false;
		if (n == MOVES_MAX)
			return false;
		met[n++] = move.figure;
	}
	return n && !*text;
}
