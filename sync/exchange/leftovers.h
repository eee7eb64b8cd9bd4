/*
 * leftovers: files of ours that nobody finished, on a stick.
 *
 * A program that is killed while it writes, or whose power goes, leaves a temporary file (outfile.h),
 * hidden, of no use to anybody: what was to be in it is written again until it is acknowledged.
 */
#ifndef SYNC_EXCHANGE_LEFTOVERS_H
#define SYNC_EXCHANGE_LEFTOVERS_H

/*
 * Remove those at the top of a folder, of names that only our files have there (names.h) and older than
 * a day, by the laptop's clock: what another sotay writes just now stays. Links and folders are not
 * touched. What cannot be removed stays, and is no fault.
 */
void leftovers_remove(const char *folder);

#endif
