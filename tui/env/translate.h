/*
 * translate: the shorthands of translated wording. Only tui/ words anything, so
 * only tui/ includes this. English is the source language; xgettext and the
 * other tools of GNU gettext keep the catalogues in locales/, lang.h has them
 * compiled in.
 *
 * _("text") is its translation now; N_("text") marks a string that sits in a
 * table and is translated where it is shown, with _(entry). P_("%d visit",
 * "%d visits", n) is the form for n of them, which both forms still hold as a
 * conversion.
 */
#ifndef TUI_ENV_TRANSLATE_H
#define TUI_ENV_TRANSLATE_H

#include "tui/env/lang.h"

#define _(text)		 lang_text(text)
#define N_(text)	 (text)
#define P_(one, many, n) lang_plural(one, many, n)

#endif
