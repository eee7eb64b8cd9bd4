/*
 * page: the page for people who begin, docs/bat-dau.md, as plain text: compiled in, so that
 * it is there without a network and without any file beside the program.
 */
#ifndef TUI_CLI_PAGE_H
#define TUI_CLI_PAGE_H

/* What `sotay help` calls it. */
#define PAGE_NAME "bat-dau"

/* Its lines, at most 79 columns wide, without their ends; the last is NULL. Made by page.awk. */
extern const char *const page_lines[];

#endif
