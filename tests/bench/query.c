#include "config.h"
#include "tests/bench/query.h"

#include <stdio.h>
#include <string.h>

/* Topics, villages, households, landmarks, words of notes; the last finds nothing. */
const char *const queries[] = {
	"vneid bac", "ngan hang", "lua dao",  "h012 nam",  "binh vietqr", "danh cong", "xong tai",
	"cong xanh", "khoa cong", "thue tay", "bhyt dong", "may cu",	  "suc khoe",  "khong bq",
};
const int query_count = sizeof queries / sizeof queries[0];

int query_steps(void)
{
	int n = 0;

	for (int i = 0; i < query_count; i++)
		n += (int)strlen(queries[i]);
	return n;
}

void query_step(int i, char typed[64])
{
	int q = 0;

	for (; i >= (int)strlen(queries[q]); q++)
		i -= (int)strlen(queries[q]);
	snprintf(typed, 64, "%.*s", i + 1, queries[q]);
}
