/*
 * unlock: what the ways into the logbook share.
 *
 * The lock screen, the recovery code and the first run all end with an open
 * book and ask for new passwords by the same rules. One thread.
 */
#ifndef TUI_UNLOCK_UNLOCK_H
#define TUI_UNLOCK_UNLOCK_H

#include "store/vault/vault.h"
#include "tui/app/app.h"
#include "tui/widgets/form.h"

enum { UNLOCK_PASS_LETTERS = 256, UNLOCK_IDLE_MAX = 120 };

/* The setting of book_setting(): minutes without a key until the screen locks. */
#define UNLOCK_IDLE_SETTING "idle_minutes"

/* Where tone marks stand in oa, oe, uy: "old" or "new". */
#define UNLOCK_TONE_SETTING "tone"

/*
 * Hand an open book to the app: its language (unless --lang says one), its way
 * of typing, its idle minutes, and the main screen instead of all views, which
 * are freed. False when something of it has been said that the caller is not to say anything over.
 */
bool unlock_enter(struct app *app, struct book *book);

/* Who unlocked last since the program was started; "" nobody. Static. */
const char *unlock_last(void);

/* The two items of a form a new password is typed into; hint: what Enter does after the second. */
void unlock_pass_items(struct form_item items[2], const char *hint);

/*
 * What an item holds, as a passphrase or a code; NULL as its text without
 * memory. vault_pass_release() wipes it.
 */
struct vault_pass unlock_pass(const struct form *form, int item);

/*
 * The item a recovery code is typed into, shown as it is typed. begin, after form_init(): all its room
 * at once, so that no part of the code stays behind in memory; end, before form_release(): it
 * is wiped like a secret.
 */
void unlock_code_item(struct form_item *item);
void unlock_code_begin(struct form *form, int item);
void unlock_code_end(struct form *form, int item);

/* Such a form, the code first: below what is to be typed into it, where there is room. */
void unlock_code_draw(struct form *form, const struct area *area);
/* Whether an action would leave the code before it can be right: said at its field. */
bool unlock_code_holds(struct form *form, int item, enum action action);

/* Whether the code that is typed can be right; else says at the field where the slip is. */
bool unlock_code_check(struct form *form, int item);

/*
 * A new password from the secret items `first` and `first + 1` of a form: at
 * least VAULT_PASS_LETTERS letters, the same twice. False after having said at
 * the field what is wrong. vault_pass_release() wipes it.
 */
bool unlock_new_pass(struct form *form, int first, struct vault_pass *out);

#endif
