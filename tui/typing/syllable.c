#include "config.h"
#include "tui/typing/syllable.h"

#include <string.h>

/* What may follow an onset. Front letters are e ê i y, a glide is the o or u of oa uê … */
enum onset_kind {
	BEFORE_ALL,
	BEFORE_BACK,  /* c, ng: front letters take k, ngh instead */
	BEFORE_I,     /* g: of the front letters only i */
	BEFORE_FRONT, /* gh, ngh */
	LABIAL,       /* no glide but in uy (xe buýt) */
	AFTER_Q,      /* qu, whose u is a glide itself */
	AFTER_GI,     /* gi before another vowel */
	NO_ONSET,
};

static const struct {
	const char32_t *letters;
	enum onset_kind kind;
	bool name; /* only in names; in lower case it would be bro, plus */
} onsets[] = {
	{ U"", NO_ONSET, false },       { U"b", LABIAL, false },
	{ U"bl", BEFORE_ALL, true },    { U"br", BEFORE_ALL, true },
	{ U"c", BEFORE_BACK, false },   { U"ch", BEFORE_ALL, false },
	{ U"d", BEFORE_ALL, false },    { U"dr", BEFORE_ALL, true },
	{ U"đ", BEFORE_ALL, false },    { U"đr", BEFORE_ALL, true },
	{ U"g", BEFORE_I, false },      { U"gh", BEFORE_FRONT, false },
	{ U"gi", AFTER_GI, false },     { U"gr", BEFORE_ALL, true },
	{ U"h", BEFORE_ALL, false },    { U"k", BEFORE_ALL, false },
	{ U"kh", BEFORE_ALL, false },   { U"kl", BEFORE_ALL, false },
	{ U"kr", BEFORE_ALL, false },   { U"l", BEFORE_ALL, false },
	{ U"m", LABIAL, false },        { U"n", BEFORE_ALL, false },
	{ U"ng", BEFORE_BACK, false },  { U"ngh", BEFORE_FRONT, false },
	{ U"nh", BEFORE_ALL, false },   { U"p", LABIAL, false },
	{ U"ph", LABIAL, false },       { U"pl", BEFORE_ALL, true },
	{ U"pr", BEFORE_ALL, true },    { U"qu", AFTER_Q, false },
	{ U"r", BEFORE_ALL, false },    { U"s", BEFORE_ALL, false },
	{ U"t", BEFORE_ALL, false },    { U"th", BEFORE_ALL, false },
	{ U"tr", BEFORE_ALL, false },   { U"v", LABIAL, false },
	{ U"x", BEFORE_ALL, false },
};

enum { ONSETS = sizeof onsets / sizeof onsets[0] };

/* What may end a syllable, as bits; the texts are in the same order. */
enum coda {
	OPEN = 1 << 0,
	ALONE = 1 << 1, /* open, but only as a letter by itself */
	C = 1 << 2,
	CH = 1 << 3,
	K = 1 << 4,
	KN = 1 << 5, /* k in names; in lower case it would be book, desk */
	M = 1 << 6,
	N = 1 << 7,
	NG = 1 << 8,
	NH = 1 << 9,
	P = 1 << 10,
	T = 1 << 11,
};

static const char32_t *const codas[] = { U"",  U"",  U"c",  U"ch", U"k", U"k",
					 U"m", U"n", U"ng", U"nh", U"p", U"t" };

enum { CODAS = sizeof codas / sizeof codas[0] };

