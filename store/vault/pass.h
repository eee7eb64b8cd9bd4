/*
 * pass: a passphrase or recovery code on its way to the vault.
 *
 * Whoever gets one from a person keeps it for the one call that needs it and
 * then releases it; what only borrows one leaves it as it is.
 */
#ifndef STORE_VAULT_PASS_H
#define STORE_VAULT_PASS_H

#include <stdbool.h>
#include <stddef.h>

/* 1 to VAULT_PASS_MAX bytes, brought to NFC by the caller. */
struct vault_pass {
	const char *text;
	size_t len;
};

/* Letters that a new passphrase has at least; one that opens something may be shorter. */
#define VAULT_PASS_LETTERS 8

bool vault_pass_long_enough(const struct vault_pass *pass);

/* Wipe and free a text of malloc(), and forget it; there may be none. */
void vault_pass_release(struct vault_pass *pass);

#endif
