#include "config.h"
#include "store/db/schema.h"

#include <stdio.h>

#include "store/db/statement.h"

/*
 * Migration 1. Kept small on disk: five million sessions must stay under 4 GB,
 * so a session's text lives only in its operation, codes are integers, and
 * the index of a record's operations leaves out the creating one.
 */
static const char migration_1[] =
	"CREATE TABLE meta(key TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;"
	"CREATE TABLE sym(k INTEGER PRIMARY KEY, s TEXT NOT NULL UNIQUE) STRICT;"
	"CREATE TABLE lane(k INTEGER PRIMARY KEY, lane BLOB NOT NULL UNIQUE) STRICT;"

	/* The log. rec = k of the creating operation; bytes NULL: only mentioned so far. */
	"CREATE TABLE op(k INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
	" rec INTEGER REFERENCES op(k), lane INTEGER REFERENCES lane(k), n INTEGER,"
	" bytes BLOB) STRICT;"
	"CREATE INDEX op_rec ON op(rec, k) WHERE rec <> k;"

	/*
	 * One command or one save of a form on this laptop, for undo: operations first..last. No
	 * first, and 0 for the last: it changed what undo cannot take back, and ends the chain.
	 */
	"CREATE TABLE step(k INTEGER PRIMARY KEY, verb TEXT NOT NULL, member TEXT,"
	" at INTEGER NOT NULL, first INTEGER, last INTEGER,"
	" undone_by INTEGER REFERENCES step(k)) STRICT;"
	"CREATE INDEX step_first ON step(first);"
	"CREATE INDEX step_member ON step(member, k) WHERE undone_by IS NULL;"

	/* Who did what here, each row chained to the one before by hash. */
	"CREATE TABLE audit(n INTEGER PRIMARY KEY, at INTEGER NOT NULL, member TEXT,"
	" verb TEXT NOT NULL, detail TEXT, hash BLOB NOT NULL) STRICT;"

	/* Registers. Their codes are unique among the live ones of a unit. */
	"CREATE TABLE village(rec INTEGER PRIMARY KEY REFERENCES op(k), code INTEGER NOT NULL"
	" REFERENCES sym(k), name TEXT NOT NULL, households INTEGER,"
	" voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX village_code ON village(code);"
	"CREATE TABLE household(rec INTEGER PRIMARY KEY REFERENCES op(k), village INTEGER NOT NULL"
	" REFERENCES sym(k), code TEXT NOT NULL, hint TEXT, guided_since INTEGER,"
	" voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX household_code ON household(village, code);"
	"CREATE INDEX household_bare ON household(code);"
	"CREATE TABLE team(rec INTEGER PRIMARY KEY REFERENCES op(k), code INTEGER NOT NULL"
	" REFERENCES sym(k), name TEXT NOT NULL, voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX team_code ON team(code);"
	"CREATE TABLE team_village(team INTEGER NOT NULL REFERENCES team(rec), village INTEGER"
	" NOT NULL REFERENCES sym(k), PRIMARY KEY(team, village)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE member(rec INTEGER PRIMARY KEY REFERENCES op(k), code INTEGER NOT NULL"
	" REFERENCES sym(k), name TEXT NOT NULL, role INTEGER REFERENCES sym(k),"
	" team INTEGER REFERENCES sym(k), voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX member_code ON member(code);"
	"CREATE TABLE topic(rec INTEGER PRIMARY KEY REFERENCES op(k), code INTEGER NOT NULL"
	" REFERENCES sym(k), short TEXT NOT NULL, vi TEXT NOT NULL, en TEXT,"
	" grp INTEGER REFERENCES sym(k), unit TEXT, cap TEXT, status TEXT,"
	" voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX topic_code ON topic(code);"

	/* Sessions: what is counted. attempt not NULL: nobody was guided. */
	"CREATE TABLE session(rec INTEGER PRIMARY KEY REFERENCES op(k), day INTEGER NOT NULL,"
	" minute INTEGER, village INTEGER REFERENCES sym(k), household INTEGER REFERENCES op(k),"
	" channel INTEGER REFERENCES sym(k), attempt INTEGER REFERENCES sym(k),"
	" minutes INTEGER, people INTEGER, female INTEGER, over60 INTEGER,"
	" voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX session_day ON session(day, minute);"
	"CREATE INDEX session_village ON session(village, day);"
	"CREATE INDEX session_household ON session(household, day, attempt, voided)"
	" WHERE household IS NOT NULL;"
	"CREATE INDEX session_attempt ON session(day) WHERE attempt IS NOT NULL;"
	"CREATE TABLE session_topic(session INTEGER NOT NULL REFERENCES session(rec),"
	" topic INTEGER NOT NULL REFERENCES sym(k), outcome INTEGER REFERENCES sym(k),"
	" count INTEGER, blocker INTEGER REFERENCES sym(k),"
	" PRIMARY KEY(session, topic)) STRICT, WITHOUT ROWID;"
	/* pos 0 is the first of `by`: his team is the session's team. */
	"CREATE TABLE session_by(session INTEGER NOT NULL REFERENCES session(rec),"
	" pos INTEGER NOT NULL, member INTEGER NOT NULL REFERENCES sym(k),"
	" PRIMARY KEY(session, pos)) STRICT, WITHOUT ROWID;"

	/* What was promised; closed = the day it was done or cancelled. */
	"CREATE TABLE followup(rec INTEGER PRIMARY KEY REFERENCES op(k), session INTEGER NOT NULL"
	" REFERENCES op(k), kind INTEGER REFERENCES sym(k), due INTEGER,"
	" topic INTEGER REFERENCES sym(k), status INTEGER NOT NULL REFERENCES sym(k),"
	" closed INTEGER, voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX followup_session ON followup(session);"
	"CREATE INDEX followup_due ON followup(due) WHERE closed IS NULL AND voided = 0;"

	/*
	 * Dated snapshots of a household's digital status; the newest one counts. born
	 * (merge.h) tells which of two of the same day was made later.
	 */
	"CREATE TABLE status(rec INTEGER PRIMARY KEY REFERENCES op(k), household INTEGER NOT NULL"
	" REFERENCES op(k), day INTEGER NOT NULL, residents INTEGER, adults INTEGER,"
	" age15plus INTEGER, smartphones INTEGER, fibre INTEGER, eid1 INTEGER, eid2 INTEGER,"
	" dvc INTEGER, bank INTEGER, ewallet INTEGER, signature INTEGER, health_record INTEGER,"
	" vssid INTEGER, telehealth INTEGER, shop INTEGER, born INTEGER NOT NULL DEFAULT 0,"
	" voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX status_household ON status(household, day);"

	/* A closed period of a team (team NULL: the unit's own). */
	"CREATE TABLE report(rec INTEGER PRIMARY KEY REFERENCES op(k), period TEXT NOT NULL,"
	" first INTEGER NOT NULL, last INTEGER NOT NULL, team INTEGER REFERENCES sym(k),"
	" nil INTEGER NOT NULL, voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX report_last ON report(last);"

	/* Records with more than one differing head in some field; fields: their names, by commas. */
	"CREATE TABLE conflict(rec INTEGER PRIMARY KEY REFERENCES op(k), fields TEXT NOT NULL) STRICT;"

	/*
	 * Folded words of a session. The rowid sorts by (day, minute): newest first
	 * is then a walk from the end (search.h). Without content: the text is in the log.
	 * search_word holds every word of three letters or more ever indexed.
	 */
	"CREATE TABLE search_word(w TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;"
	"CREATE VIRTUAL TABLE session_fts USING fts5(words, content='', columnsize=0, detail=none,"
	" prefix='1 2', tokenize='unicode61 remove_diacritics 0');";

