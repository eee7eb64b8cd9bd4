/*
 * theme: what things look like, by what they are for.
 *
 * Every drawing call names a style; which attributes and colours that means
 * is decided here once: a colour scheme, and a complete one without colours
 * (terminals that have none, NO_COLOR set and not empty). No style differs from
 * the one beside it by colour alone, and all can be read on a white and on a black terminal.
 */
#ifndef TUI_TERM_THEME_H
#define TUI_TERM_THEME_H

enum style {
	STYLE_TEXT,    /* plain */
	STYLE_TITLE,   /* the bar on top */
	STYLE_HEADING,
	STYLE_LABEL,   /* of a field or figure */
	STYLE_FAINT,   /* less important */
	STYLE_ACTIVE,  /* the row or choice the cursor is on */
	STYLE_FIELD,   /* a field that can be typed in */
	STYLE_FIELD_ON, /* the one being typed in */
	STYLE_KEY,     /* a key named in the footer or help */
	STYLE_FOOTER,
	STYLE_GOOD,
	STYLE_WARN,
	STYLE_BAD,
	STYLE_BAR,     /* of a chart */
	STYLES
};

void theme_init(void);

/* Draw in this style from now on. */
void theme_use(enum style style);

#endif
