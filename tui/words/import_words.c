#include "config.h"
#include "tui/words/import_words.h"

#include <inttypes.h>
#include <string.h>

#include "tui/env/translate.h"
#include "tui/words/figure.h"
#include "tui/words/out.h"

static const struct {
	const char *verdict, *reason, *text;
} reasons[] = {
	{ "damaged", "cut", N_("Damaged: the file was cut off. Ask the sender for it again.") },
	{ "damaged", "bad_header", N_("Damaged: its beginning is wrong. Ask the sender for it again.") },
	{ "damaged", "changed", N_("Damaged: it was changed or cut off on the way. Ask the sender for it again.") },
	{ "damaged", "bad_package", N_("Damaged: its lengths do not add up. Ask the sender for it again.") },
	{ "damaged", "bad_signature", N_("Damaged: its signature is wrong; nobody vouches for it.") },
	{ "damaged", "bad_manifest", N_("Damaged: what it says of itself is wrong. Nothing of it was taken.") },
	{ "damaged", "bad_body", N_("Damaged: its content is not what was signed. Nothing of it was taken.") },
	{ "foreign", "not_ours", N_("Not a file of sotay.") },
	{ "foreign", "not_for_us", N_("Meant for others: it is not for this laptop.") },
	{ "foreign", "unknown_root", N_("Signed by a unit this laptop does not know.") },
	{ "quarantined", "revoked", N_("Kept aside: the certificate of its laptop no longer counts.") },
	{ "quarantined", "expired", N_("Kept aside: its laptop's certificate had expired. To take it, renew the certificate.") },
	{ "quarantined", "undone", N_("Kept aside: somebody here took it back.") },
	{ "newer", "", N_("Made by a newer sotay: it will be read when this one is updated.") },
};

const char *import_reason_text(const char *verdict, const char *reason)
{
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (!strcmp(reasons[i].verdict, verdict) &&
		    (!*reasons[i].reason || !strcmp(reasons[i].reason, reason)))
			return _(reasons[i].text);
	return "";
}

void import_whose(struct buffer *out, const char *unit, const char *team, const char *own_unit)
{
	if (!*unit) {
		buffer_put(out, figure_unknown);
		return;
	}
	if (strcmp(unit, own_unit) != 0 || !*team)
		out_clean(out, unit);
	if (*team && strcmp(unit, own_unit) != 0)
		buffer_put_char(out, '/');
	out_clean(out, team);
}

/* ---- of one file ---- */

bool import_is_for_others(const struct import_result *r)
{
	return r->verdict == IMPORT_FOREIGN && !strcmp(r->reason, "not_for_us");
}

void import_lost(struct buffer *out, int64_t lost, enum book_level level)
{
	if (!lost)
		return;
	buffer_print(out, level == LEVEL_TEAM ?
		P_("The commune has %d batch that this book has not: it was restored from an older backup, and what is in it stays there. Tell the officer.\n",
		   "The commune has %d batches that this book has not: it was restored from an older backup, and what is in them stays there. Tell the officer.\n", (int)lost) :
		P_("The upper level has %d batch that this book has not: it was restored from an older backup, and what is in it stays there. Tell the upper level.\n",
		   "The upper level has %d batches that this book has not: it was restored from an older backup, and what is in them stays there. Tell the upper level.\n", (int)lost),
		(int)lost);
}

const char *import_held_there(enum held held)
{
	switch (held) {
	case HELD_REVOKED:
		return _("the certificate of its laptop no longer counts");
	case HELD_EXPIRED:
		return _("its laptop's certificate had expired; it counts once that is renewed");
	case HELD_NEWER:
		return _("it was made by a newer sotay than they have there");
	case HELD_UNDONE:
		return _("somebody there took it back");
	case HELD_NOT:
	case HELDS:
		break;
	}
	return _("ask there why");
}

