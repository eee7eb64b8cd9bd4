#include "config.h"
#include "store/base/alike.h"

#include <stdbool.h>
#include <string.h>

#include "store/base/text.h"

enum { SLIP_IN = 3 /* letters, for which one slip is allowed */ };

/* The search key without blanks; false when it is too long. */
static bool key_of(char key[ALIKE_KEY], const char *code)
{
	char folded[TEXT_ROOM(4 * ALIKE_KEY)];
	size_t len = strlen(code), n = 0;

	*key = 0;
	if (len > 4 * ALIKE_KEY)
		return false;
	text_fold(folded, sizeof folded, code, len);
	for (const char *s = folded; *s; s++) {
		if (*s == ' ')
			continue;
		if (n + 1 == ALIKE_KEY) {
			*key = 0;
			return false;
		}
		key[n++] = *s;
	}
	key[n] = 0;
	return true;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* How many letters are left out, put in, changed, or change places with the next. */
static size_t slips_between(const char *a, const char *b)
{
	size_t row[3][ALIKE_KEY + 1], n = strlen(a), m = strlen(b);

	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		const size_t *before = row[(i - 1) % 3];
		size_t *now = row[i % 3];

		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = least(before[j - 1] + (a[i - 1] != b[j - 1]),
				       1 + least(before[j], now[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], row[(i - 2) % 3][j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

void alike_init(struct alike *a, const char *typed)
{
	*a = (struct alike){ 0 };
	key_of(a->key, typed);
}

void alike_see(struct alike *a, const char *code)
{
	size_t n = strlen(a->key), slips, at;
	char key[ALIKE_KEY];

	if (!n || !key_of(key, code))
		return;
	slips = slips_between(a->key, key);
	if (n > 1 && !strncmp(key, a->key, n))
		slips = least(slips, 1);
	if (slips > (n < SLIP_IN ? n - 1 : n / SLIP_IN))
		return;
	for (at = a->n; at && a->best[at - 1].slips > slips; at--)
		if (at < ALIKE_MOST)
			a->best[at] = a->best[at - 1];
	if (at == ALIKE_MOST)
		return;
	a->best[at].code = code;
	a->best[at].slips = slips;
	a->n += a->n < ALIKE_MOST;
}