/* Migration 2. Voided sessions are few: to list them, and to take them off a count by an index. */
static const char migration_2[] =
	"CREATE INDEX session_voided ON session(day, minute) WHERE voided = 1;";

/*
 * Migration 3. Words are folded otherwise than before (text.h: what looks like đ is d,
 * fillers are spaces): where the index has such letters it is to be made anew, which is
 * done when it is opened (record/open.c).
 */
static const char migration_3[] =
	"CREATE VIRTUAL TABLE temp.old_terms USING fts5vocab('main', 'session_fts', 'row');"
	"INSERT INTO meta(key, value) SELECT 'set.search_stale', '1' WHERE EXISTS(SELECT 1"
	" FROM temp.old_terms WHERE instr(term, char(0xF0)) OR instr(term, char(0x256))"
	" OR instr(term, char(0x3164)) OR instr(term, char(0x115F)) OR instr(term, char(0x1160))"
	" OR instr(term, char(0xFFA0)));"
	"DROP TABLE temp.old_terms;";

/*
 * Migration 4. More figures of a household's status, those typed in with a report, what
 * kind a household was when, campaigns and targets. Operations before had none of these
 * but the kinds, whose table is filled when it is opened (record/open.c).
 */
static const char migration_4[] =
	"ALTER TABLE status ADD COLUMN bank18 INTEGER;"
	"ALTER TABLE status ADD COLUMN welfare INTEGER;"
	"ALTER TABLE status ADD COLUMN literate INTEGER;"
	"ALTER TABLE status ADD COLUMN cashless INTEGER;"
	"ALTER TABLE status ADD COLUMN app INTEGER;"
	"ALTER TABLE status ADD COLUMN phone2g INTEGER;"
	"ALTER TABLE status ADD COLUMN biz_epay INTEGER;"

	"ALTER TABLE report ADD COLUMN so_tin INTEGER;"
	"ALTER TABLE report ADD COLUMN tl_hstt REAL;"
	"ALTER TABLE report ADD COLUMN tl_sohoa REAL;"

	/* The days, both included, on which a household was of a kind. */
	"CREATE TABLE household_kind(household INTEGER NOT NULL REFERENCES household(rec),"
	" kind INTEGER NOT NULL REFERENCES sym(k), since INTEGER NOT NULL, until INTEGER NOT NULL,"
	" PRIMARY KEY(household, kind, since)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX household_kind_kind ON household_kind(kind);"
	"INSERT INTO meta(key, value) SELECT 'set.kinds_stale', '1'"
	" WHERE EXISTS(SELECT 1 FROM household);"

	/* A tag's days and aims; what it aims at is in the log alone. */
	"CREATE TABLE campaign(rec INTEGER PRIMARY KEY REFERENCES op(k), code INTEGER NOT NULL"
	" REFERENCES sym(k), name TEXT NOT NULL, first INTEGER, last INTEGER, tag TEXT,"
	" voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX campaign_code ON campaign(code);"
	/* What an indicator is to come to, here or in a team (NULL: the unit). */
	"CREATE TABLE target(rec INTEGER PRIMARY KEY REFERENCES op(k), bundle INTEGER NOT NULL"
	" REFERENCES sym(k), code INTEGER NOT NULL REFERENCES sym(k),"
	" team INTEGER REFERENCES sym(k), number REAL, voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX target_code ON target(bundle, code);";