static const struct {
	const char32_t *nucleus;
	unsigned int codas;
	bool after_q; /* only there: quýt, quỳnh */
} rimes[] = {
	{ U"a", OPEN | C | CH | M | N | NG | NH | P | T, false },
	{ U"ai", OPEN, false },
	{ U"ao", OPEN, false },
	{ U"au", OPEN, false },
	{ U"ay", OPEN, false },
	{ U"ă", ALONE | C | K | M | N | NG | P | T, false },
	{ U"â", ALONE | C | M | N | NG | P | T, false },
	{ U"âu", OPEN, false },
	{ U"ây", OPEN, false },
	{ U"e", OPEN | C | KN | M | N | NG | P | T, false },
	{ U"eo", OPEN, false },
	{ U"ê", OPEN | C | CH | M | N | NH | P | T, false },
	{ U"êu", OPEN, false },
	{ U"i", OPEN | CH | M | N | NH | P | T, false },
	{ U"ia", OPEN, false },
	{ U"iê", C | M | N | NG | P | T, false },
	{ U"iêu", OPEN, false },
	{ U"iu", OPEN, false },
	{ U"o", OPEN | C | KN | M | N | NG | P | T, false },
	{ U"oa", OPEN | C | CH | M | N | NG | NH | P | T, false },
	{ U"oai", OPEN, false },
	{ U"oao", OPEN, false },
	{ U"oay", OPEN, false },
	{ U"oă", C | M | N | NG | P | T, false },
	{ U"oe", OPEN | C | M | N | NG | T, false },
	{ U"oeo", OPEN, false },
	{ U"oi", OPEN, false },
	{ U"oo", C | N | NG, false },
	{ U"ô", OPEN | C | KN | M | N | NG | P | T, false },
	{ U"ôi", OPEN, false },
	{ U"ơ", OPEN | KN | M | N | NG | P | T, false },
	{ U"ơi", OPEN, false },
	{ U"u", OPEN | C | KN | M | N | NG | P | T, false },
	{ U"ua", OPEN, false },
	{ U"uâ", N | NG | T, false },
	{ U"uây", OPEN, false },
	{ U"uê", OPEN | CH | NH, false },
	{ U"uêu", OPEN, false },
	{ U"ui", OPEN, false },
	{ U"uô", C | M | N | NG | P | T, false },
	{ U"uôi", OPEN, false },
	{ U"uơ", OPEN, false },
	{ U"uy", OPEN | CH | N | NH | P | T, false },
	{ U"uya", OPEN, false },
	{ U"uyê", N | T, false },
	{ U"uyu", OPEN, false },
	{ U"ư", OPEN | C | M | N | NG | T, false },
	{ U"ưa", OPEN, false },
	{ U"ưi", OPEN, false },
	{ U"ươ", ALONE | C | M | N | NG | P | T, false },
	{ U"ươi", OPEN, false },
	{ U"ươu", OPEN, false },
	{ U"ưu", OPEN, false },
	{ U"y", OPEN, false },
	{ U"y", CH | N | NH | P | T, true },
	{ U"yê", M | N | NG | T, false },
	{ U"yêu", OPEN, false },
};

enum { RIMES = sizeof rimes / sizeof rimes[0] };

/* Names of places that fit no rule above, each as it is written. */
static const char32_t *const names[] = {
	U"Avương", U"BHốk", U"Bhăng", U"Broăi", U"Bă", U"Băh", U"Chrôh", U"Cuôr", U"DRóh",
	U"Djrăng", U"Dliê", U"Dêr", U"Dêê", U"Dăh", U"Eachà", U"HLốp", U"Hrú", U"JLơi", U"Jút",
	U"Jơ", U"KBô", U"KDăm", U"KMăl", U"KNớ", U"Khăl", U"Khươl", U"Kmút", U"Kmăl", U"Knuếc",
	U"Knốp", U"Krêl", U"Krêy", U"Kuêh", U"Kuăng", U"Laêê", U"Miầu", U"Mláh", U"Môl", U"Măih",
	U"Nuôl", U"Piơr", U"Pnôn", U"Púch", U"Păh", U"Păl", U"Pơnan", U"Pơơ", U"Pưh", U"Qưới",
	U"RSươm", U"RTô", U"RVê", U"Rcăm", U"Rvê", U"SRó", U"Srônh", U"Sôr", U"Sơmei", U"Tíh",
	U"Tóh", U"Tôr", U"Tẻh", U"Vàl", U"Xiêr", U"Yiêng", U"Yông", U"Yă", U"Zuôich", U"ÊBur",
	U"Êê", U"ĐLiê", U"Đakrông", U"Đak", U"Đal", U"Đar", U"Đir", U"Ơt",
};

