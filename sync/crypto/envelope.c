#include "config.h"
#include "sync/crypto/envelope.h"

#include <sodium.h>
#include <string.h>

#include "sync/crypto/age_header.h"
#include "sync/crypto/armour.h"
#include "sync/crypto/chunk.h"
#include "sync/crypto/limits.h"
#include "sync/crypto/package.h"

/* ---- what it is ---- */

static const char any_age[] = "age-encryption.org/";

/* Whether n bytes begin as a text, as far as they go. */
static bool begins(const char *bytes, size_t n, const char *text, size_t len)
{
	return !memcmp(bytes, text, n < len ? n : len);
}

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum refusal envelope_sniff(struct input *file, enum container *out)
{
	char bytes[sizeof ARMOUR_BEGIN - 1];
	size_t n, white = 0, more = 0;
	enum refusal no;

	if (file->size > LIMIT_ARMOURED_FILE) /* before any white space is passed over */
		return REFUSAL_NOT_OURS;
	no = input_read(file, bytes, sizeof bytes, &n);
	if (no)
		return no;
	if (begins(bytes, n, any_age, sizeof any_age - 1)) {
		*out = CONTAINER_AGE;
	} else if (begins(bytes, n, PACKAGE_MAGIC, sizeof PACKAGE_MAGIC - 1)) {
		*out = CONTAINER_PACKAGE;
	} else {
		/* White space may stand before armour, as much as there is. */
		while (n && is_white(bytes[0])) {
			for (white = 0; white < n && is_white(bytes[white]);)
				white++;
			memmove(bytes, bytes + white, n - white);
			no = input_read(file, bytes + n - white, white, &more);
			if (no)
				return no;
			n = n - white + more;
		}
		if (!begins(bytes, n, ARMOUR_BEGIN, sizeof ARMOUR_BEGIN - 1))
			return REFUSAL_NOT_OURS;
		*out = CONTAINER_ARMOUR;
	}
	if (*out != CONTAINER_ARMOUR && file->size > LIMIT_FILE)
		return REFUSAL_NOT_OURS;
	return input_rewind(file);
}

/* ---- reading ---- */

struct envelope {
	struct input content;
	enum container container;
	struct input *file, *age; /* as it came; without armour */
	struct armour armour;
	int recipients;
	uint64_t begin; /* where the pieces begin in the age file */
	uint8_t key[CHUNK_KEY_BYTES];

	uint64_t number; /* of the next piece */
	bool ended;      /* the last one has been read */
	enum refusal broken; /* why nothing more is handed on */
	bool ahead;      /* one byte has been read of the next piece: */
	uint8_t first;
	uint8_t piece[CHUNK_SEALED + 1]; /* sealed, then opened where it stands */
	size_t at, fill;
};

/* A failed read is the file's, whatever stands between. */
static enum refusal failed(struct envelope *e, enum refusal no)
{
	e->content.sys = e->file->sys;
	return no;
}

static void to_first_piece(struct envelope *e)
{
	e->number = 0;
	e->ended = e->ahead = false;
	e->broken = REFUSAL_NONE;
	e->at = e->fill = 0;
}

/* Whether what fails as the last piece is one of those before it: then the rest was cut off. */
static bool more_was_there(struct envelope *e, size_t n)
{
	return n == CHUNK_SEALED && chunk_open(NULL, e->key, e->number, false, e->piece, n);
}

/* The next piece into e->piece, open; or only verified. A byte more tells whether it is the last. */
static enum refusal next_piece(struct envelope *e, bool open)
{
	size_t ahead = e->ahead, n;
	enum refusal no;

	e->piece[0] = e->first;
	no = input_read(e->age, e->piece + ahead, sizeof e->piece - ahead, &n);
	if (no)
		return failed(e, no);
	n += ahead;
	e->ahead = n > CHUNK_SEALED;
	if (e->ahead)
		e->first = e->piece[--n];
	e->ended = !e->ahead;
	if (n < CHUNK_TAG)
		return REFUSAL_CUT;
	if (!chunk_open(open ? e->piece : NULL, e->key, e->number, e->ended, e->piece, n))
		return e->ended && more_was_there(e, n) ? REFUSAL_CUT : REFUSAL_CHANGED;
	if (n == CHUNK_TAG && e->number) /* only what is empty ends with an empty piece */
		return REFUSAL_CHANGED;
	e->number++;
	e->at = 0;
	e->fill = n - CHUNK_TAG;
	return REFUSAL_NONE;
}

