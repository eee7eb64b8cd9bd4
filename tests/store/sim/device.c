#include "config.h"
#include "tests/store/sim/world.h"

#include <malloc.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/clock.h"
#include "store/base/platform.h"
#include "store/book/meta.h"
#include "store/book/transaction.h"
#include "store/db/statement.h"
#include "store/record/open.h"
#include "store/record/record.h"
#include "store/upkeep/book_create.h"

struct world world;

static const struct vault_pass pass = { "mat khau", 8 };
static const char today[] = "2026-11-21";

/* What each begins with, and a witness of each. */
static struct image begun[DEVICES];
static int64_t begun_whole[DEVICES]; /* its operations */
static struct book *witnesses[DEVICES];

/* ---- chance ---- */

/* Splitmix64: nonces, salts and incarnations are the same whenever a history is run again. */
static uint64_t next_of(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

uint32_t draw(uint32_t below)
{
	return (uint32_t)((next_of(&world.draws) >> 32) * below >> 32);
}

bool one_in(uint32_t n)
{
	return draw(n) == 0;
}

static uint64_t bytes_state;

void chance_from(uint64_t seed)
{
	uint64_t apart = ~seed;

	/* Seeds that follow one another must not give one sequence at two places. */
	world.draws = next_of(&apart);
	bytes_state = next_of(&apart);
}

static const char *random_word(void)
{
	return "simulated";
}

static uint32_t random_32(void)
{
	return (uint32_t)(next_of(&bytes_state) >> 32);
}

static void random_fill(void *to, const size_t n)
{
	uint8_t *at = to;

	for (size_t i = 0; i < n; i += 8) {
		uint64_t r = next_of(&bytes_state);

		memcpy(at + i, &r, n - i < 8 ? n - i : 8);
	}
}

/* ---- in the place of the system and of the key derivation, by the linker's --wrap ---- */

int __wrap_crypto_pwhash(unsigned char *out, unsigned long long n, const char *secret,
			 unsigned long long len, const unsigned char *salt,
			 unsigned long long ops, size_t mem, int alg);
int64_t __wrap_platform_time_ms(void);
int64_t __wrap_platform_booted_ms(void);
void __wrap_memory_trim(void);

int __wrap_crypto_pwhash(unsigned char *out, unsigned long long n, const char *secret,
			 unsigned long long len, const unsigned char *salt,
			 unsigned long long ops, size_t mem, int alg)
{
	(void)ops;
	(void)mem;
	(void)alg;
	return crypto_generichash(out, (size_t)n, (const unsigned char *)secret, len, salt,
				  crypto_pwhash_SALTBYTES);
}

/* A clock that stands in 1970, until somebody says what day it is. */
int64_t __wrap_platform_time_ms(void)
{
	return 0;
}

int64_t __wrap_platform_booted_ms(void)
{
	return 0;
}

/* Nobody else waits for the memory. */
void __wrap_memory_trim(void)
{
}

/* ---- words ---- */

void say(const char *format, ...)
{
	char text[SAID];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	buffer_put(&world.said, text);
}

void violated(const char *format, ...)
{
	va_list args;

	if (world.failed)
		return;
	world.failed = true;
	va_start(args, format);
	vsnprintf(world.why, sizeof world.why, format, args);
	va_end(args);
}

bool broken(int rc, const struct fault *f, const struct device *d, const char *what)
{
	if (rc)
		violated("%s: %s: fault %d, field %s, subject %s", d->is.name, what, rc, f->field,
			 f->subject);
	return rc != 0;
}

/* ---- clocks ---- */

void device_now(const struct device *d)
{
	day_t day = 0;
	char text[40], date[DATE_SIZE];
	int minute = 7 * 60 + world.minute;

	date_parse(&day, today);
	day += d->days_off + minute / 1440;
	date_format(date, day);
	if (d->clock == CLOCK_SET) {
		snprintf(text, sizeof text, "%sT%02d:%02d", date, minute / 60 % 24, minute % 60);
		setenv("SOTAY_NOW", text, 1);
	} else {
		unsetenv("SOTAY_NOW");
		clock_answer(day, minute % 1440);
	}
}

/* ---- opening and closing ---- */

static void path_of(const struct post *post, char path[64])
{
	snprintf(path, 64, "%svault", post->folder);
}

int device_open(struct device *d, struct fault *f)
{
	char path[64];
	int rc;

	device_now(d);
	path_of(&d->is, path);
	rc = records_open(path, d->is.member, pass, &d->book, f);
	if (!rc && book_words(d->book, f)) {
		device_close(d);
		rc = (int)f->code;
	}
	return rc;
}

struct book *device_book(struct device *d)
{
	struct fault f;

	d->used = true;
	if (d->book)
		device_now(d);
	else if (!device_open(d, &f))
		check_committed(d);
	else if (!disk_is_dead())
		broken((int)f.code, &f, d, "does not open");
	return d->book;
}

void device_close(struct device *d)
{
	book_close(d->book);
	d->book = NULL;
}

struct lane device_lane(const struct device *d)
{
	struct lane lane = { .known = true, .level = d->is.level };

	snprintf(lane.unit, sizeof lane.unit, "%s", d->is.unit);
	snprintf(lane.team, sizeof lane.team, "%s", d->is.team);
	snprintf(lane.codes, sizeof lane.codes, "%s", d->is.unit);
	return lane;
}

/* A team's laptop is told its team. */
static int join_team(struct book *book, const char *team, struct fault *f)
{
	struct lane lane;
	bool changed;
	int rc = lane_load(book_db(book), book_lane(book), &lane, f);

	snprintf(lane.team, sizeof lane.team, "%s", team);
	return rc ? rc : lane_tell(book_db(book), &lane, &changed, f);
}

int device_restore(struct device *d, const struct image *image, struct fault *f)
{
	static const char from[] = "/sim/sao-luu/";
	char path[64];
	int rc;

	device_close(d);
	device_now(d);
	disk_put_image(from, image);
	disk_clear(d->is.folder);
	path_of(&d->is, path);
	rc = records_restore("/sim/sao-luu/vault", path, d->is.member, pass, &d->book, f);
	if (!rc)
		rc = book_publish(d->book, f);
	if (!rc)
		rc = book_words(d->book, f);
	if (rc)
		device_close(d);
	disk_clear(from);
	return rc;
}

/* ---- what they begin with ---- */

void must(int rc, const struct fault *f, const char *what)
{
	if (!rc)
		return;
	fprintf(stderr, "%s: fault %d, field %s, subject %s\n", what, rc, f->field, f->subject);
	abort();
}

static void add(struct book *book, enum record_type type, const char *format, const char *unit)
{
	char text[300];
	json_t *o;
	struct fault f;
	rec_t rec;

	snprintf(text, sizeof text, format, unit);
	o = json_loads(text, 0, NULL);
	must(book_begin(book, "log", &f), &f, "begin");
	must(record_add(book, type, o, &rec, &f), &f, text);
	must(book_commit(book, NULL, &f), &f, "commit");
	json_decref(o);
}

void registers_add(struct book *book, const char *unit)
{
	add(book, TYPE_VILLAGE, "{\"code\":\"%s-01\",\"name\":\"Ấp Bắc\",\"households\":210}", unit);
	add(book, TYPE_VILLAGE, "{\"code\":\"%s-02\",\"name\":\"Ấp Nam\"}", unit);
	add(book, TYPE_TEAM, "{\"code\":\"T01\",\"name\":\"Tổ 1\",\"villages\":[\"%s-01\"]}", unit);
	add(book, TYPE_TEAM, "{\"code\":\"T02\",\"name\":\"Tổ 2\",\"villages\":[\"%s-02\"]}", unit);
	add(book, TYPE_HOUSEHOLD, "{\"village\":\"%s-01\",\"code\":\"H001\",\"hint\":\"gần đình\"}", unit);
	add(book, TYPE_HOUSEHOLD, "{\"village\":\"%s-01\",\"code\":\"H002\",\"kinds\":[\"ngheo\"]}", unit);
	add(book, TYPE_HOUSEHOLD, "{\"village\":\"%s-02\",\"code\":\"H001\"}", unit);
	add(book, TYPE_MEMBER, "{\"code\":\"Minh\",\"name\":\"Minh\",\"team\":\"T01\"}%.0s", unit);
}

static void create(struct device *d)
{
	struct book_setup setup = {
		.level = d->is.level, .unit = d->is.unit, .unit_name = "Đơn vị mẫu",
		.member = d->is.member, .pass = pass, .kdf = VAULT_KDF_FLOOR,
	};
	char code[VAULT_CODE_TEXT], path[64];
	struct fault f;

	device_now(d);
	path_of(&d->is, path);
	must(book_create(path, &setup, code, &d->book, &f), &f, "create");
	must(book_publish(d->book, &f), &f, "publish");
	must(join_team(d->book, d->is.team, &f), &f, "team");
}

/* An empty one like it, of another incarnation, which takes in what a desk has in another order. */
static void create_witness(struct device *d)
{
	struct device witness = { .is = d->is };
	char folder[40];
	struct image image;
	struct fault f;

	device_close(d);
	disk_image(d->is.folder, &image);
	snprintf(folder, sizeof folder, "/sim/chung/%d/", (int)(d - world.devices));
	witness.is.folder = folder;
	must(device_restore(&witness, &image, &f), &f, "witness");
	witnesses[d - world.devices] = witness.book;
	image_release(&image);
}

/* A place for a copy of another device. */
static bool is_empty(int i)
{
	return !*play.posts[i].unit;
}

static void forget_saved(struct device *d)
{
	for (int i = 0; i < SAVED; i++)
		image_release(&d->saved[i]);
	memset(d->saved, 0, sizeof d->saved);
}

void devices_prepare(void)
{
	static struct randombytes_implementation simulated = {
		.implementation_name = random_word,
		.random = random_32,
		.buf = random_fill,
	};

	randombytes_set_implementation(&simulated);
	/* What books give back is soon asked for again. */
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	for (int i = 0; i < DEVICES; i++) {
		world.devices[i] = (struct device){ .is = play.posts[i], .began = i };
		if (is_empty(i))
			continue;
		create(&world.devices[i]);
		create_witness(&world.devices[i]);
	}
	play.prepare();
	for (int i = 0; i < DEVICES; i++) {
		if (is_empty(i))
			continue;
		device_book(&world.devices[i]);
		check_committed(&world.devices[i]);
		begun_whole[i] = world.devices[i].whole;
		device_close(&world.devices[i]);
		disk_image(play.posts[i].folder, &begun[i]);
		disk_clear(play.posts[i].folder);
		forget_saved(&world.devices[i]);
	}
}

void devices_end(void)
{
	for (int i = 0; i < DEVICES; i++) {
		book_close(witnesses[i]);
		image_release(&begun[i]);
	}
	disk_clear("/sim/");
}

struct book *device_witness(const struct device *d)
{
	device_now(d);
	return witnesses[d->began];
}

/* ---- a history ---- */

const struct image *device_begun(int i)
{
	return &begun[i];
}

void device_begin(int i)
{
	struct device *d = &world.devices[i];

	d->in_use = true;
	disk_put_image(play.posts[i].folder, &begun[i]);
	image_copy(&d->saved[0], &begun[i]);
	d->saved_whole[0] = begun_whole[i];
	d->n_saved = d->place = 1;
}

void devices_begin(void)
{
	world.minute = 0;
	chance_from(world.seed);
	for (int i = 0; i < DEVICES; i++)
		world.devices[i] = (struct device){ .is = play.posts[i], .began = i };
	play.begin();
}

void devices_clear(void)
{
	disk_fuse(0); /* nothing of it is looked at again: the logs need not be emptied */
	for (int i = 0; i < DEVICES; i++) {
		struct device *d = &world.devices[i];

		device_close(d);
		disk_clear(d->is.folder);
		forget_saved(d);
	}
	disk_fuse(-1);
	clock_forget();
}