void import_put_aside(struct buffer *out, int64_t aside, enum book_level level)
{
	if (!aside)
		return;
	buffer_print(out, level == LEVEL_TEAM ?
		P_("The commune has put %d entry of this laptop aside: it does not count there. Ask the officer.\n",
		   "The commune has put %d entries of this laptop aside: they do not count there. Ask the officer.\n", (int)aside) :
		P_("The upper level has put %d entry aside: it does not count there. Ask the upper level.\n",
		   "The upper level has put %d entries aside: they do not count there. Ask the upper level.\n", (int)aside),
		(int)aside);
}

static void note_receipt(struct buffer *out, const struct receipt_taken *t, enum book_level level)
{
	import_lost(out, t->unknown, level);
	if (t->copied)
		buffer_print(out, "%s\n", _("The other side has what this laptop did not make: it was restored from a backup, or a copy of it is in use. Nothing is lost; tell the officer."));
	if (t->held)
		buffer_print(out, P_("The other side keeps %d batch aside; call them.\n",
				     "The other side keeps %d batches aside; call them.\n",
				     (int)t->held), (int)t->held);
	import_put_aside(out, t->aside, level);
}

/* Of an answer and of a document, by what they say of this laptop. */
static void note_document(struct buffer *out, const struct document_taken *t, bool tried)
{
	int n = (int)t->not_taken;

	if (t->enrolled)
		buffer_print(out, "%s\n", tried ?
			_("With it this laptop is enrolled: what was entered can be sent then.") :
			_("This laptop is enrolled now: what was entered can be sent."));
	if (!n)
		return;
	buffer_print(out, tried ?
		P_("%d entry that is said to be this laptop's was not made here; it would not be taken.\n",
		   "%d entries that are said to be this laptop's were not made here; they would not be taken.\n", n) :
		P_("%d entry that is said to be this laptop's was not made here; it was not taken.\n",
		   "%d entries that are said to be this laptop's were not made here; they were not taken.\n", n), n);
}

void import_notes(struct buffer *out, const struct import_result *r, enum book_level level,
		  bool tried)
{
	if (r->other_root_typed)
		buffer_print(out, "%s\n", _("The code that was typed is not of the unit that signed it; have it read out once more."));
	else if (r->no_root_typed)
		buffer_print(out, "%s\n", level == LEVEL_TEAM ?
			_("An answer to this laptop. Ask the officer for the code of the commune, and type it: sotay import FILE --root CODE") :
			_("An answer to this unit. Ask the upper level for its code, and type it: sotay import FILE --root CODE"));
	if (r->verdict != IMPORT_ACCEPTED && r->verdict != IMPORT_QUARANTINED)
		return;
	if (r->forked)
		buffer_print(out, "%s\n", _("Another batch of this number is here: that laptop was restored from a backup, or a copy of it is in use."));
	if (r->gap)
		buffer_print(out, "%s\n", _("The batch before it has not come yet: ask for it."));
	if (r->wrong_token)
		buffer_print(out, "%s\n", tried ?
			_("It names a reply that was never given here; that would be passed over.") :
			_("It names a reply that was never given here; that was passed over."));
	if (r->format == FORMAT_RECEIPT)
		note_receipt(out, &r->receipt, level);
	if (r->format == FORMAT_DOCUMENT)
		note_document(out, &r->document, tried);
}

/* ---- of all of them ---- */

struct came {
	int of_teams, teams; /* batches of teams, and of how many */
	int of_units, units; /* units' own, and the units of all batches */
	int receipts, documents, requests;
	int64_t sessions, reports, acknowledged, fresh;
	int already, others, kept; /* others: sealed for them, as on any stick that goes round */
};

/* Whether an earlier batch is of the same unit, and team where that is asked. */
static bool is_heard(const struct import_results *all, size_t before, bool team)
{
	const struct import_result *r = &all->results[before];

	for (size_t i = 0; i < before; i++) {
		const struct import_result *other = &all->results[i];

		if (other->verdict == IMPORT_ACCEPTED && other->format == FORMAT_BATCH &&
		    !strcmp(other->unit, r->unit) && (!team || !strcmp(other->team, r->team)))
			return true;
	}
	return false;
}