/*
 * Migration 5. What other laptops wrote: what each lane is, which import brought an operation
 * (source; NULL: made here), why one does not count (aside, enum aside; NULL: it does), and
 * whether it stays in the commune. All lanes before were this laptop's.
 */
static const char migration_5[] =
	"ALTER TABLE lane ADD COLUMN own INTEGER;"
	"ALTER TABLE lane ADD COLUMN inc BLOB;"
	"ALTER TABLE lane ADD COLUMN level INTEGER;"
	"ALTER TABLE lane ADD COLUMN unit TEXT;"
	"ALTER TABLE lane ADD COLUMN team TEXT;"
	"ALTER TABLE lane ADD COLUMN codes TEXT;"
	"UPDATE lane SET own = 1, level = CASE (SELECT value FROM meta WHERE key = 'level')"
	" WHEN 'team' THEN 0 WHEN 'commune' THEN 1 ELSE 2 END,"
	" unit = (SELECT value FROM meta WHERE key = 'unit');"
	"UPDATE lane SET inc = (SELECT value FROM meta WHERE key = 'incarnation')"
	" WHERE k = (SELECT max(k) FROM lane);"

	"ALTER TABLE op ADD COLUMN local INTEGER;"
	/* Hints lay in the operations that made households: inside a text a quote is never bare. */
	"UPDATE op SET local = 1 WHERE instr(bytes, CAST('\"type\":\"household\"' AS BLOB))"
	" AND instr(bytes, CAST('\"hint\":' AS BLOB));"
	"ALTER TABLE op ADD COLUMN source INTEGER;"
	"ALTER TABLE op ADD COLUMN aside INTEGER;"
	"CREATE INDEX op_aside ON op(aside, k) WHERE aside IS NOT NULL;"

	/* Whose session it is by the lane that made it, where that is a team's other than this laptop's. */
	"ALTER TABLE session ADD COLUMN team INTEGER REFERENCES sym(k);"

	/*
	 * Households that are one: `same` names another; what names a joined one has it in `named`
	 * and counts for the other (record/joined.h).
	 */
	"ALTER TABLE household ADD COLUMN same INTEGER REFERENCES op(k);"
	"CREATE INDEX household_same ON household(same) WHERE same IS NOT NULL;"
	"ALTER TABLE session ADD COLUMN named INTEGER REFERENCES op(k);"
	"CREATE INDEX session_named ON session(named) WHERE named IS NOT NULL;"
	"ALTER TABLE status ADD COLUMN named INTEGER REFERENCES op(k);"
	"CREATE INDEX status_named ON status(named) WHERE named IS NOT NULL;"

	/* Operations taken in together, of keys first to last, as one thing that may be taken back. */
	"CREATE TABLE intake(k INTEGER PRIMARY KEY, at INTEGER NOT NULL, member TEXT,"
	" first INTEGER, last INTEGER, undone INTEGER NOT NULL DEFAULT 0) STRICT;"
	/*
	 * Those an import brought that another had brought before, or was waited for, or came by
	 * its id alone (whole NULL); in which lane, and whether marked as staying in the commune.
	 * Where an import has no row, what its operations have is what the log says.
	 */
	"CREATE TABLE intake_again(intake INTEGER NOT NULL REFERENCES intake(k),"
	" op INTEGER NOT NULL REFERENCES op(k), lane INTEGER NOT NULL REFERENCES lane(k),"
	" local INTEGER, whole INTEGER, PRIMARY KEY(intake, op)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX intake_again_op ON intake_again(op, intake);"
	/* What a person here put aside, whatever else may be said of it. */
	"CREATE TABLE put_aside(op INTEGER PRIMARY KEY REFERENCES op(k)) STRICT;"

	/* Follow-ups that name a session of another unit: as if they named none (record/scope.h). */
	"CREATE TABLE followup_apart(rec INTEGER PRIMARY KEY REFERENCES op(k), session INTEGER NOT NULL"
	" REFERENCES op(k)) STRICT;"
	"CREATE INDEX followup_apart_session ON followup_apart(session);"

	/* Which records an erasure names. */
	"CREATE TABLE erasure(record INTEGER NOT NULL REFERENCES op(k), erase INTEGER NOT NULL"
	" REFERENCES op(k), PRIMARY KEY(record, erase)) STRICT, WITHOUT ROWID;"
	/*
	 * What is erased (record/erasure.h): by its own name, or because it names `via`; since which
	 * day it is here.
	 */
	"CREATE TABLE erased(rec INTEGER PRIMARY KEY REFERENCES op(k), via INTEGER REFERENCES op(k),"
	" day INTEGER NOT NULL, stands INTEGER NOT NULL) STRICT;"
	"CREATE INDEX erased_via ON erased(via) WHERE via IS NOT NULL;";

