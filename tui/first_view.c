#include "config.h"
#include "tui/first_view.h"

#include <errno.h>

#include "store/base/platform.h"
#include "tui/app/routes.h"

struct view *first_view_new(struct app *app)
{
	struct file_info info;
	int err = platform_info(app_launch(app)->vault, false, &info);

	return err == ENOENT || err == ENOTDIR ? app_routes(app)->setup(app)
					       : app_routes(app)->lock(app);
}
