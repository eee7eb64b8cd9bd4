#include "config.h"
#include "tui/words/household_words.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/record/lookup.h"
#include "tui/words/fit.h"

void household_face(char *out, size_t size, const char *code, const char *hint, int width)
{
	snprintf(out, size, "%s%s%s", code, hint && *hint ? " " : "", hint ? hint : "");
	fit_end(out, size, width);
}

void household_face_of(char *out, size_t size, struct book *book, const char *village,
		       const char *code, int width)
{
	struct fault f;
	char *hint = NULL;

	*out = 0;
	if (!code || !*code)
		return;
	household_hint(book, village, code, &hint, &f); /* what fails is trouble of the book */
	household_face(out, size, code, hint, width);
	free(hint);
}
