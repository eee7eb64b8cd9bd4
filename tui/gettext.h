/*
 * gettext: the shorthands of translated wording. Only tui/ words anything, so
 * only tui/ includes this. English is the source language.
 *
 * _("text") is its translation now; N_("text") marks a string that sits in a
 * table and is translated where it is shown, with _(entry).
 */
#ifndef TUI_GETTEXT_H
#define TUI_GETTEXT_H

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) (text)

#endif
