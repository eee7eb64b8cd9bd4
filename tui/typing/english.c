#include "config.h"
#include "tui/typing/english.h"

#include <stdlib.h>
#include <string.h>

/* Sorted, for bsearch(). */
static const char *const words[] = {
	"affect", "affected", "affiliate", "afford", "arrange", "array", "arrival", "arrive",
	"arrived", "arrow", "assembly", "assess", "assessment", "asset", "assets", "assign",
	"assigned", "assignment", "assist", "assistant", "assistants", "associate", "associated",
	"association", "associations", "assume", "assurance", "assure", "barrier", "barriers",
	"borrow", "buffer", "carried", "carrier", "carry", "coffee", "correct", "corrected",
	"correction", "corrections", "correlate", "correspond", "corresponding", "currency",
	"current", "currently", "differ", "difference", "differences", "different", "difficult",
	"difficulty", "effect", "effective", "effects", "effort", "efforts", "error", "errors",
	"essay", "essential", "hurry", "irregular", "issue", "issued", "issuer", "issues",
	"less", "lesson", "lessons", "loss", "marriage", "married", "mess", "message",
	"messages", "messaging", "messenger", "mirror", "miss", "missed", "missing", "mission",
	"missions", "narrow", "necessary", "offer", "offered", "offers", "office", "officer",
	"officers", "offline", "pass", "passed", "passenger", "passengers", "passing", "passion",
	"passive", "passport", "passports", "password", "passwords", "possible", "possibly",
	"session", "sessions", "sorry", "suffer", "suffix", "surround", "terrible", "tomorrow",
	"traffic", "warrant", "warranty", "worried", "worry",
};

struct word {
	const char *text;
	size_t len;
};

static int compare(const void *wanted, const void *entry)
{
	const struct word *word = wanted;
	const char *listed = *(const char *const *)entry;
	int order = strncmp(word->text, listed, word->len);

	return order ? order : -(int)(unsigned char)listed[word->len];
}

bool telex_is_english(const char *word, size_t n)
{
	struct word wanted = { word, n };

	return bsearch(&wanted, words, sizeof words / sizeof words[0], sizeof words[0], compare);
}