enum { NAMES = sizeof names / sizeof names[0] };

static int length(const char32_t *text)
{
	int n = 0;

	while (text[n])
		n++;
	return n;
}

/* Whether a letter is the one wanted, or lacks only its mark. */
static bool can_be(char32_t letter, char32_t wanted)
{
	return letter == wanted || letter == letter_base(wanted);
}

/* Whether the letters are the start of `text`, or can become it. */
static bool starts(const char32_t *letters, int n, const char32_t *text)
{
	for (int i = 0; i < n; i++)
		if (!text[i] || !can_be(letters[i], text[i]))
			return false;
	return true;
}

static bool equal(const char32_t *letters, int n, const char32_t *text)
{
	for (int i = 0; i < n; i++)
		if (letters[i] != text[i]) /* also where the text ends */
			return false;
	return !text[n];
}

static bool is_front(char32_t letter)
{
	return letter == U'e' || letter == U'ê' || letter == U'i' || letter == U'y';
}

static bool has_glide(const char32_t *nucleus)
{
	char32_t second = nucleus[1];

	if (nucleus[0] == U'o')
		return second == U'a' || second == U'ă' || second == U'e';
	return nucleus[0] == U'u' && (second == U'â' || second == U'ê' || second == U'ơ');
}

/* Whether an onset of this kind and a row of rimes[] go together. */
static bool goes_with(enum onset_kind kind, int rime)
{
	const char32_t *nucleus = rimes[rime].nucleus;
	bool front = is_front(nucleus[0]);

	if (rimes[rime].after_q && kind != AFTER_Q)
		return false;
	if (nucleus[0] == U'y' && nucleus[1]) /* yên, quyên; elsewhere it is iên */
		return kind == NO_ONSET || kind == AFTER_Q;
	switch (kind) {
	case BEFORE_BACK:
		return !front;
	case BEFORE_I:
		return !front || nucleus[0] == U'i';
	case BEFORE_FRONT:
		return front && nucleus[0] != U'y';
	case LABIAL:
		return !has_glide(nucleus);
	case AFTER_Q:
		return nucleus[0] != U'u' && nucleus[0] != U'ư';
	case AFTER_GI:
		return nucleus[0] != U'i' && nucleus[0] != U'y';
	case BEFORE_ALL:
	case NO_ONSET:
		break;
	}
	return true;
}

/* What is asked of the letters. */
struct ask {
	bool whole; /* a whole syllable, not only the start of one */
	bool name;
};

static bool fits_coda(struct ask ask, unsigned int allowed, bool alone, const char32_t *rest, int n)
{
	if (!ask.name)
		allowed &= ~(unsigned int)KN;
	if (!alone && ask.whole)
		allowed &= ~(unsigned int)ALONE;
	for (int i = 0; i < CODAS; i++)
		if ((allowed >> i & 1) &&
		    (ask.whole ? equal(rest, n, codas[i]) : starts(rest, n, codas[i])))
			return true;
	return false;
}

static bool fits_rime(struct ask ask, enum onset_kind kind, const char32_t *rest, int n)
{
	for (int i = 0; i < RIMES; i++) {
		const char32_t *nucleus = rimes[i].nucleus;
		int len = length(nucleus);

		if (!goes_with(kind, i))
			continue;
		if (!ask.whole && n <= len && starts(rest, n, nucleus))
			return true;
		if (n >= len &&
		    (ask.whole ? !memcmp(rest, nucleus, (size_t)len * sizeof *rest)
			       : starts(rest, len, nucleus)) &&
		    fits_coda(ask, rimes[i].codas, kind == NO_ONSET, rest + len, n - len))
			return true;
	}
	return false;
}

static bool fits_rules(struct ask ask, const char32_t *letters, int n)
{
	for (int i = 0; i < ONSETS; i++) {
		int len = length(onsets[i].letters);

		if (onsets[i].name && !ask.name)
			continue;
		if (!ask.whole && n <= len && starts(letters, n, onsets[i].letters))
			return true;
		if (n > len && starts(letters, len, onsets[i].letters) &&
		    fits_rime(ask, onsets[i].kind, letters + len, n - len))
			return true;
	}
	return false;
}

