/* Memory: copies, and what happens when there is none left. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <pthread.h>
#include <sched.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>
#include <cmocka.h>
#include <jansson.h>

#include "store/base/memory.h"

static void copies(void **state)
{
	char *text = memory_format("%s-%02d", "26572", 1), *copy = memory_strdup(text);
	char *start = memory_strndup(text, 5), *all = memory_strndup(text, 100);
	long *numbers = memory_alloc_zero(3, sizeof *numbers);

	(void)state;
	assert_string_equal(text, "26572-01");
	assert_string_equal(copy, text);
	assert_string_equal(start, "26572");
	assert_string_equal(all, text);
	assert_null(memory_strdup(NULL));
	assert_true(!numbers[0] && !numbers[1] && !numbers[2]);
	numbers = memory_resize(numbers, 1000, sizeof *numbers);
	assert_true(!numbers[2]);
	assert_true(memory_size(numbers) >= 1000 * sizeof *numbers);
	memory_free_wiped(numbers);
	memory_free_wiped(NULL);
	free(text);
	free(copy);
	free(start);
	free(all);
}

static void multiply_too_much(void)
{
	volatile size_t much = SIZE_MAX / 4;

	free(memory_resize(NULL, much, 8));
}

static void restore(void)
{
	if (write(STDERR_FILENO, "restored\n", 9) != 9)
		abort();
}

static atomic_bool restoring, second_comes;

static void *out_as_second(void *arg)
{
	while (!atomic_load(&restoring))
		sched_yield();
	atomic_store(&second_comes, true);
	memory_out();
	return arg;
}

/* The terminal is half restored when another thread is out of memory, too. */
static void restore_in_company(void)
{
	atomic_store(&restoring, true);
	while (!atomic_load(&second_comes))
		sched_yield();
	for (int i = 0; i < 20000; i++)
		sched_yield();
	restore();
}

static void out_in_two_threads(void)
{
	pthread_t second;

	if (!pthread_create(&second, NULL, out_as_second, NULL))
		memory_out();
}

static void restore_badly(void)
{
	multiply_too_much();
}

/* How a process ends that does this, and what standard error has got. */
static int end_of(void (*act)(void), void (*on_end)(void), char *said, size_t size)
{
	int ends[2], status;
	ssize_t n, len = 0;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (!pid) {
		dup2(ends[1], STDERR_FILENO);
		memory_on_end(on_end);
		act();
		_exit(0);
	}
	close(ends[1]);
	while ((n = read(ends[0], said + len, size - 1 - (size_t)len)) > 0)
		len += n;
	said[len] = 0;
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void it_ends_in_one_place(void **state)
{
	char said[400], long_line[200];

	(void)state;
	memory_last_words("sotay: không đủ bộ nhớ");
	assert_int_equal(end_of(multiply_too_much, NULL, said, sizeof said), EX_OSERR);
	assert_string_equal(said, "sotay: không đủ bộ nhớ\n");
	assert_int_equal(end_of(memory_out, restore, said, sizeof said), EX_OSERR);
	assert_string_equal(said, "restored\nsotay: không đủ bộ nhớ\n");
	assert_int_equal(end_of(memory_out, restore_badly, said, sizeof said), EX_OSERR);
	assert_string_equal(said, "sotay: không đủ bộ nhớ\n");
	/* Whoever comes second does not end it before the terminal is back. */
	assert_int_equal(end_of(out_in_two_threads, restore_in_company, said, sizeof said),
			 EX_OSERR);
	assert_string_equal(said, "restored\nsotay: không đủ bộ nhớ\n");
	memset(long_line, 'x', sizeof long_line - 1);
	long_line[sizeof long_line - 1] = 0;
	memory_last_words(long_line);
	assert_int_equal(end_of(memory_out, NULL, said, sizeof said), EX_OSERR);
	assert_int_equal(said[strlen(said) - 1], '\n');
}

static void jansson_asks_here(void **state)
{
	json_malloc_t give;
	json_free_t take;
	json_t *object;

	(void)state;
	memory_start();
	json_get_alloc_funcs(&give, &take);
	assert_ptr_equal((void *)(uintptr_t)take, (void *)(uintptr_t)memory_free_wiped);
	object = json_pack("{s:[i,i]}", "count", 1, 2);
	assert_int_equal(json_array_size(json_object_get(object, "count")), 2);
	json_decref(object);
	memory_foreign();
	object = json_loads("[1,2,{\"a\":\"b\"}]", 0, NULL);
	assert_false(memory_foreign_short());
	assert_int_equal(json_array_size(object), 3);
	json_decref(object);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies),
		cmocka_unit_test(it_ends_in_one_place),
		cmocka_unit_test(jansson_asks_here),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
