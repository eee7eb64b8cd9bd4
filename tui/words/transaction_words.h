/*
 * transaction_words: what a transaction or another stroke of undo did, in words.
 */
#ifndef TUI_WORDS_TRANSACTION_WORDS_H
#define TUI_WORDS_TRANSACTION_WORDS_H

/* Translated, by the verb it was begun with; the verb itself where there is no word for it. */
const char *transaction_word(const char *verb);

#endif
