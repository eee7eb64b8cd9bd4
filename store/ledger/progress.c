#include "config.h"
#include "store/ledger/progress.h"

#include <string.h>

#include "store/db/statement.h"
#include "store/oplog/lane.h"

const char *progress_code(enum progress progress)
{
	static const char *const codes[] = {
		[PROGRESS_SAVED] = "da_luu",       [PROGRESS_PACKED] = "da_goi",
		[PROGRESS_SENT] = "da_gui_di",     [PROGRESS_COMMUNE] = "xa_da_nhan",
		[PROGRESS_UPPER] = "cap_tren_da_nhan",
	};

	return codes[progress];
}

/* Whether an issuer that counts acknowledges batch ?1: itself, or as heard from above. */
#define ACKNOWLEDGED(up) \
	"EXISTS(SELECT 1 FROM acknowledged a JOIN issuer i ON i.k = a.issuer" \
	" JOIN laptop l ON l.sign = i.sign WHERE a.batch = b.k AND a.up = " up " AND NOT l.revoked)"

int batch_progress(struct book *book, int64_t batch, enum progress *out, struct fault *f)
{
	bool team = book_level(book) == LEVEL_TEAM;
	struct statement st = statement_of(book_db(book), "SELECT n.own, " ACKNOWLEDGED("0") ", "
		ACKNOWLEDGED("1") ", EXISTS(SELECT 1 FROM batch_sent WHERE batch = b.k)"
		" FROM batch b JOIN lane n ON n.k = b.lane WHERE b.k = ?", f);

	*out = PROGRESS_SAVED;
	bind_int(&st, batch);
	if (row_next(&st)) {
		bool own = row_int(&st, 0) != 0, parent = row_int(&st, 1) != 0;

		if (row_int(&st, 2) || (parent && !team))
			*out = PROGRESS_UPPER;
		else if (parent || !own)
			*out = PROGRESS_COMMUNE;
		else
			*out = row_int(&st, 3) ? PROGRESS_SENT : PROGRESS_PACKED;
	}
	return statement_end(&st);
}

#define CARRIES "(SELECT o.source UNION ALL SELECT g.intake FROM intake_again g WHERE g.op = o.k)"
/* What this laptop made before it was restored came back by its own batches alone. */
#define CAME_BACK "n.own IS NOT NULL AND EXISTS(SELECT 1 FROM batch b WHERE b.intake IN " CARRIES ")" \
	" AND NOT EXISTS(SELECT 1 FROM document d WHERE d.intake IN " CARRIES ")"

/*
 * Whether it came from elsewhere. One that was made here: its batch, 0 none; of several the one that
 * is furthest. One that came: whether a batch that carries it is acknowledged.
 */
#define OPERATION(which) \
	"SELECT o.source IS NOT NULL AND NOT (" CAME_BACK ") AS came, n.k, n.level," \
	" CASE WHEN o.source IS NULL THEN" \
	" (SELECT CASE WHEN b.first + b.count > o.n THEN b.k END FROM batch b WHERE b.lane = o.lane" \
	"  AND b.first <= o.n AND b.count > 0 AND b.intake IS NULL ORDER BY b.first DESC LIMIT 1)" \
	" WHEN " CAME_BACK " THEN (SELECT b.k FROM batch b WHERE b.intake IN " CARRIES \
	"  ORDER BY " ACKNOWLEDGED("1") " DESC, " ACKNOWLEDGED("0") " DESC, b.k LIMIT 1)" \
	" ELSE EXISTS(SELECT 1 FROM batch b WHERE b.intake IN " CARRIES " AND " ACKNOWLEDGED("0") ") END" \
	" FROM op o JOIN lane n ON n.k = o.lane WHERE " which " AND o.bytes IS NOT NULL" \
	" AND o.aside IS NULL"

/* What came to a commune, or an upper level. */
static enum progress of_arrived(struct book *book, enum book_level by, bool acknowledged)
{
	if (book_level(book) == LEVEL_UPPER || by == LEVEL_UPPER || acknowledged)
		return PROGRESS_UPPER;
	return PROGRESS_COMMUNE;
}

