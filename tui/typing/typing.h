/*
 * typing: how Vietnamese is typed on this laptop: Telex, VNI or as it comes.
 *
 * One choice for all fields (field.h), kept as a setting of the data file;
 * fields of codes, paths and secrets never transform. Searches do, for fingers that
 * are used to it: marks do not matter there, whole words of other languages come
 * through. One thread.
 */
#ifndef TUI_TYPING_TYPING_H
#define TUI_TYPING_TYPING_H

#include "tui/typing/telex.h"

enum typing { TYPING_OFF, TYPING_TELEX, TYPING_VNI };

enum typing typing_get(void);
enum tone_style typing_style(void);
void typing_set(enum typing typing, enum tone_style style);

/*
 * An input method is at work, which whoever waits for keys has seen: what is
 * typed in this field passes as it comes, until typing_set() or another field.
 */
void typing_stand_aside(void);
void typing_go_on(void);
bool typing_aside(void);

/* Grows with every typing_set(), so that fields notice. */
unsigned typing_changes(void);

/* "Telex", "VNI", or "" when off. */
const char *typing_name(void);

/* For the setting "typing": "telex", "vni", "off"; and back (unknown: Telex). */
const char *typing_code(enum typing typing);
enum typing typing_find(const char *code);

#endif