static enum refusal content_read(struct input *in, void *to, size_t n, size_t *got)
{
	struct envelope *e = (struct envelope *)in;

	*got = 0;
	while (!e->broken && *got < n) {
		size_t here = e->fill - e->at;

		if (!here && e->ended)
			break;
		if (!here) {
			e->broken = next_piece(e, true);
			continue;
		}
		if (here > n - *got)
			here = n - *got;
		memcpy((uint8_t *)to + *got, e->piece + e->at, here);
		e->at += here;
		*got += here;
	}
	return e->broken;
}

static enum refusal content_rewind(struct input *in)
{
	struct envelope *e = (struct envelope *)in;
	enum refusal no = input_rewind(e->age);

	to_first_piece(e);
	if (!no)
		no = input_skip(e->age, e->begin);
	return no ? failed(e, no) : no;
}

/* Every piece, so that what is read afterwards is known to be whole. */
static enum refusal verify(struct envelope *e)
{
	enum refusal no = REFUSAL_NONE;
	uint64_t size = 0;

	to_first_piece(e);
	while (!no && !e->ended) {
		no = next_piece(e, false);
		size += e->fill;
	}
	if (no)
		return no;
	e->content.size = size;
	return content_rewind(&e->content);
}

/* Counts what passes, so that one knows where the pieces begin. */
struct counted {
	struct input in;
	struct input *from;
	uint64_t n;
};

static enum refusal counted_read(struct input *in, void *to, size_t n, size_t *got)
{
	struct counted *c = (struct counted *)in;
	enum refusal no = input_read(c->from, to, n, got);

	c->n += no ? 0 : *got;
	return no;
}

static enum refusal open_age(struct envelope *e, const struct box_key *keys, size_t n)
{
	struct counted head = { .in = { .read = counted_read }, .from = e->age };
	uint8_t file_key[FILE_KEY_BYTES], salt[CHUNK_SALT_BYTES];
	enum refusal no = age_header_read(&head.in, keys, n, file_key, &e->recipients);

	if (!no)
		no = input_read_all(&head.in, salt, sizeof salt);
	e->begin = head.n;
	if (!no)
		chunk_key(e->key, file_key, salt);
	sodium_memzero(file_key, sizeof file_key);
	return no ? no : verify(e);
}

static enum refusal open_container(struct envelope *e, const struct box_key *keys, size_t n)
{
	enum refusal no = envelope_sniff(e->file, &e->container);

	if (no || e->container == CONTAINER_PACKAGE)
		return no;
	if (e->container == CONTAINER_ARMOUR) {
		armour_init(&e->armour, e->file);
		e->age = &e->armour.in;
	}
	return open_age(e, keys, n);
}

enum refusal envelope_open(struct envelope **out, struct input *file, const struct box_key *keys,
			   size_t n)
{
	struct envelope *e = sodium_malloc(sizeof *e);
	enum refusal no;

	*out = NULL;
	if (!e)
		return REFUSAL_NOMEM;
	memset(e, 0, sizeof *e);
	e->content = (struct input){ .read = content_read, .rewind = content_rewind };
	e->file = e->age = file;
	no = open_container(e, keys, n);
	if (no) {
		sodium_free(e);
		return no;
	}
	*out = e;
	return REFUSAL_NONE;
}

void envelope_close(struct envelope *e)
{
	sodium_free(e);
}

struct input *envelope_content(struct envelope *e)
{
	return e->container == CONTAINER_PACKAGE ? e->file : &e->content;
}

enum container envelope_container(const struct envelope *e)
{
	return e->container;
}

int envelope_recipients(const struct envelope *e)
{
	return e->recipients;
}