/* Whether the operation of a row decides: elsewhere what one desk made does not hold back what came. */
static bool is_asked(struct book *book, bool made_here)
{
	return book_level(book) == LEVEL_COMMUNE || made_here == (book_level(book) == LEVEL_TEAM);
}

static int of_record(struct book *book, rec_t rec, enum progress *out, struct fault *f)
{
	struct statement st = statement_of(book_db(book), OPERATION("o.k = ?1 AND o.rec = o.k")
		" UNION ALL " OPERATION("o.rec = ?1 AND o.rec <> o.k"), f);
	bool asked = false, came = false;
	int64_t last = 0;
	enum progress of_last = PROGRESS_SAVED;

	bind_int(&st, rec);
	while (row_next(&st)) {
		bool made_here = !row_int(&st, 0);
		enum progress one = PROGRESS_SAVED;

		came = came || !made_here;
		if (!is_asked(book, made_here))
			continue;
		if (!made_here) {
			one = of_arrived(book, (enum book_level)row_int(&st, 2), row_int(&st, 3) != 0);
		} else if (row_int(&st, 3)) {
			if (row_int(&st, 3) != last)
				st.rc = batch_progress(book, row_int(&st, 3), &of_last, f);
			last = row_int(&st, 3);
			one = of_last;
		}
		*out = !asked || one < *out ? one : *out;
		asked = true;
	}
	if (!asked && came && book_level(book) == LEVEL_TEAM)
		*out = PROGRESS_COMMUNE;
	return statement_end(&st);
}

int record_progress(struct book *book, rec_t rec, enum progress *out, struct fault *f)
{
	int64_t any = 0;
	int rc = read_int(book_db(book), "SELECT EXISTS(SELECT 1 FROM batch) OR EXISTS(SELECT 1"
			  " FROM intake)", &any, f);

	*out = PROGRESS_SAVED;
	return rc || !any ? rc : of_record(book, rec, out, f);
}

/*
 * The states of batch_progress() as numbers that grow, so that the least of a record's can be had:
 * 0 in none, 1 packed, 2 sent, 3 the next level has it, 4 the one above that.
 */
#define STATE "CASE WHEN " ACKNOWLEDGED("1") " THEN 4 WHEN " ACKNOWLEDGED("0") " THEN 3" \
	" ELSE 1 + EXISTS(SELECT 1 FROM batch_sent t WHERE t.batch = b.k) END"

int progress_count(struct book *book, struct progress_counts *out, struct fault *f)
{
	struct statement st = statement_of(book_db(book),
		"SELECT least, count(*), sum(rec IN (SELECT rec FROM session)) FROM ("
		" SELECT rec, min(state) AS least FROM ("
		"  SELECT o.rec, coalesce(s.state, 0) AS state FROM op o JOIN lane n ON n.k = o.lane"
		"  LEFT JOIN (SELECT b.lane, b.first, b.first + b.count AS past, " STATE " AS state"
		"   FROM batch b WHERE b.intake IS NULL AND b.count > 0) s"
		"  ON s.lane = o.lane AND o.n >= s.first AND o.n < s.past"
		"  WHERE n.own AND o.source IS NULL AND o.bytes IS NOT NULL"
		"  UNION ALL SELECT o.rec, " STATE " FROM batch b JOIN lane n ON n.k = b.lane AND n.own"
		"  JOIN intake i ON i.k = b.intake JOIN op o ON o.k BETWEEN i.first AND i.last"
		"  WHERE o.source = i.k AND o.aside IS NULL AND NOT EXISTS(SELECT 1 FROM document d"
		"   WHERE d.intake IN " CARRIES "))"
		" GROUP BY rec)"
		" GROUP BY least", f);

	memset(out, 0, sizeof *out);
	while (row_next(&st)) {
		int64_t state = row_int(&st, 0);
		enum progress progress = (enum progress)state;

		if (state == 3 && book_level(book) != LEVEL_TEAM)
			progress = PROGRESS_UPPER;
		out->records[progress] += row_int(&st, 1);
		out->sessions[progress] += row_int(&st, 2);
	}
	return statement_end(&st);
}
