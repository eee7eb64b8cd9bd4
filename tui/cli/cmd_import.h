/*
 * cmd_import: what others wrote: `sotay import`, `import list`, `import undo`.
 *
 * What is named cmd_ is a row of commands.c: it returns an exit code, after having
 * said why where that is not EX_OK.
 */
#ifndef TUI_CLI_CMD_IMPORT_H
#define TUI_CLI_CMD_IMPORT_H

#include "tui/cli/cli.h"

int cmd_import(struct cli *cli);
int cmd_import_list(struct cli *cli);
int cmd_import_undo(struct cli *cli);

#endif
