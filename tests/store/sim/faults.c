#include "config.h"
#include "tests/store/sim/world.h"

#include <stdlib.h>
#include <string.h>

#include "store/db/statement.h"
#include "store/upkeep/check.h"

/* Another disk is in the device than before: what is known of it is known of the other one. */
static void has_another_disk(struct device *d)
{
	d->scanned = 0;
	d->whole = 0;
	d->blank = 0;
	memset(d->sent, 0, sizeof d->sent);
}

/* ---- power ---- */

/* The power is back: it opens, and what was committed is there. */
static void comes_back(struct device *d)
{
	device_close(d);
	disk_power_cut(d->is.folder, draw);
}

/* A power cut takes nothing that was committed, so there is nothing to say. */
static void nothing_is_warned_of(struct device *d)
{
	unsigned warnings = vault_warnings(book_vault(d->book));

	if (warnings && !d->rotten)
		violated("%s: after a power cut it warns (%u)", d->is.name, warnings);
}

void after_power_cut(struct device *d)
{
	bool was_open[DEVICES];

	say("; the power goes");
	world.counts[N_CRASHES]++;
	for (int i = 0; i < DEVICES; i++) {
		was_open[i] = world.devices[i].book || &world.devices[i] == d;
		if (world.devices[i].book)
			device_close(&world.devices[i]);
	}
	for (int i = 0; i < DEVICES; i++)
		if (was_open[i])
			comes_back(&world.devices[i]);
	for (int i = 0; i < DEVICES && !world.failed; i++)
		if (was_open[i] && device_book(&world.devices[i]))
			nothing_is_warned_of(&world.devices[i]);
}

void lose_power(struct device *d)
{
	char *before, *after;

	if (!device_book(d))
		return;
	before = desk_shows(d, d->book);
	disk_fuse(0);
	device_close(d);
	comes_back(d);
	world.counts[N_CRASHES]++;
	if (device_book(d)) {
		after = desk_shows(d, d->book);
		if (strcmp(before, after))
			violated("%s: after a power cut it shows something else", d->is.name);
		nothing_is_warned_of(d);
		free(after);
	}
	free(before);
}

/* ---- images ---- */

/* How much it holds: what no step has opened yet was never counted. */
static void know_whole(struct device *d)
{
	if (!d->whole)
		device_book(d);
}

void keep_image(struct device *d)
{
	if (d->rotten)
		return say(" (it is not sound)");
	know_whole(d);
	image_release(&d->saved[d->place]);
	disk_image(d->is.folder, &d->saved[d->place]);
	d->saved_whole[d->place] = d->whole;
	d->place = (d->place + 1) % SAVED;
	d->n_saved += d->n_saved < SAVED;
}

static struct image *some_image(struct device *d)
{
	if (d->n_saved)
		return &d->saved[draw((uint32_t)d->n_saved)];
	say(" (there is no copy)");
	return NULL;
}

void restore_image(struct device *d)
{
	struct image *image = some_image(d);
	struct fault f;
	int rc;

	if (!image)
		return;
	has_another_disk(d);
	rc = device_restore(d, image, &f);
	if (rc && disk_is_dead()) { /* it is done again where there is power */
		disk_clear(d->is.folder);
		disk_fuse(-1);
		rc = device_restore(d, image, &f);
	}
	broken(rc, &f, d, "restoring");
	d->forked = d->rotten = false;
	world.counts[N_RESTORES]++;
}

void put_image_back(struct device *d)
{
	struct image *image = some_image(d);

	if (!image)
		return;
	device_close(d);
	disk_put_image(d->is.folder, image);
	has_another_disk(d);
	d->forked = true;
	world.counts[N_PUT_BACK]++;
}

/* Files, or pages, of two days in one. */
static void mix(struct image *now, const struct image *old)
{
	struct image mixed;
	int pages = old->files[IMAGE_VAULT].n;

	image_copy(&mixed, now);
	if (one_in(2)) {
		for (int i = 0, n = 1 + (int)draw(4); i < n; i++)
			image_mix_page(&mixed, old, (int)draw((uint32_t)pages));
	} else {
		struct image swap = mixed;
		int which = (int)draw(IMAGE_FILES);

		image_copy(&mixed, old);
		image_release(&(struct image){ .files = { mixed.files[which] } });
		mixed.files[which] = swap.files[which];
		swap.files[which] = (struct extent){ 0 };
		image_release(&swap);
	}
	image_release(now);
	*now = mixed;
}

/* It says that it is damaged, or is sound. */
static bool is_refused(struct device *d)
{
	struct check_report report;
	struct fault f;
	int rc = device_open(d, &f);

	if (!rc)
		rc = book_check(d->book, &report, &f);
	if (rc)
		device_close(d);
	return rc != 0;
}

/* A disk that nothing is said of holds what it held on one of the days. */
static void is_of_one_day(struct device *d)
{
	int64_t whole = 0;
	struct fault f;
	bool known;

	broken(read_int(book_db(d->book), "SELECT count(*) FROM op WHERE bytes IS NOT NULL", &whole, &f),
	       &f, d, "counting");
	known = whole == d->whole;
	for (int i = 0; i < d->n_saved; i++)
		known = known || whole == d->saved_whole[i];
	if (!known && !vault_warnings(book_vault(d->book)))
		violated("%s: a disk of two days holds what it held on none, and nobody is told",
			 d->is.name);
}

void mix_images(struct device *d)
{
	struct image *old = some_image(d), now, good;

	if (!old)
		return;
	know_whole(d);
	disk_image(d->is.folder, &now);
	image_copy(&good, &now);
	mix(&now, old);
	device_close(d);
	disk_put_image(d->is.folder, &now);
	world.counts[N_MIXED]++;
	if (is_refused(d)) {
		say(": refused");
		world.counts[N_REFUSED_DISKS]++;
		disk_put_image(d->is.folder, &good);
	} else {
		is_of_one_day(d);
		has_another_disk(d);
		d->forked = d->rotten = true;
	}
	image_release(&now);
	image_release(&good);
}

/* ---- one laptop that is two ---- */

static struct device *free_place(void)
{
	for (int i = DEVICES; i-- > 0;)
		if (!*play.posts[i].unit && !world.devices[i].in_use)
			return &world.devices[i];
	return NULL;
}

void fork_device(struct device *d)
{
	struct device *copy = free_place();
	struct post post = d->is;
	struct image image;

	if (!copy)
		return say(" (not again)");
	post.folder = copy->is.folder;
	post.name = copy->is.name;
	disk_image(d->is.folder, &image);
	disk_put_image(post.folder, &image);
	image_release(&image);
	*copy = (struct device){ .is = post, .began = d->began, .in_use = true };
	copy->forked = d->forked = true;
	copy->rotten = d->rotten;
	world.counts[N_FORKS]++;
}