/*
 * Migration 6. What came and went (store/ledger): roots that are pinned, certificates, what each
 * laptop comes to by them, batches, receipts, documents and files. Bytes of operations stay in
 * the log: a batch names its own by the import that carries it, or by its lane and numbers.
 */
static const char migration_6[] =
	"ALTER TABLE lane ADD COLUMN sign BLOB;" /* the key it belongs to; NULL: not known */
	"UPDATE lane SET sign = (SELECT value FROM meta WHERE key = 'device_pk') WHERE own;"

	/* What was made here, by the numbers a batch has. */
	"CREATE INDEX op_own ON op(lane, n) WHERE source IS NULL AND bytes IS NOT NULL;"

	/* Whom this desk trusts to say what a laptop is. codes: commas between. */
	"CREATE TABLE root(pk BLOB PRIMARY KEY, box BLOB NOT NULL, whose INTEGER NOT NULL,"
	" level INTEGER NOT NULL, unit TEXT NOT NULL, unit_name TEXT NOT NULL, codes TEXT NOT NULL,"
	" revoked INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
	/* Whose signature is right; whether one counts is another question. */
	"CREATE TABLE certificate(k INTEGER PRIMARY KEY, sign BLOB NOT NULL, issuer BLOB NOT NULL,"
	" number INTEGER NOT NULL, payload BLOB NOT NULL UNIQUE, signature BLOB NOT NULL) STRICT;"
	"CREATE INDEX certificate_sign ON certificate(sign, number);"
	/* Records of type key: the certificates that its operations ever set, and what is revoked. */
	"CREATE TABLE key_record(rec INTEGER PRIMARY KEY REFERENCES op(k), sign TEXT NOT NULL,"
	" keep TEXT, voided INTEGER NOT NULL) STRICT;"
	"CREATE INDEX key_record_sign ON key_record(sign);"
	"CREATE TABLE key_certificate(rec INTEGER NOT NULL REFERENCES key_record(rec),"
	" cert TEXT NOT NULL, PRIMARY KEY(rec, cert)) STRICT, WITHOUT ROWID;"
	/* What a signing key comes to by all of that. expires NULL: never. */
	"CREATE TABLE laptop(sign BLOB PRIMARY KEY, root BLOB NOT NULL, box BLOB NOT NULL,"
	" level INTEGER NOT NULL, unit TEXT NOT NULL, team TEXT NOT NULL, codes TEXT NOT NULL,"
	" name TEXT NOT NULL, number INTEGER NOT NULL, newest INTEGER NOT NULL REFERENCES certificate(k),"
	" expires INTEGER, revoked INTEGER NOT NULL) STRICT, WITHOUT ROWID;"

	/*
	 * Batches, this laptop's own (intake NULL) and others'. first and count NULL: of a newer
	 * format, kept unread. whole: prev leads down to number 1. held: why it does not count (ledger/batches.h).
	 */
	"CREATE TABLE batch(k INTEGER PRIMARY KEY, lane INTEGER NOT NULL REFERENCES lane(k),"
	" number INTEGER NOT NULL, hash BLOB NOT NULL UNIQUE, prev BLOB, first INTEGER, count INTEGER,"
	" made INTEGER NOT NULL, manifest BLOB NOT NULL, signature BLOB NOT NULL,"
	" at INTEGER NOT NULL, intake INTEGER REFERENCES intake(k), whole INTEGER NOT NULL,"
	" held INTEGER, again INTEGER, forwarded INTEGER) STRICT;"
	"CREATE INDEX batch_lane ON batch(lane, number);"
	/* The one packed here that holds a number of a lane; empty ones hold none. */
	"CREATE INDEX batch_first ON batch(lane, first) WHERE count > 0 AND intake IS NULL;"
	"CREATE INDEX batch_prev ON batch(prev) WHERE prev IS NOT NULL;"
	"CREATE INDEX batch_intake ON batch(intake) WHERE intake IS NOT NULL;"
	/* A package kept whole, opened: of batches that are held. */
	"CREATE TABLE batch_kept(batch INTEGER PRIMARY KEY REFERENCES batch(k),"
	" package BLOB NOT NULL) STRICT;"
	/* The file as it is sent, until it is acknowledged; body: hash of the lines sealed in it. */
	"CREATE TABLE batch_sealed(batch INTEGER PRIMARY KEY REFERENCES batch(k), body BLOB NOT NULL,"
	" recipient BLOB NOT NULL, file BLOB NOT NULL) STRICT;"
	/* When a batch was last written to which carrier. */
	"CREATE TABLE batch_sent(batch INTEGER NOT NULL REFERENCES batch(k), carrier TEXT NOT NULL,"
	" at INTEGER NOT NULL, PRIMARY KEY(batch, carrier)) STRICT, WITHOUT ROWID;"

	/* Laptops that gave this one receipts: the newest of each, whole, as it came. */
	"CREATE TABLE issuer(k INTEGER PRIMARY KEY, sign BLOB NOT NULL UNIQUE, epoch INTEGER NOT NULL,"
	" number INTEGER NOT NULL, token BLOB NOT NULL, made INTEGER NOT NULL, at INTEGER NOT NULL,"
	" body BLOB NOT NULL) STRICT;"
	/* Which batches here each of them acknowledges, itself (up 0) or as heard from above. */
	"CREATE TABLE acknowledged(batch INTEGER NOT NULL REFERENCES batch(k),"
	" issuer INTEGER NOT NULL REFERENCES issuer(k), up INTEGER NOT NULL,"
	" PRIMARY KEY(batch, issuer, up)) STRICT, WITHOUT ROWID;"
	"CREATE INDEX acknowledged_issuer ON acknowledged(issuer);"
	/* Receipts, documents and requests that came, by the hash of their manifest. */
	"CREATE TABLE seen(hash BLOB PRIMARY KEY, format INTEGER NOT NULL, at INTEGER NOT NULL)"
	" STRICT, WITHOUT ROWID;"
	/* Documents that came. previous: the one it goes on from; whole: that leads to a beginning. */
	"CREATE TABLE document(k INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, sign BLOB NOT NULL,"
	" previous BLOB, whole INTEGER NOT NULL, made INTEGER NOT NULL, at INTEGER NOT NULL,"
	" intake INTEGER REFERENCES intake(k)) STRICT;"

	/* Those this desk gives receipts and documents to: a laptop's key, or a unit's code. */
	"CREATE TABLE addressee(k INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL,"
	" number INTEGER NOT NULL, body BLOB, owed INTEGER NOT NULL, named BLOB, sealed BLOB,"
	" hash BLOB, made INTEGER) STRICT;"
	/* Documents given out: the log as far as they go (upto), and what they were made from. */
	"CREATE TABLE document_out(k INTEGER PRIMARY KEY, addressee INTEGER NOT NULL REFERENCES"
	" addressee(k), hash BLOB NOT NULL UNIQUE, upto INTEGER NOT NULL, state TEXT NOT NULL,"
	" made INTEGER NOT NULL, at INTEGER NOT NULL, sealed BLOB) STRICT;"

	/* Files that came, as `import list` has them: verdict and reason by name. */
	"CREATE TABLE file(k INTEGER PRIMARY KEY, at INTEGER NOT NULL, member TEXT, name TEXT NOT NULL,"
	" size INTEGER NOT NULL, verdict TEXT NOT NULL, reason TEXT NOT NULL, format TEXT,"
	" batch INTEGER REFERENCES batch(k), intake INTEGER REFERENCES intake(k)) STRICT;"
	"CREATE INDEX file_name ON file(name, size);";