/*
 * Whether the letters are a name of the list, or the start of one; *at is the
 * letter with its tone, -1 for one without.
 */
static bool fits_name(struct ask ask, const char32_t *letters, int n, const char32_t *name,
		      enum tone *tone, int *at)
{
	struct letter letter = { 0 };
	int i;

	*tone = TONE_LEVEL;
	*at = -1;
	for (i = 0; i < n; i++) {
		if (!letter_split(name[i], &letter))
			return false; /* also where the name ends */
		if (ask.whole ? letters[i] != letter.plain : !can_be(letters[i], letter.plain))
			return false;
		if (letter.tone) {
			*tone = letter.tone;
			*at = i;
		}
	}
	return !ask.whole || !name[i];
}

bool syllable_possible(const char32_t *letters, int n, bool name)
{
	struct ask ask = { .name = name };
	enum tone tone;
	int at;

	if (fits_rules(ask, letters, n))
		return true;
	for (int i = 0; name && i < NAMES; i++)
		if (fits_name(ask, letters, n, names[i], &tone, &at))
			return true;
	return false;
}

/* Whether a final consonant can be heard with the tone. */
static bool coda_takes(const char32_t *letters, int n, enum tone tone)
{
	char32_t last = letters[n - 1];
	bool closed = tone == TONE_ACUTE || tone == TONE_DOT;

	if (last == U'k')
		return closed || tone == TONE_LEVEL;
	if (last == U'c' || last == U'p' || last == U't' ||
	    (last == U'h' && n > 1 && letters[n - 2] == U'c'))
		return closed;
	return true;
}

bool syllable_valid(const char32_t *letters, int n, enum tone tone, bool name)
{
	struct ask ask = { .whole = true, .name = name };
	enum tone own;
	int at;

	if (!n)
		return false;
	/* Only ă and ơ are written without a tone before k: Đăk, Dơk, but not Bôk. */
	if (fits_rules(ask, letters, n) && coda_takes(letters, n, tone) &&
	    (letters[n - 1] != U'k' || tone || letters[n - 2] == U'ă' || letters[n - 2] == U'ơ'))
		return true;
	for (int i = 0; name && i < NAMES; i++)
		if (fits_name(ask, letters, n, names[i], &own, &at) && own == tone)
			return true;
	return false;
}

/* The vowels the tone is placed among: from *start up to, not with, *end. */
static bool find_vowels(const char32_t *letters, int n, int *start, int *end)
{
	int from = 0, to;

	while (from < n && !letter_vowel(letters[from]))
		from++;
	for (to = from; to < n && letter_vowel(letters[to]); to++)
		;
	if (to - from > 1 && from == 1 &&
	    ((letters[0] == U'q' && letters[1] == U'u') ||
	     (letters[0] == U'g' && letters[1] == U'i')))
		from++;
	*start = from;
	*end = to;
	return from < to;
}

bool syllable_takes_tone(const char32_t *letters, int n, enum tone tone)
{
	int start, end;

	return find_vowels(letters, n, &start, &end) && (end == n || coda_takes(letters, n, tone));
}

int syllable_tone_at(const char32_t *letters, int n, enum tone tone, enum tone_style style,
		     bool name)
{
	struct ask whole = { .whole = true, .name = name };
	int start, end, at;
	enum tone own;

	for (int i = 0; name && i < NAMES; i++)
		if (fits_name(whole, letters, n, names[i], &own, &at) && own && own == tone)
			return at;
	if (!find_vowels(letters, n, &start, &end))
		return -1;
	for (int i = end - 1; i >= start; i--)
		if (letters[i] != letter_base(letters[i]))
			return i;
	if (end - start == 1)
		return start;
	if (end < n)
		return end - 1;
	if (end - start == 2) {
		char32_t first = letters[start], second = letters[start + 1];
		bool glide = first == U'o' ? second == U'a' || second == U'e'
					   : first == U'u' && second == U'y';

		return style == TONE_NEW && glide ? start + 1 : start;
	}
	return start + 1;
}
