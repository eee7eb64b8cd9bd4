/*
 * awake: has the machine slept?
 *
 * Two clocks of the kernel start with it and are never set; one of them goes
 * on while the machine is suspended. How far they are apart is how long it
 * has slept since it was started.
 */
#ifndef TUI_TERM_AWAKE_H
#define TUI_TERM_AWAKE_H

#include <stdbool.h>
#include <stdint.h>

/* Milliseconds the machine has slept since it was started. */
int64_t awake_slept_ms(void);

/*
 * Whether between two such readings it slept: pure. A second or two is not
 * sleep but a lid that was opened at once again, or the clocks read apart.
 */
bool awake_slept(int64_t before, int64_t after);

#endif
