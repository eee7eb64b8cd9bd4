#!/bin/sh
# How the house is kept: use goes one way, tui -> sync -> store; each outside
# library has its room; sources and tests are all in the Makefile.
cd "$srcdir" || exit 1
n=0

# result PROBLEMS TEXT: passes when there are no problems, else names them.
result() {
	n=$((n + 1))
	if [ -z "$1" ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		printf '%s\n' "$1" | sed 's/^/# /'
	fi
}

# includes FOLDER PATTERN: lines of FOLDER that include a header matching PATTERN.
includes() {
	grep -rnE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]$2" --include='*.[ch]' "$1"
}

# sources FOLDER...: all C files there, one a line.
sources() {
	find "$@" -name '*.[ch]' 2>/dev/null | LC_ALL=C sort
}

rooms=$(for room in tui sync store; do [ -d $room ] && echo $room; done)

# --- one way ---
up='(\.\./)*'
result "$(includes store "$up(sync|tui)/")" 'store uses neither sync nor tui'
result "$([ ! -d sync ] || includes sync "${up}tui/")" 'sync does not use tui'
result "$(for room in $rooms; do includes $room "${up}tests/"; done)" 'the program does not use its tests'
result "$(for room in $rooms; do includes $room '\.\./'; done)" \
	'headers are named from the top, never by ../'
result "$(for file in $(sources $rooms); do
	for header in $(sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"([^"]*)".*/\1/p' "$file"); do
		case $header in
		config.h | tui/* | sync/* | store/*) ;;
		*) echo "$file: \"$header\"" ;;
		esac
	done
done)" 'quoted headers are config.h or of a room'
result "$(for file in $(find $rooms -name '*.c' ! -name '*_tables.c'); do
	first=$(grep -m 1 -E '^[[:space:]]*#[[:space:]]*include' "$file")
	[ -z "$first" ] || [ "$first" = '#include "config.h"' ] || echo "$file: $first"
done)" 'config.h comes first'

# --- outside libraries have their rooms ---
# only_in PATTERN WHAT ALLOWED-REGEX
only_in() {
	result "$(for room in $rooms; do includes $room "$1"; done | grep -vE "^$3")" "$2"
}
only_in '(sqlite3|sqlcipher)' 'SQLite only in store' 'store/'
only_in '(n?curses|ncursesw?/|term\.h|panel\.h|form\.h|menu\.h)' 'curses only in tui' 'tui/'
only_in 'sodium' 'libsodium only in its small modules' '(store/(seal|vault|hash)[a-z0-9_]*\.[ch]|sync/)'
only_in '(fcntl\.h|sys/|signal\.h|termios\.h|pwd\.h|dirent\.h)' 'the system behind one door' \
	'(store/platform_posix|tui/(term|prompt|work))\.c'
only_in '(curl/|zstd|xlsxwriter|pango|cairo|expat|libpq)' 'carriers and report files only in sync' 'sync/'
result "$(grep -rnE '(^|[^A-Za-z0-9_])book_(open|open_code|restore) ?\(' --include='*.[ch]' tui sync)" \
	'a book is opened with its records'
only_in 'libintl' 'nobody leans on the catalogues of the system' 'nowhere'
result "$(grep -rnE '(^|[^a-z_])(open_memstream|strerror|perror) ?\(' --include='*.[ch]' $rooms)" \
	'no text grows in a stream of the system, and nothing is said in its words'
result "$(for room in $rooms; do
	[ $room = tui ] || grep -rnE '(^|[^A-Za-z0-9_])(_|N_|P_|lang_[a-z]*) ?\(' --include='*.[ch]' $room
done)" 'nothing is worded outside tui'

# --- one job a file, and nothing outside the house ---
result "$(for file in $(sources $rooms); do
	lines=$(grep -c '' "$file")
	[ "$lines" -le 900 ] || echo "$file: $lines lines"
done)" 'no file has grown past one job'
result "$(for entry in $(ls -A); do
	case $entry in
	tui | sync | store | locales | tests | docs) ;;
	configure.ac | Makefile.am | README.md | bootstrap | COPYING | .ci | .git*) ;;
	.clang-format | .editorconfig) ;;
	# Made by autoreconf, by the build, or by make distcheck.
	Makefile.in | aclocal.m4 | autom4te.cache | build-aux) ;;
	config.h.in | config.h.in~ | configure | configure~ | build | build-* | _build | _inst) ;;
	*) echo "$entry" ;;
	esac
done)" 'nothing else at the top level'

# --- the Makefile knows them all ---
listed() {
	grep -qE "(^|[[:space:]])$1([[:space:]]|\$)" Makefile.am
}
result "$(for file in $(sources $rooms); do
	case $file in
	store/catalog/catalog_tables.c) ;; # made by the build
	*) listed "$file" || echo "$file" ;;
	esac
done)" 'every source is in Makefile.am'
result "$(for file in $(find tests -name '*.c' -o -name '*.h' -o -name '*.sh' -o -name '*.py' |
	LC_ALL=C sort); do
	case $file in
	tests/fuzz/*.c) made=${file%.c}.fuzz ;;
	tests/*.c) made=${file%.c}.test ;;
	*) made=$file ;;
	esac
	listed "$made" || listed "$file" || echo "$file"
done)" 'every test is in Makefile.am'

echo "1..$n"