/* Whether an earlier request is of the same laptop, or unit. */
static bool has_asked(const struct import_results *all, size_t before)
{
	const struct import_result *r = &all->results[before];

	for (size_t i = 0; i < before; i++)
		if (all->results[i].asks && all->results[i].verdict == IMPORT_ACCEPTED &&
		    !memcmp(all->results[i].asking, r->asking, sizeof r->asking))
			return true;
	return false;
}

static void count_batch(struct came *came, const struct import_results *all, size_t at)
{
	const struct import_result *r = &all->results[at];

	came->units += !is_heard(all, at, false);
	came->of_teams += *r->team != 0;
	came->of_units += !*r->team;
	came->teams += *r->team && !is_heard(all, at, true);
	came->sessions += r->batch.sessions;
	came->reports += r->batch.reports;
}

static void count(struct came *came, const struct import_results *all, size_t at)
{
	const struct import_result *r = &all->results[at];

	bool for_others = import_is_for_others(r);

	came->already += r->verdict == IMPORT_ALREADY;
	came->others += for_others;
	came->kept += r->verdict == IMPORT_QUARANTINED || r->verdict == IMPORT_DAMAGED ||
		      (r->verdict == IMPORT_FOREIGN && !for_others) || r->verdict == IMPORT_NEWER ||
		      r->verdict == IMPORT_UNREAD;
	if (r->verdict != IMPORT_ACCEPTED)
		return;
	switch (r->format) {
	case FORMAT_BATCH:
		count_batch(came, all, at);
		return;
	case FORMAT_RECEIPT:
		came->receipts++;
		/* Each says all that is held, so several of one desk do not add up. */
		if (r->receipt.acknowledged > came->acknowledged)
			came->acknowledged = r->receipt.acknowledged;
		return;
	case FORMAT_DOCUMENT:
		came->documents++;
		came->fresh += r->document.fresh;
		return;
	case FORMAT_REQUEST:
		came->requests += r->asks && !has_asked(all, at);
		return;
	case FORMAT_UNKNOWN:
		return;
	}
}

/* "12 batches of 11 teams, 2 batches of the communes' own". */
static void put_senders(struct buffer *out, const struct came *came, enum book_level level)
{
	if (came->of_teams) {
		buffer_print(out, P_("%d batch", "%d batches", came->of_teams), came->of_teams);
		buffer_print(out, P_(" of %d team", " of %d teams", came->teams), came->teams);
	}
	if (!came->of_units)
		return;
	buffer_put(out, came->of_teams ? ", " : "");
	buffer_print(out, level == LEVEL_UPPER ?
		P_("%d batch of a commune's own", "%d batches of communes' own", came->of_units) :
		P_("%d batch of this unit's own", "%d batches of this unit's own", came->of_units),
		came->of_units);
}

static void put_batches(struct buffer *out, const struct came *came, enum book_level level,
			bool tried)
{
	if (!came->of_teams && !came->of_units)
		return;
	buffer_put(out, tried ? _("Would take in ") : _("Received "));
	if (level == LEVEL_UPPER)
		buffer_print(out, P_("from %d commune: ", "from %d communes: ", came->units),
			     came->units);
	put_senders(out, came, level);
	buffer_print(out, P_(": %d session", ": %d sessions", (int)came->sessions),
		     (int)came->sessions);
	buffer_print(out, P_(", %d weekly report\n", ", %d weekly reports\n", (int)came->reports),
		     (int)came->reports);
}

