#include "config.h"
#include "tui/first_view.h"

#include <errno.h>
#include <sys/stat.h>

#include "tui/routes.h"

struct view *first_view_new(struct app *app)
{
	struct stat st;
	bool none = lstat(app_launch(app)->vault, &st) && (errno == ENOENT || errno == ENOTDIR);

	return none ? app_routes(app)->setup(app) : app_routes(app)->lock(app);
}
