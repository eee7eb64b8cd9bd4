/*
 * out_folder: all that waits to go out, written into a folder, a stick.
 *
 * Files are made and kept before the first is written, and count as sent after the last one: no
 * transaction waits for a slow stick, and one that is pulled out leaves nothing that counts and is
 * not there.
 */
#ifndef SYNC_EXCHANGE_OUT_FOLDER_H
#define SYNC_EXCHANGE_OUT_FOLDER_H

#include "sync/exchange/outbox.h"

/*
 * Write what outbox_list() has into a folder, which is made when its own is there: each file whole
 * or not at all, none replaced, none a second time; what was left unfinished there goes (leftovers.h).
 * `each` is told of every file that stands there now, by its path; its batch then counts as sent there,
 * whatever becomes of the rest. armoured: as text, named "….txt". Faults of putfile.h; FAULT_DAMAGED of a
 * batch whose file cannot be made any more, when the others were written.
 */
typedef void out_folder_fn(void *arg, const struct out_item *item, const char *path);
int out_folder_write(struct book *book, const struct identity *id, const char *folder,
		     bool armoured, out_folder_fn *each, void *arg, struct fault *f);

#endif
