#include "config.h"
#include "tui/words/outbox_words.h"

#include <stdlib.h>

#include "store/base/memory.h"
#include "tui/env/translate.h"
#include "tui/words/out.h"

void outbox_content(struct buffer *out, const struct batch *batch, int64_t sessions, int64_t reports)
{
	if (sessions)
		buffer_print(out, P_("%d session", "%d sessions", (int)sessions), (int)sessions);
	if (sessions && reports)
		buffer_put(out, ", ");
	if (reports)
		buffer_print(out, P_("%d report", "%d reports", (int)reports), (int)reports);
	if (!sessions && !reports && batch->unread)
		buffer_put(out, _("of a newer version"));
	else if (!sessions && !reports)
		buffer_print(out, P_("%d entry", "%d entries", (int)batch->count),
			     (int)batch->count);
}

void outbox_answer(struct buffer *out, const struct out_item *item)
{
	const char *format = item->kind == OUT_RECEIPT ? _("receipt for %s") :
							 _("registers and certificates for %s");
	char *text = memory_format(format, item->to);

	out_clean(out, text);
	free(text);
}
