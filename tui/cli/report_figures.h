/*
 * report_figures: the figures that a report carries and no session has, of --set.
 */
#ifndef TUI_CLI_REPORT_FIGURES_H
#define TUI_CLI_REPORT_FIGURES_H

#include <jansson.h>

#include "tui/cli/cli.h"

/* Each "column=number" into the report's fields; an empty number takes it away. EX_OK, or after having said why not. */
int report_figures_read(const struct cli *cli, json_t *fields);

#endif
