/*
 * registers: what is registered.
 */
#ifndef STORE_SUMMARY_REGISTERS_H
#define STORE_SUMMARY_REGISTERS_H

#include "store/summary/private.h"

/* After count_sessions(), whose groups they count for. I/O faults. */
int count_registers(struct engine *e, struct fault *f);

#endif
