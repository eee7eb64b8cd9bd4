#include "config.h"
#include "store/vault/pass.h"

#include <stdint.h>

#include "store/base/memory.h"

void vault_pass_release(struct vault_pass *pass)
{
	memory_free_wiped((void *)(uintptr_t)pass->text); /* const for who borrows it */
	*pass = (struct vault_pass){ 0 };
}
