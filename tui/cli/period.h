/*
 * period: the period a command is asked about.
 */
#ifndef TUI_CLI_PERIOD_H
#define TUI_CLI_PERIOD_H

#include "store/base/date.h"
#include "tui/cli/cli.h"

/*
 * The period the options name (--week, --from …); *given says whether there is
 * any, and without one *p is as it was. A kind without its key means the one
 * today lies in; --from alone ends today. EX_OK, or an exit code after having
 * said why.
 */
int cli_period(const struct cli *cli, struct period *p, bool *given);

#endif