static const char migration_7[] =
	/* Operations made here that a document says were put aside there, or taken back (back). */
	"CREATE TABLE document_aside(document INTEGER NOT NULL REFERENCES document(k),"
	" op INTEGER NOT NULL REFERENCES op(k), back INTEGER NOT NULL,"
	" PRIMARY KEY(document, op)) STRICT, WITHOUT ROWID;";

static const char *const migrations[] = {
	migration_1, migration_2, migration_3, migration_4, migration_5, migration_6, migration_7,
};
enum { MIGRATIONS = sizeof migrations / sizeof migrations[0] };

/* Children before the parents they refer to. */
static const char *const projections[] = {
	"conflict", "erasure", "key_certificate", "key_record", "target", "campaign", "report", "status", "followup_apart",
	"followup", "session_by",
	"session_topic", "session", "topic", "member", "team_village", "team", "household_kind",
	"household", "village", NULL,
};

int schema_version(void)
{
	return MIGRATIONS;
}

const char *const *schema_projections(void)
{
	return projections;
}

int schema_migrate(struct db *db, struct fault *f)
{
	int64_t have = 0;
	char sql[64];
	int rc = read_int(db, "PRAGMA user_version", &have, f);

	if (rc)
		return rc;
	if (have > MIGRATIONS)
		return fault_set(f, FAULT_NEWER, NULL);
	if (have == MIGRATIONS)
		return FAULT_OK;
	rc = db_exec(db, "BEGIN IMMEDIATE", f);
	for (int i = (int)have; !rc && i < MIGRATIONS; i++)
		rc = db_exec(db, migrations[i], f);
	if (!rc) {
		snprintf(sql, sizeof sql, "PRAGMA user_version = %d; COMMIT", MIGRATIONS);
		rc = db_exec(db, sql, f);
	}
	if (rc)
		db_rollback(db);
	return rc;
}

int schema_clear_projections(struct db *db, struct fault *f)
{
	char sql[64];

	for (int i = 0; projections[i]; i++) {
		int rc;

		snprintf(sql, sizeof sql, "DELETE FROM %s", projections[i]);
		rc = db_exec(db, sql, f);
		if (rc)
			return rc;
	}
	return db_exec(db, "INSERT INTO session_fts(session_fts) VALUES('delete-all')", f);
}