void import_came(struct buffer *out, const struct import_results *results, enum book_level level,
		 bool tried)
{
	struct came came = { 0 };

	for (size_t i = 0; i < results->n; i++)
		count(&came, results, i);
	put_batches(out, &came, level, tried);
	if (came.receipts)
		buffer_print(out, level == LEVEL_TEAM ?
			P_("The commune has received %d batch of this laptop\n",
			   "The commune has received %d batches of this laptop\n", (int)came.acknowledged) :
			P_("The upper level has received %d batch\n",
			   "The upper level has received %d batches\n", (int)came.acknowledged),
			(int)came.acknowledged);
	if (came.documents)
		buffer_print(out, level == LEVEL_TEAM ?
			P_("From the commune: %d entry that is new\n",
			   "From the commune: %d entries that are new\n", (int)came.fresh) :
			P_("From the upper level: %d entry that is new\n",
			   "From the upper level: %d entries that are new\n", (int)came.fresh),
			(int)came.fresh);
	if (came.requests)
		buffer_print(out, P_("%d laptop asks to be enrolled: have its code read out, then sotay device enrol FILE --fingerprint CODE -o FOLDER\n",
				     "%d laptops ask to be enrolled: have each code read out, then sotay device enrol FILE --fingerprint CODE -o FOLDER\n",
				     came.requests), came.requests);
	buffer_print(out, _("Here already: %d · "), came.already);
	if (came.others)
		buffer_print(out, _("For others: %d · "), came.others);
	buffer_print(out, _("Not of sotay: %zu · To be looked at: %d\n"), results->passed_over, came.kept);
	if (results->not_reached)
		buffer_print(out, _("Not looked at, too many files or too deep in folders: %zu\n"),
			     results->not_reached);
}

/* Whose teams have all closed; one of which no team is known has not sent. */
static bool has_come(const struct summary_row *commune)
{
	return commune->teams && commune->teams_closed == commune->teams;
}

static void missing_communes(struct buffer *out, const struct summary *summary)
{
	int communes = 0, come = 0;
	const char *between = _("; missing: ");

	for (size_t i = 0; i < summary->group_count; i++) {
		const struct summary_row *row = &summary->groups[i];

		if (!strcmp(row->key, summary->unit))
			continue;
		communes++;
		come += has_come(row);
	}
	if (!communes)
		return;
	buffer_print(out, _("Week %s: %d of %d communes"),
		     strchr(summary->period.label, 'W') + 1, come, communes);
	for (size_t i = 0; i < summary->group_count; i++) {
		const struct summary_row *row = &summary->groups[i];

		if (!strcmp(row->key, summary->unit) || has_come(row))
			continue;
		buffer_put(out, between);
		between = "; ";
		out_clean(out, row->key);
		buffer_put_char(out, ' ');
		out_clean(out, row->label);
		if (row->teams)
			buffer_print(out, _(" (%d/%d teams)"), (int)row->teams_closed, (int)row->teams);
		else
			buffer_put(out, _(" (no team known)"));
	}
	buffer_put_char(out, '\n');
}

/* One no register has is known by its code alone. */
static void put_team(struct buffer *out, const struct summary_team *team)
{
	out_clean(out, team->code);
	if (!strcmp(team->code, team->name))
		return;
	buffer_put_char(out, ' ');
	out_clean(out, team->name);
}

void import_missing(struct buffer *out, const struct summary *summary)
{
	int64_t closed = summary->teams - (int64_t)summary->missing_count;

	if (summary->axis == SUMMARY_UNIT) {
		missing_communes(out, summary);
		return;
	}
	if (!summary->teams)
		return;
	buffer_print(out, _("Week %s: %d of %d teams"), strchr(summary->period.label, 'W') + 1, (int)closed,
		     (int)summary->teams);
	for (size_t i = 0; i < summary->missing_count; i++) {
		buffer_put(out, i ? "; " : _("; missing: "));
		put_team(out, &summary->missing[i]);
	}
	buffer_put_char(out, '\n');
}

/* ---- operations ---- */

const char *aside_text(enum aside aside)
{
	switch (aside) {
	case ASIDE_BOUNDS:
		return _("a number or text is out of bounds");
	case ASIDE_KIND:
		return _("it does not fit its record");
	case ASIDE_LOCAL:
		return _("what stays in the commune is not marked so");
	case ASIDE_UNIT:
		return _("it is of a village of another unit");
	case ASIDE_RIGHTS:
		return _("that laptop may not do this");
	case ASIDE_REVOKED:
		return _("the certificate of its laptop no longer counts");
	case ASIDE_UNDONE:
		return _("its import was taken back");
	case ASIDE_PERSON:
		return _("somebody here put it aside");
	case ASIDE_WAITS:
		return _("it waits for what it changes");
	case ASIDE_ERASED:
		return _("it is erased");
	case ASIDE_NOT:
	case ASIDES:
		break;
	}
	return "";
}
