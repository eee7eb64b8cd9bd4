#include "config.h"
#include "sync/exchange/names.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/text.h"
#include "store/query/list_register.h"
#include "store/record/read.h"

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

void names_fold(char out[NAMES_WHO], const char *text)
{
	size_t room = TEXT_ROOM(strlen(text)), n = 0;
	char *key = memory_alloc(room);

	text_fold(key, room, text, strlen(text));
	for (const char *at = key; *at && n < NAMES_WHO - 1; at++)
		if (is_plain(*at))
			out[n++] = *at;
		else if (n && out[n - 1] != '-')
			out[n++] = '-';
	while (n && out[n - 1] == '-')
		n--;
	if (!n)
		out[n++] = 'x';
	out[n] = 0;
	free(key);
}

/* The villages of a book, as far as it matters. */
struct villages {
	rec_t first;
	int n;
};

static int each_village(void *arg, rec_t rec)
{
	struct villages *villages = arg;

	villages->first = rec;
	return ++villages->n > 1 ? LIST_STOP : FAULT_OK;
}

static int of_village(char out[NAMES_WHO], struct book *book, rec_t rec, struct fault *f)
{
	json_t *village = record_read(book, rec, f);
	const char *name = json_string_value(json_object_get(village, "name"));

	if (!village)
		return f->code;
	if (name && *name)
		names_fold(out, name);
	json_decref(village);
	return FAULT_OK;
}

int names_of_team(char out[NAMES_WHO], struct book *book, const char *team, struct fault *f)
{
	struct villages villages = { 0 };
	char text[LANE_UNIT + 8];
	int rc;

	if (*team) {
		names_fold(out, team);
		return FAULT_OK;
	}
	snprintf(text, sizeof text, "%s-may", book_unit(book)); /* the code alone is the unit's own */
	names_fold(out, text);
	rc = list_register(book, TYPE_VILLAGE, NULL, each_village, &villages, f);
	return rc || villages.n != 1 ? rc : of_village(out, book, villages.first, f);
}

/* "20261121" */
static void put_day(char *out, size_t size, day_t made)
{
	int year, month, day;

	date_split(made, &year, &month, &day);
	snprintf(out, size, "%04d%02d%02d", year, month, day);
}

void names_batch(char out[NAMES_FILE], const char *who, day_t made, int64_t number)
{
	char day[16];

	put_day(day, sizeof day, made);
	snprintf(out, NAMES_FILE, "sotay_%s_%s_%04" PRId64 ".stb", who, day, number);
}

void names_request(char out[NAMES_FILE], const char *who, const uint8_t sign[SIGN_PUBLIC_BYTES],
		   const uint8_t box[BOX_BYTES])
{
	uint8_t bytes[FINGERPRINT_BYTES];
	char letters[FINGERPRINT_TEXT], glimpse[NAMES_WHO];

	fingerprint_of(bytes, sign, box);
	fingerprint_text(letters, bytes);
	letters[FINGERPRINT_GLIMPSE] = 0;
	names_fold(glimpse, letters);
	snprintf(out, NAMES_FILE, "sotay-dang-ky_%s_%s.stb", who, glimpse);
}

void names_answer(char out[NAMES_FILE], const char *who, day_t made, const uint8_t *hash)
{
	char day[16];

	put_day(day, sizeof day, made);
	snprintf(out, NAMES_FILE, "sotay-cho_%s_%s_%02x%02x%02x%02x.stb", who, day, hash[0],
		 hash[1], hash[2], hash[3]);
}

/* ---- what a name looks like ---- */

static const char digits[] = "0123456789", hex[] = "0123456789abcdef";
static const char plain[] = "abcdefghijklmnopqrstuvwxyz0123456789", who[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

/* Step over at least `least` and at most `most` of these letters. */
static bool step(const char **at, const char *letters, size_t least, size_t most)
{
	size_t n = strspn(*at, letters);

	*at += n;
	return n >= least && n <= most;
}

static bool step_text(const char **at, const char *text)
{
	bool is = !strncmp(*at, text, strlen(text));

	*at += is ? strlen(text) : 0;
	return is;
}

/* WHO and what stands behind it, as far as what putfile.h may put before the ending. */
static bool step_stem(const char **at)
{
	bool answer = step_text(at, "sotay-cho_"), request = !answer && step_text(at, "sotay-dang-ky_");

	if (!answer && !request && !step_text(at, "sotay_"))
		return false;
	if (!step(at, who, 1, NAMES_WHO - 1) || !step_text(at, "_"))
		return false;
	if (request)
		return step(at, plain, FINGERPRINT_GLIMPSE, FINGERPRINT_GLIMPSE);
	if (!step(at, digits, 8, 8) || !step_text(at, "_"))
		return false;
	return answer ? step(at, hex, 8, 8) : step(at, digits, 4, 16);
}

bool names_are_ours(const char *name, size_t n)
{
	char text[NAMES_FILE + 8];
	const char *at = text;

	if (n >= sizeof text)
		return false;
	snprintf(text, sizeof text, "%.*s", (int)n, name);
	if (!step_stem(&at) || (step_text(&at, "-") && !step(&at, digits, 1, 4)))
		return false;
	return (step_text(&at, ".stb") || step_text(&at, ".txt")) && at == text + n;
}
