#include "config.h"
#include "tui/demo/draw.h"

void draw_init(struct draw *d, uint64_t seed)
{
	d->state = seed;
}

static uint64_t next(struct draw *d)
{
	uint64_t z = d->state += 0x9E3779B97F4A7C15;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
	return z ^ (z >> 31);
}

int draw_below(struct draw *d, int n)
{
	/* The high half scaled down: its bias is far below what a year could show. */
	return (int)(((next(d) >> 32) * (uint64_t)n) >> 32);
}

int draw_between(struct draw *d, int low, int high)
{
	return low + draw_below(d, high - low + 1);
}

bool draw_chance(struct draw *d, int percent)
{
	return draw_below(d, 100) < percent;
}

int draw_weighted(struct draw *d, const int *weights, int n)
{
	int sum = 0, at;

	for (int i = 0; i < n; i++)
		sum += weights[i];
	if (!sum)
		return -1;
	at = draw_below(d, sum);
	for (int i = 0; i < n; i++) {
		at -= weights[i];
		if (at < 0)
			return i;
	}
	return -1;
}
