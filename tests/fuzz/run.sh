#!/bin/sh
# run.sh SRCDIR SECONDS TARGET.fuzz…: drives libFuzzer targets one after the
# other, from their seeds, and says in TAP how each fared. What breaks one is
# left in fuzz-found/; put it into tests/fuzz/corpus/NAME/ once it is mended.
srcdir=$1
seconds=$2
shift 2

mkdir -p fuzz-found
echo "1..$#"
failed=0
n=0
for target; do
	n=$((n + 1))
	name=$(basename "$target" .fuzz)
	work=$(mktemp -d)
	log=fuzz-found/$name.log
	if ASAN_OPTIONS=detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
	   "./$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=65536 \
			-artifact_prefix="fuzz-found/$name-" -print_final_stats=1 \
			"$work" "$srcdir/tests/fuzz/corpus/$name" >"$log" 2>&1 </dev/null; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
		echo "ok $n - $name: $runs inputs"
	else
		failed=1
		echo "not ok $n - $name"
		grep -aE 'ERROR|SUMMARY|runtime error|Test unit written|^Base64:' "$log" | sed 's/^/# /'
	fi
	rm -rf "$work"
done
exit $failed
