#include "config.h"
#include "store/vault/pass.h"

#include <stdint.h>

#include "store/base/memory.h"
#include "store/base/text.h"

bool vault_pass_long_enough(const struct vault_pass *pass)
{
	return text_chars(pass->text, pass->len) >= VAULT_PASS_LETTERS;
}

void vault_pass_release(struct vault_pass *pass)
{
	memory_free_wiped((void *)(uintptr_t)pass->text); /* const for who borrows it */
	*pass = (struct vault_pass){ 0 };
}
