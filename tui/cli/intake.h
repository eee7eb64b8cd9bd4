/*
 * intake: records that come in by the command line.
 *
 * JSON Lines from standard input, or one object made from options, become
 * records in one transaction: all of them, or none and a line that names the first
 * bad one by line, field and reason. What is worth a second look (a long run
 * of digits in a note) is said after it has been saved. One thread.
 */
#ifndef TUI_CLI_INTAKE_H
#define TUI_CLI_INTAKE_H

#include "store/catalog/record_type.h"
#include "tui/cli/cli.h"

/*
 * Save all records of standard input and print their ids, one a line. verb is
 * the transaction's. The book is open. An exit code, after having said why.
 */
int intake_lines(struct cli *cli, enum record_type type, const char *verb);

/* Save one record and print its id; takes the reference to input. */
int intake_one(struct cli *cli, enum record_type type, const char *verb, json_t *input);

/* Say it when a text holds what may be an identity number; line 0: none. */
void intake_warn(const struct cli *cli, int line, enum record_type type, const json_t *input);

#endif
