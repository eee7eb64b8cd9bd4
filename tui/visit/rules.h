/*
 * rules: what stands in the form, read: numbers, days, how topics ended.
 *
 * The lowest part of the form; nothing here changes more than one field.
 */
#ifndef TUI_VISIT_RULES_H
#define TUI_VISIT_RULES_H

#include "tui/visit/private.h"

/* Whether a class or a meeting: no household, people are needed. */
bool visit_is_group(const struct visit_values *values);

/* What is typed as a number; -1 for nothing. */
int visit_number(const struct visit_values *values, enum visit_at at);

/* The session's day: today while none can be read. */
day_t visit_day(const struct visit *v);
void visit_set_day(struct visit_values *values, enum visit_at at, day_t day);

/* Say what is wrong at the field one is in. why: translated. */
void visit_complain(struct visit *v, const char *why);

/* Whether an open follow-up is to be closed with the session. */
bool visit_closes(const struct visit_values *values, rec_t followup);

/* Whether a topic came to something, so that its count is saved. */
bool visit_topic_success(const struct visit_topic *t);

/*
 * What a topic that came to something counts: what was typed, else what is proposed: one
 * where a household or one person was guided; of a group all who were there, where the topic
 * counts people. -1 for none.
 */
int visit_topic_count(const struct visit *v, const struct visit_topic *t);

/* Topics that came to something and have no count. */
int visit_uncounted(const struct visit *v);

/* A code's place in a vocabulary; -1 when it is not there or NULL. */
int visit_vocab_place(const char *list, const char *code);
/* What stands at a place: static; NULL, or as a label "", where there is none. */
const char *visit_vocab_code(const char *list, int place);
const char *visit_vocab_label(const char *list, int place);

#endif
