/*
 * refuse: the bell, for what was typed and means nothing here.
 */
#ifndef TUI_TERM_REFUSE_H
#define TUI_TERM_REFUSE_H

/* A short sound or flash for a key that does nothing here. */
void term_refuse(void);

/* How often so far, for who wants to know whether something was. */
unsigned term_refused(void);

#endif
