/*
 * theme: what things look like, by what they are for.
 *
 * Every drawing call names a role; which attributes and colours that means
 * is decided here once: a colour scheme, and a complete one without colours
 * (terminals that have none, NO_COLOR set and not empty). No role differs from
 * the one beside it by colour alone.
 */
#ifndef TUI_TERM_THEME_H
#define TUI_TERM_THEME_H

enum role_of_text {
	LOOK_TEXT,     /* plain */
	LOOK_TITLE,    /* the bar on top */
	LOOK_HEADING,
	LOOK_LABEL,    /* of a field or figure */
	LOOK_FAINT,    /* less important */
	LOOK_ACTIVE,   /* the row or choice the cursor is on */
	LOOK_FIELD,    /* a field that can be typed in */
	LOOK_FIELD_ON, /* the one being typed in */
	LOOK_KEY,      /* a key named in the footer or help */
	LOOK_FOOTER,
	LOOK_GOOD,
	LOOK_WARN,
	LOOK_BAD,
	LOOK_BAR,      /* of a chart */
	LOOKS
};

void theme_init(void);

/* Draw in this role from now on. */
void theme_use(enum role_of_text look);

#endif
