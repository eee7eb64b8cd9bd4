#include "config.h"
#include "tui/unlock/code_paper.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/base/base32.h"
#include "store/base/crypto.h"
#include "store/vault/code.h"
#include "tui/env/translate.h"
#include "tui/term/paint.h"

enum { GROUP_LETTERS = 5 };

void code_paper_choose(int asked[2])
{
	uint8_t random[2];

	random_bytes(random, sizeof random);
	asked[0] = random[0] % VAULT_CODE_GROUPS;
	asked[1] = (asked[0] + 1 + random[1] % (VAULT_CODE_GROUPS - 1)) % VAULT_CODE_GROUPS;
	if (asked[0] > asked[1]) {
		int first = asked[1];

		asked[1] = asked[0];
		asked[0] = first;
	}
}

/* ---- showing the code ---- */

/* Group g of the code in capitals; spread: with blanks between the letters. */
static void group_text(const char *code, int g, bool spread, char out[2 * GROUP_LETTERS + 1])
{
	const char *from = code + g * (GROUP_LETTERS + 1);
	int n = 0;

	for (int i = 0; i < GROUP_LETTERS; i++) {
		out[n++] = (char)toupper((unsigned char)from[i]);
		if (spread)
			out[n++] = ' ';
	}
	out[n] = 0;
}

/* On a low screen: as many groups to a row as fit, without words. */
static void draw_groups_close(const char *code, const struct area *area)
{
	int width = GROUP_LETTERS + 4, per_row = (area->cols - 2) / width;
	char group[2 * GROUP_LETTERS + 1];

	for (int g = 0; g < VAULT_CODE_GROUPS; g++) {
		int row = area->row + g / per_row, col = area->col + 1 + g % per_row * width;

		group_text(code, g, false, group);
		paint_format(row, col, 2, STYLE_LABEL, "%d", g + 1);
		paint_text(row, col + 2, GROUP_LETTERS, STYLE_HEADING, group, false);
	}
	wipe(group, sizeof group);
	paint_cursor(area->row, area->col + 3);
}

void code_paper_draw(const char *code, const struct area *area, const char *line,
		     const char *warning)
{
	int col = area->col + 1, width = area->cols - 2, row = area->row;
	char group[2 * GROUP_LETTERS + 1];

	paint_text(area->row + area->rows - 1, col, width, STYLE_FAINT,
		   _("Written down? Enter goes on; two groups are asked back"), false);
	if (area->rows < VAULT_CODE_GROUPS + 4) {
		draw_groups_close(code, area);
		return;
	}
	paint_text(row++, col, width, STYLE_TEXT, line, false);
	paint_text(row++, col, width, STYLE_WARN, warning, false);
	row++;
	for (int g = 0; g < VAULT_CODE_GROUPS; g++) {
		group_text(code, g, true, group);
		paint_format(row, col + 2, 16, STYLE_LABEL, _("Group %d"), g + 1);
		paint_text(row++, col + 20, width - 20, STYLE_HEADING, group, false);
	}
	wipe(group, sizeof group);
	paint_cursor(area->row + 3, col + 20);
}

/* ---- asking two groups back ---- */

void code_paper_items(struct form_item items[2], const int asked[2])
{
	static char labels[2][64]; /* the form borrows them */

	for (int i = 0; i < 2; i++) {
		snprintf(labels[i], sizeof labels[i], _("Group %d"), asked[i] + 1);
		items[i] = (struct form_item){
			.label = labels[i], .type = FORM_TEXT, .max = 2 * GROUP_LETTERS,
			.plain = true,
			.hint = _("Esc shows the code once more"),
		};
	}
}

/* Read as the recovery code is: either case, look-alikes, fillers anywhere. */
static bool same_group(const char *typed, const char *group)
{
	int n = 0;

	for (size_t filler; *typed; typed += filler + !filler) {
		filler = vault_code_filler(typed);
		if (filler)
			continue;
		if (n == GROUP_LETTERS || base32_value(*typed) < 0 ||
		    base32_value(*typed) != base32_value(group[n]))
			return false;
		n++;
	}
	return n == GROUP_LETTERS;
}

bool code_paper_check(struct form *form, const char *code, const int asked[2])
{
	bool good = true;

	form_error(form, 0, NULL);
	for (int i = 1; i >= 0; i--) { /* the first wrong one gets the cursor */
		char *typed = form_value(form, i);

		if (!same_group(typed, code + asked[i] * (GROUP_LETTERS + 1))) {
			form_error(form, i, _("Not the same: compare with your paper"));
			good = false;
		}
		free(typed);
	}
	return good;
}
