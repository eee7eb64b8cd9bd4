#include "config.h"
#include "tui/typing/run.h"

#include <string.h>

#include "tui/typing/word.h"

/* A run with the word, as one text. */
struct address {
	char text[TELEX_RUN_MAX + TELEX_WORD_MAX];
	int n;
};

/* The ends of names on the net that are met here. */
static const char *const top_domains[] = {
	"app", "asia", "biz", "com",    "edu",  "gov", "info", "io", "ly", "me",
	"net", "online", "org", "page", "shop", "site", "top",  "tv", "vn", "xyz",
};

void run_begin(struct telex_run *r, bool known)
{
	r->n = r->seen = 0;
	r->known = known;
	r->open = false;
}

void run_put(struct telex_run *r, char32_t ch)
{
	r->seen++;
	if (ch <= 0x20 || ch > 0x7E || r->n == TELEX_RUN_MAX)
		r->known = false;
	if (r->known)
		r->keys[r->n++] = (char)ch;
}

void run_put_word(struct telex_run *r, const struct telex_word *w, int seen)
{
	char keys[TELEX_WORD_MAX];
	int n = word_keys(w, keys);

	r->seen += seen;
	if (w->beyond || n < w->typed || r->n + n > TELEX_RUN_MAX)
		r->known = false;
	if (!r->known)
		return;
	memcpy(r->keys + r->n, keys, (size_t)n);
	r->n += n;
}

void run_drop(struct telex_run *r)
{
	if (r->known && r->n) {
		r->n--;
		r->seen--;
	} else if (!r->open) {
		run_begin(r, false);
	}
}

bool run_ends_at(char32_t ch)
{
	return ch <= 0x20 || ch > 0x7E || strchr("()[]{}<>\"',;|!", (int)ch);
}

/* ---- what an address looks like ---- */

static char lower(char ch)
{
	return ch >= 'A' && ch <= 'Z' ? (char)(ch - 'A' + 'a') : ch;
}

static bool is_alnum(char ch)
{
	return (lower(ch) >= 'a' && lower(ch) <= 'z') || (ch >= '0' && ch <= '9');
}

static bool same(const char *text, int n, const char *wanted)
{
	for (int i = 0; i < n; i++)
		if (lower(text[i]) != wanted[i]) /* also where that ends */
			return false;
	return !wanted[n];
}

/* Letters, digits and dots, with signs between that only names have. */
static bool is_name(const struct address *a, const char *signs)
{
	for (int i = 0; i < a->n; i++)
		if (!is_alnum(a->text[i]) && a->text[i] != '.' && !strchr(signs, a->text[i]))
			return false;
	return a->n && is_alnum(a->text[0]) && is_alnum(a->text[a->n - 1]);
}

/* The name of a computer on the net: abc.vn. */
static bool is_host(const struct address *a)
{
	int last = a->n;

	if (!is_name(a, "-"))
		return false;
	while (last && a->text[last - 1] != '.')
		last--;
	if (last < 2 || a->text[last - 2] == '.')
		return false;
	for (size_t i = 0; i < sizeof top_domains / sizeof top_domains[0]; i++)
		if (same(a->text + last, a->n - last, top_domains[i]))
			return true;
	return false;
}

/* https:/ before the other slash. */
static bool is_scheme(const struct address *a)
{
	return a->n > 3 && a->text[a->n - 1] == '/' && a->text[a->n - 2] == ':';
}

/* C: or \ before a backslash, which no sentence has there. */
static bool is_drive(const struct address *a)
{
	return (a->n == 2 && a->text[1] == ':') || (a->n == 1 && a->text[0] == '\\');
}

enum run_kind run_judge(const struct telex_run *r, const struct telex_word *w, char32_t ch)
{
	struct address a;
	char keys[TELEX_WORD_MAX];
	int n = w->beyond ? 0 : word_keys(w, keys);

	if (!r->known || w->beyond || n < w->typed)
		return RUN_WORDS;
	memcpy(a.text, r->keys, (size_t)r->n);
	memcpy(a.text + r->n, keys, (size_t)n);
	a.n = r->n + n;
	switch (ch) {
	case U'@':
		return is_name(&a, "-_+") ? RUN_OPEN : RUN_WORDS;
	case U'.':
		return same(a.text, a.n, "www") ? RUN_OPEN : RUN_WORDS;
	case U'/':
		return is_scheme(&a) || is_host(&a) ? RUN_OPEN : RUN_WORDS;
	case U'\\':
		return is_drive(&a) ? RUN_OPEN : RUN_WORDS;
	case U':':
	case U'?':
	case U'#':
		return is_host(&a) ? RUN_OPEN : RUN_WORDS;
	default:
		break;
	}
	if (ch && !run_ends_at(ch))
		return RUN_WORDS;
	if (a.n && a.text[a.n - 1] == '.') /* that of the sentence */
		a.n--;
	return is_host(&a) ? RUN_ADDRESS : RUN_WORDS;
}
