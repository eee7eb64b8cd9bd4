#include "config.h"
#include "store/vault/pass.h"

#include <stdint.h>
#include <stdlib.h>

#include "store/base/crypto.h"

void vault_pass_release(struct vault_pass *pass)
{
	void *text = (void *)(uintptr_t)pass->text; /* const for who borrows it */

	if (text) {
		wipe(text, pass->len);
		free(text);
	}
	*pass = (struct vault_pass){ 0 };
}
