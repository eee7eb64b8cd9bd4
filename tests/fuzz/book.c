#include "config.h"
#include "tests/fuzz/book.h"

#include <ftw.h>
#include <sodium.h>
#include <unistd.h>

#include "store/base/crypto.h"
#include "store/book/transaction.h"
#include "store/catalog/record_type.h"
#include "store/record/record.h"
#include "store/upkeep/book_create.h"
#include "tests/fuzz/fuzz.h"

static struct book *book;
static char folder[4096];

/* The same ids for the same input: what breaks a target breaks it again. */
static uint64_t random_state;

static uint32_t repeating_next(void)
{
	random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(random_state >> 32);
}

static void repeating_bytes(void *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((uint8_t *)out)[i] = (uint8_t)repeating_next();
}

static const char *repeating_name(void)
{
	return "fuzz";
}

static randombytes_implementation repeating = {
	.implementation_name = repeating_name, .random = repeating_next, .buf = repeating_bytes,
};

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

static void leave(void)
{
	book_close(book);
	nftw(folder, remove_one, 4, FTW_DEPTH | FTW_PHYS);
}

static void add(enum record_type type, const char *text)
{
	json_t *object = json_loads(text, 0, NULL);
	struct fault f;
	rec_t rec;

	FUZZ_CHECK(object && !record_add(book, type, object, &rec, &f));
	json_decref(object);
}

static const char session[] =
	"{\"date\":\"2026-11-17\",\"village\":\"26572-01\",\"household\":\"H001\","
	"\"channel\":\"tai_nha\",\"people\":2,\"topics\":[{\"topic\":\"VNEID2\","
	"\"outcome\":\"hoan_thanh\"}],\"followups\":[{\"kind\":\"den_lai\","
	"\"due\":\"2026-11-24\"}],\"note\":\"Bà tự làm được\",\"by\":[\"Lan\"]}";

static void fill(void)
{
	struct fault f;

	FUZZ_CHECK(!book_begin(book, "log", &f));
	add(TYPE_VILLAGE, "{\"code\":\"26572-01\",\"name\":\"Ấp Bắc\",\"households\":210}");
	add(TYPE_VILLAGE, "{\"code\":\"26572-02\",\"name\":\"Thôn Hòa Bình\"}");
	add(TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H001\"}");
	add(TYPE_HOUSEHOLD, "{\"village\":\"26572-01\",\"code\":\"H002\",\"hint\":\"cạnh đình\"}");
	add(TYPE_HOUSEHOLD, "{\"village\":\"26572-02\",\"code\":\"H003\"}");
	add(TYPE_TEAM, "{\"code\":\"T01\",\"name\":\"Tổ Một\",\"villages\":[\"26572-01\"]}");
	add(TYPE_MEMBER, "{\"code\":\"Lan\",\"name\":\"Lan\",\"role\":\"to_truong\",\"team\":\"T01\"}");
	add(TYPE_MEMBER, "{\"code\":\"Bình\",\"name\":\"Trần Bình\"}");
	add(TYPE_TOPIC, "{\"code\":\"RIENG\",\"short\":\"Việc riêng\",\"vi\":\"Việc riêng\","
			"\"group\":\"khac\"}");
	for (int i = 0; i < 3; i++)
		add(TYPE_SESSION, session);
	FUZZ_CHECK(!book_commit(book, NULL, &f));
}

struct book *fuzz_book(void)
{
	struct book_setup setup = {
		.level = LEVEL_TEAM, .unit = "26572", .unit_name = "Phường Tam Long",
		.member = "Lan", .pass = { "mat khau", 8 }, .kdf = VAULT_KDF_FLOOR,
	};
	const char *where = getenv("TMPDIR");
	char code[VAULT_CODE_TEXT], path[sizeof folder + 16];
	struct fault f;

	if (book)
		return book;
	setenv("SOTAY_NOW", "2026-11-21T09:00", 1);
	snprintf(folder, sizeof folder, "%s/fuzz.XXXXXX", where ? where : "/tmp");
	randombytes_set_implementation(&repeating);
	FUZZ_CHECK(crypto_init() == 0 && mkdtemp(folder));
	atexit(leave);
	snprintf(path, sizeof path, "%s/sotay.vault", folder);
	FUZZ_CHECK(!book_create(path, &setup, code, &book, &f) && !book_publish(book, &f));
	fill();
	return book;
}

struct book *fuzz_begin(void)
{
	struct fault f;

	FUZZ_CHECK(!book_begin(fuzz_book(), "log", &f));
	random_state = 1;
	return book;
}

void fuzz_rollback(void)
{
	book_rollback(book);
}
