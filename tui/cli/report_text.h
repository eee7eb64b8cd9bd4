/*
 * report_text: what a team writes into its report, from the file of --text.
 *
 * A JSON object of columns; or text with headings ("Khó khăn: …"), where what stands before
 * any is a note, and a heading with nothing under it empties that column.
 */
#ifndef TUI_CLI_REPORT_TEXT_H
#define TUI_CLI_REPORT_TEXT_H

#include "tui/cli/cli.h"

/*
 * The texts as report_close() takes them (new reference), empty without --text. EX_OK, or an
 * exit code after having said why; then *out may be NULL.
 */
int report_text_read(struct cli *cli, json_t **out);

#endif
