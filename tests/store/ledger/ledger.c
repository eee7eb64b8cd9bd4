#include "config.h"
#include "tests/store/ledger/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "store/book/transaction.h"
#include "store/ledger/certificates.h"
#include "store/ledger/laptops.h"
#include "store/ledger/receipts.h"

static void ok(int rc, const struct fault *f, const char *what)
{
	if (rc)
		fail_msg("%s: fault %d, subject %s", what, rc, f->subject);
}

void ledger_begin(struct desk *desk)
{
	struct fault f;

	ok(book_begin(desk->book, "import", &f), &f, "begin");
}

void ledger_commit(struct desk *desk)
{
	struct fault f;

	ok(book_commit(desk->book, NULL, &f), &f, "commit");
}

void ledger_exec(struct desk *desk, const char *sql)
{
	struct fault f;

	ok(db_exec(book_db(desk->book), sql, &f), &f, sql);
}

void ledger_hash(uint8_t out[LEDGER_HASH], int number)
{
	memset(out, 0, LEDGER_HASH);
	out[0] = (uint8_t)number;
	out[LEDGER_HASH - 1] = 1;
}

int64_t ledger_lane(struct desk *desk, int number)
{
	uint8_t id[LANE_BYTES] = { (uint8_t)number };
	struct fault f;
	int64_t key = 0;

	ok(lane_intern(book_db(desk->book), id, &key, &f), &f, "lane");
	return key;
}

int64_t ledger_batch(struct desk *desk, const struct batch *batch)
{
	static const uint8_t signature[LEDGER_SIGNATURE] = { 1 };
	struct fault f;
	int64_t key = 0;

	ok(batches_add(book_db(desk->book), batch, LEDGER_MANIFEST, strlen(LEDGER_MANIFEST), signature,
		       &key, &f), &f, "batch");
	return key;
}

/* Numbers of hashes: of own ones from 100, of others' by their lanes. */
static int64_t chained(struct desk *desk, struct batch *b, int base)
{
	ledger_hash(b->hash, base + (int)b->number);
	ledger_hash(b->prev, base + (int)b->number - 1);
	b->has_prev = b->number > 1;
	return ledger_batch(desk, b);
}

int64_t ledger_own(struct desk *desk, int64_t number, int64_t first, int64_t count)
{
	struct batch b = { .lane = book_lane(desk->book), .number = number, .first = first, .count = count };

	return chained(desk, &b, 100);
}

int64_t ledger_brought(struct desk *desk, const struct lane *lane, int64_t import, int64_t number,
		       int64_t count)
{
	struct batch b = { .number = number, .first = 1, .count = count, .intake = import };
	struct fault f;

	ok(lane_intern(book_db(desk->book), lane->id, &b.lane, &f), &f, "lane");
	return chained(desk, &b, (int)b.lane * 10);
}

void ledger_laptop(struct desk *desk, int number, enum book_level level, const char *unit)
{
	struct kept_certificate c = { .number = 1, .payload = (char[]){ (char)number, 0 }, .n = 1 };
	struct laptop laptop = { .level = level, .expires = DAY_MAX };
	struct fault f;
	bool is_new;

	ledger_hash(c.sign, number);
	ok(certificates_keep(book_db(desk->book), &c, &is_new, &f), &f, "certificate");
	memcpy(laptop.sign, c.sign, LEDGER_KEY);
	laptop.newest = desk_count(desk, "SELECT max(k) FROM certificate");
	snprintf(laptop.unit, sizeof laptop.unit, "%s", unit);
	ok(laptops_put(book_db(desk->book), &laptop, &f), &f, "laptop");
}

void ledger_acknowledge(struct desk *desk, int64_t batch, int laptop, bool up)
{
	struct issuer issuer = { .epoch = 1, .number = 1 };
	struct fault f;
	int64_t key = 0;

	ledger_hash(issuer.sign, laptop);
	ok(receipts_put(book_db(desk->book), &issuer, &key, &f), &f, "receipt");
	ok(acknowledged_put(book_db(desk->book), batch, key, up, &f), &f, "acknowledged");
}
