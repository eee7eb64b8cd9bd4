#include "config.h"
#include "tests/fuzz/fuzz.h"

#include "sync/receipt/receipt.h"
#include "sync/receipt/receipt_lines.h"

static void check_keys(const char *text, size_t n)
{
	struct receipt_keys keys;

	if (!receipt_keys_read(&keys, text, n))
		return;
	FUZZ_CHECK(keys.epoch >= 0 && keys.epoch <= SIGNED_NUMBER_MAX);
	FUZZ_CHECK(keys.number >= 0 && keys.number <= SIGNED_NUMBER_MAX);
}

/* What is read of a line is written, and read again, as it was. */
static void check_line(const char *text, size_t n)
{
	struct receipt_lane lane, again;
	struct buffer out = { 0 }, out_again = { 0 };

	if (!receipt_line_read(&lane, text, n))
		return;
	FUZZ_CHECK(lane.whole.n <= RECEIPT_BATCHES && lane.part.n <= RECEIPT_BATCHES);
	FUZZ_CHECK(lane.held.n <= RECEIPT_BATCHES && lane.up.n <= RECEIPT_BATCHES);
	FUZZ_CHECK(lane.has_up || !lane.up.n);
	receipt_line_write(&out, &lane, true);
	FUZZ_CHECK(receipt_line_read(&again, out.text, out.len - 1));
	receipt_line_write(&out_again, &again, true);
	FUZZ_CHECK(out.len == out_again.len && !memcmp(out.text, out_again.text, out.len));
	receipt_lane_release(&lane);
	receipt_lane_release(&again);
	buffer_release(&out);
	buffer_release(&out_again);
}

/* Of two kinds, by the first byte: 'm' a manifest, else a line of a body. */
FUZZ_TARGET
{
	if (!len)
		return 0;
	if (*data == 'm')
		check_keys((const char *)data + 1, len - 1);
	else
		check_line((const char *)data + 1, len - 1);
	return 0;
}
