#include "config.h"
#include "sync/import/setup_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "store/record/record.h"
#include "sync/io/jsonl.h"

/* In the order they are added: each may name those before it. */
static const enum record_type types[] = { TYPE_VILLAGE, TYPE_TEAM, TYPE_MEMBER, TYPE_HOUSEHOLD };

enum { N_TYPES = sizeof types / sizeof types[0] };

static enum record_type type_named(const char *name)
{
	for (int i = 0; i < N_TYPES; i++)
		if (!strcmp(record_type_info(types[i])->name, name))
			return types[i];
	return TYPE_ANY;
}

/* Digits, a dash, digits: only villages have such codes. */
static bool is_village_code(const char *code)
{
	size_t unit = strspn(code, "0123456789");
	const char *rest = code + unit + 1;

	return unit && code[unit] == '-' && *rest && strspn(rest, "0123456789") == strlen(rest);
}

static enum record_type type_of(const json_t *object)
{
	static const struct {
		const char *field;
		enum record_type type;
	} tells[] = {
		{ "village", TYPE_HOUSEHOLD }, { "villages", TYPE_TEAM },
		{ "role", TYPE_MEMBER }, { "team", TYPE_MEMBER },
		{ "households", TYPE_VILLAGE },
	};
	const json_t *named = json_object_get(object, "kind");
	const char *code = json_string_value(json_object_get(object, "code"));

	if (named)
		return json_is_string(named) ? type_named(json_string_value(named)) : TYPE_ANY;
	for (size_t i = 0; i < sizeof tells / sizeof tells[0]; i++)
		if (json_object_get(object, tells[i].field))
			return tells[i].type;
	return code && is_village_code(code) ? TYPE_VILLAGE : TYPE_ANY;
}

/* Takes the reference to the object, also on failure. */
static int keep(struct setup_file *file, json_t *object, int line, struct fault *f)
{
	enum record_type type = type_of(object);

	if (type == TYPE_ANY) {
		json_decref(object);
		fault_field(f, "kind", REASON_UNKNOWN_CODE, NULL);
		f->line = line;
		return FAULT_FIELD;
	}
	if (file->count == file->room) {
		size_t room = file->room ? 2 * file->room : 64;
		struct setup_line *more = reallocarray(file->lines, room, sizeof *more);

		if (!more) {
			json_decref(object);
			return fault_set(f, FAULT_NOMEM, NULL);
		}
		file->lines = more;
		file->room = room;
	}
	json_object_del(object, "kind");
	file->lines[file->count++] = (struct setup_line){ type, object, line };
	return FAULT_OK;
}

static int read_lines(handle_t opened, struct setup_file *out, struct fault *f)
{
	struct jsonl in;
	json_t *object;
	int rc;

	jsonl_init(&in, opened);
	do {
		rc = jsonl_next(&in, &object, f);
		if (!rc && object)
			rc = keep(out, object, in.line, f);
	} while (!rc && object);
	jsonl_release(&in);
	if (!rc && !out->count)
		rc = fault_set(f, FAULT_NOTHING, NULL);
	return rc;
}

static int open_file(const char *path, handle_t *out, struct fault *f)
{
	int err = platform_open(path, FILE_READ_PLAIN, out);

	if (err == ENOENT)
		return fault_set(f, FAULT_NO_FILE, path);
	return err ? fault_sys(f, FAULT_IO, err, path) : FAULT_OK;
}

int setup_file_read(const char *path, struct setup_file *out, struct fault *f)
{
	const char *home = platform_home();
	char *whole = NULL;
	handle_t opened;
	int rc;

	*out = (struct setup_file){ 0 };
	if (!strncmp(path, "~/", 2) && home)
		whole = memory_format("%s%s", home, path + 1);
	rc = open_file(whole ? whole : path, &opened, f);
	free(whole);
	if (rc)
		return rc;
	rc = read_lines(opened, out, f);
	platform_close(opened);
	if (rc)
		setup_file_release(out);
	return rc;
}

void setup_file_release(struct setup_file *file)
{
	for (size_t i = 0; i < file->count; i++)
		json_decref(file->lines[i].object);
	free(file->lines);
	*file = (struct setup_file){ 0 };
}

int setup_file_add(const struct setup_file *file, struct book *book, struct fault *f)
{
	for (int k = 0; k < N_TYPES; k++) {
		for (size_t i = 0; i < file->count; i++) {
			const struct setup_line *line = &file->lines[i];
			rec_t rec;
			int rc;

			if (line->type != types[k])
				continue;
			rc = record_add(book, line->type, line->object, &rec, f);
			if (rc) {
				f->line = line->line;
				return rc;
			}
		}
	}
	return FAULT_OK;
}
