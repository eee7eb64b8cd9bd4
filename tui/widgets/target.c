#include "config.h"
#include "tui/widgets/target.h"

#include <stdlib.h>
#include <string.h>

#include "store/base/memory.h"
#include "store/base/platform.h"
#include "tui/env/translate.h"

enum { NAME_LETTERS = 400 };

void target_items(struct target *target, struct form_item items[TARGET_ITEMS])
{
	target->n = destinations_list(target->destinations);
	for (int i = 0; i < target->n; i++) {
		const struct destination *to = &target->destinations[i];

		target->labels[i] = memory_format("%s (%s)", to->name ? to->name : _("Home folder"),
						  to->path);
		target->choices[i] = (struct form_choice){ to->path, target->labels[i] };
	}
	items[TARGET_FOLDER] = (struct form_item){
		.label = _("Folder"), .type = FORM_CHOICE, .choices = target->choices,
		.n_choices = target->n,
		.hint = target->n > 1 ? _("← → to choose the home folder or a stick")
				      : _("No stick is plugged in; plug one in and open this again"),
	};
	items[TARGET_NAME] = (struct form_item){
		.label = _("File name"), .type = FORM_TEXT, .max = NAME_LETTERS,
		.plain = true, /* of files, maybe a whole path */
		.hint = _("A name in that folder, or a whole path beginning with /"),
	};
}

void target_release(struct target *target)
{
	destinations_release(target->destinations, target->n);
	for (int i = 0; i < target->n; i++)
		free(target->labels[i]);
}

bool target_choose_stick(struct target *target, struct form_item items[TARGET_ITEMS])
{
	for (int i = 0; i < target->n; i++)
		if (target->destinations[i].name) {
			items[TARGET_FOLDER].chosen = i;
			return true;
		}
	return false;
}

char *target_path(const struct form *form, int first)
{
	char *name = form_value(form, first + TARGET_NAME), *path = NULL;
	char *folder = form_value(form, first + TARGET_FOLDER);
	const char *home = platform_home();

	if (*name == '/')
		path = memory_strdup(name);
	else if (!strncmp(name, "~/", 2) && home)
		path = memory_format("%s%s", home, name + 1);
	else if (*name && folder)
		path = memory_format("%s/%s", folder, name);
	free(folder);
	free(name);
	return path;
}
