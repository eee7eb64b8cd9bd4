#include "config.h"
#include "tui/cli/input.h"

#include <string.h>

int input_open(struct input *input, struct cli *cli, const char *file)
{
	int err;

	input->file = HANDLE_NONE;
	input->in = &cli->in;
	if (!strcmp(file, "-"))
		return 0;
	err = platform_open(file, FILE_READ, &input->file);
	if (err)
		return err;
	input->in = &input->own;
	jsonl_init(input->in, input->file);
	return 0;
}

void input_close(struct input *input)
{
	if (input->file == HANDLE_NONE)
		return;
	jsonl_release(input->in);
	platform_close(input->file);
}
