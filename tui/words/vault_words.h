/*
 * vault_words: what opening a vault found, in words.
 */
#ifndef TUI_WORDS_VAULT_WORDS_H
#define TUI_WORDS_VAULT_WORDS_H

/* The gravest of enum vault_warning, translated; static. "" for none. */
const char *vault_warning_text(unsigned warnings);

#endif
