/*
 * record: records as commands take and show them. The book is open.
 */
#ifndef TUI_CLI_RECORD_H
#define TUI_CLI_RECORD_H

#include "store/catalog/catalog.h"
#include "store/record/record.h"
#include "tui/cli/cli.h"

/*
 * The record a person means: an id or the start of one, or a register's code.
 * TYPE_ANY takes any type. EX_OK, or an exit code after having said why.
 */
int cli_lookup(struct cli *cli, enum record_type type, const char *text, rec_t *out);

/* A topic as `topic add --json` takes it; new reference. */
json_t *cli_topic(const struct topic *topic);

/*
 * Print a topic of the catalogue, which is no record: without id and history. *shown is
 * false when the code is of none, or of a topic that has a record. An exit code.
 */
int cli_show_topic(struct cli *cli, const char *code, bool *shown);

/*
 * A record as listings give it: its fields, then id, state, origin, version,
 * voided (new reference); NULL with *status set after having said why.
 */
json_t *cli_listed(struct cli *cli, rec_t rec, struct record_facts *facts, int *status);

/* Print a record with its history, as text or with --json. */
int cli_show(struct cli *cli, rec_t rec);

/*
 * The ids of records that have been saved, a line each on standard output, and
 * cli_saved(). EX_OK, or an exit code after having said why.
 */
int cli_print_ids(struct cli *cli, const rec_t *records, size_t count);
int cli_print_id(struct cli *cli, rec_t rec);

#endif
