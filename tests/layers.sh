#!/bin/sh
# How the house is kept. tests/rooms.tsv says who may include whom; each outside
# library, and the system, has its room; the objects' link graph has no circle;
# sources and tests are all in the Makefile. docs/architecture.md has the picture.
build=$(pwd)
cd "$srcdir" || exit 1
n=0
work=$HOME

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

floors='tui sync store'

# sources FOLDER...: all C files there, one a line.
sources() {
	find "$@" -name '*.[ch]' | LC_ALL=C sort
}

# Every #include of the program: FILE<tab>HEADER, with its quotes or brackets.
sources $floors | xargs awk '
	match($0, /^[ \t]*#[ \t]*include[ \t]*["<]/) {
		header = substr($0, RLENGTH)
		match(header, /^["<][^">]*[">]/)
		print FILENAME "\t" substr(header, 1, RLENGTH)
	}' >"$work/includes"

# including PATTERN: those of a header that the pattern, without quotes, matches.
including() {
	awk -F '\t' -v pattern="^[\"<]($1)" '$2 ~ pattern { print $1 ": " $2 }' "$work/includes"
}

# only_in PATTERN WHAT ALLOWED-REGEX
only_in() {
	result "$(including "$1" | grep -vE "^$3")" "$2"
}

# --- rooms ---
# rooms FILE-OF-INCLUDES: what the table does not allow, and rooms it does not know.
rooms() {
	awk -F '\t' '
	function room(file) { sub(/\/[^\/]*$/, "", file); return file }
	FNR == NR {
		if ($0 !~ /^#/) {
			known[$1] = 1
			n = split($2, list, " ")
			for (i = 1; i <= n; i++)
				may[$1, list[i]] = 1
		}
		next
	}
	{
		from = room($1)
		if (!(from in known) && !(from in told)) {
			print from ": a room that tests/rooms.tsv does not know"
			told[from] = 1
		}
		if ($2 !~ /^"(tui|sync|store)\//)
			next
		header = substr($2, 2, length($2) - 2)
		to = room(header)
		floor = to
		sub(/\/.*/, "", floor)
		if (from != to && !((from, to) in may) && !((from, floor "/*") in may))
			print $1 ": \"" header "\""
		if (from != to && header ~ /\/private\.h$/)
			print $1 ": \"" header "\" is private to " to
	}' tests/rooms.tsv "$1"
}
broken=$(rooms "$work/includes")
result "$broken" "rooms include only what tests/rooms.tsv allows ($(wc -l <"$work/includes") includes)"
result "$(awk -F '\t' '!/^#/ && NF { print $1 }' tests/rooms.tsv | while read -r room; do
	ls "$room"/*.c >/dev/null 2>&1 || echo "$room"
done)" 'every room of the table is there'
printf 'store/base/text.c\t"store/book/book.h"\ntui/app/app.c\t"tui/home/private.h"\n' >"$work/wrong"
result "$([ "$(rooms "$work/wrong" | wc -l)" = 3 ] || echo 'a wrong include is not seen')" \
	'a wrong include would be seen'
result "$(including '\.\./')" 'headers are named from the top, never by ../'
result "$(awk -F '\t' '$2 ~ /^"/ && $2 !~ /^"(config\.h"|tui\/|sync\/|store\/)/ {
	print $1 ": " $2 }' "$work/includes")" 'quoted headers are config.h or of a room'
result "$(for file in $(find $floors -name '*.c' ! -name '*_tables.c'); do
	first=$(grep -m 1 -E '^[[:space:]]*#[[:space:]]*include' "$file")
	[ -z "$first" ] || [ "$first" = '#include "config.h"' ] || echo "$file: $first"
done)" 'config.h comes first'
result "$(for file in $(find $floors -name '*.c' ! -name '*_tables.c'); do
	own=$(sed -n '2s/^#include "\(.*\)"$/\1/p' "$file")
	[ ! -e "${file%.c}.h" ] || [ "$own" = "${file%.c}.h" ] || echo "$file: its own header is not second"
	grep -E '^#include "(tui|sync|store)/' "$file" | grep -vF "\"$own\"" | LC_ALL=C sort -c 2>/dev/null ||
		echo "$file: not sorted"
done)" 'its own header comes second, the others of the house are sorted'
# Views are opened by routes (tui/app): only who puts the program together knows them.
result "$(awk -F '\t' '$1 ~ /_view\.c$/ && $2 ~ /_view\.h"$/ {
	own = $1; sub(/c$/, "h", own)
	if ($2 != "\"" own "\"")
		print $1 ": " $2
}' "$work/includes")" 'a view knows no other view'

result "$(grep -rnE '(^|[^A-Za-z0-9_])book_(open|open_code|restore|restore_code) ?\(' --include='*.[ch]' tui sync)" \
	'a book is opened with its records'

# --- outside libraries and the system have their rooms ---
only_in '(sqlite3|sqlcipher)' 'SQLite only in store' 'store/'
only_in '(n?curses|ncursesw?/|term\.h|panel\.h|form\.h|menu\.h)' \
	'curses only in tui/term, its key codes also where one types' 'tui/(term|widgets|visit)/'
only_in 'sodium' 'libsodium only where keys are' '(store/vault/|store/base/crypto\.c|sync/crypto/)'
only_in '(curl/|expat|xlsxwriter|pango|cairo|libpq)' 'carriers and report files only in sync' 'sync/'
only_in 'zstd' 'zstd only in sync/crypto' 'sync/crypto/'
only_in 'libintl' 'nobody leans on the catalogues of the system' 'nowhere'
only_in '(fcntl\.h|sys/|signal\.h|termios\.h|pwd\.h)' 'the system only behind store/base/platform.h' \
	'(store/base/platform[a-z_]*\.[ch]|tui/term/term\.c|tui/term/tty\.c|tui/cli/prompt\.c|tui/app/work\.c):'
result "$(grep -rnE '(^|[^a-z_])(open_memstream|strerror(_r)?) ?\(' --include='*.[ch]' $floors)" \
	'texts grow in one way, and the system words nothing'
# memory.h says who checks by hand: where a foreign file decides how much.
result "$(grep -rnE '(^|[^A-Za-z0-9_])(malloc|calloc|realloc|reallocarray|v?asprintf|strn?dup) ?\([^)]' \
	--include='*.[ch]' $floors | grep -vE '^(store/base/memory\.c|sync/io/jsonl\.c|sync/import/setup_file\.c):')" \
	'whoever asks for memory asks store/base/memory.h'
result "$(grep -rnE '(^|[^A-Za-z0-9_])(_|N_|P_|lang_[a-z]*) ?\(' --include='*.[ch]' store sync)" \
	'nothing is worded outside tui'

# --- headers and objects ---
result "$(for file in $(sources $floors); do
	lines=$(grep -c '' "$file")
	[ "$lines" -le 500 ] || echo "$file: $lines lines"
done
for file in $(sources tests); do
	lines=$(grep -c '' "$file")
	[ "$lines" -le 900 ] || echo "$file: $lines lines"
done)" 'no file has grown past one job'

(cd "$build" && find $floors -name '*.o' ! -path tui/main.o | LC_ALL=C sort |
	while read -r object; do # not what an earlier tree left behind
		[ -e "$OLDPWD/${object%.o}.c" ] || [ -e "${object%.o}.c" ] && echo "$object"
	done | xargs nm -A -P -g) >"$work/symbols"
wrong=
circles=$(LC_ALL=C awk -f tests/links.awk "$work/symbols")
result "$circles" "no circle in the link graph ($(cut -d: -f1 "$work/symbols" | uniq | wc -l) objects)"
{ cat "$work/symbols"; echo 'store/book/book.o: records_open U'; } | LC_ALL=C awk -f tests/links.awk |
	grep '^circle:' | grep store/record/open.o | grep -q store/book/book.o ||
	wrong='book -> open -> book is not named'
result "$wrong" 'a circle that is put in is named'
result "$(awk '$3 == "T" || $3 == "D" || $3 == "B" || $3 == "R" { sub(/\.o:$/, "", $1); print $1 }' \
	"$work/symbols" | uniq | while read -r module; do
	[ -e "$module.h" ] || case $module in
	*_tables | store/base/platform_posix) ;;
	*) echo "$module.c has external functions and no header" ;;
	esac
done)" 'every module has its header'
result "$(for header in $(find $floors -name private.h); do
	room=$(dirname "$header")
	sed 's,/\*.*\*/,,; /\/\*/,/\*\//d' "$header" | grep -oE '[a-z_0-9]+ ?\(' | tr -d ' (' | sort -u >"$work/named"
	awk -v room="$room/" 'index($1, room) == 1 && $3 == "T" { print $2 "\t" $1 }' "$work/symbols" |
		sort | join -t '	' - "$work/named" | cut -f2 | sort -u >"$work/declared"
	[ "$(wc -l <"$work/declared")" -le 1 ] || echo "$header: functions of" $(cat "$work/declared")
done)" 'a private header holds types, not the functions of several files'

# --- nothing outside the house ---
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
result "$(for file in $(sources $floors); do
	case $file in
	*_tables.c) ;; # made by the build
	*) listed "$file" || echo "$file" ;;
	esac
done)" 'every source is in Makefile.am'
result "$(for file in $(find tests -name '*.c' -o -name '*.h' -o -name '*.sh' -o -name '*.py' \
	-o -name '*.awk' | LC_ALL=C sort); do
	case $file in
	tests/fuzz/*.c) made=${file%.c}.fuzz ;;
	tests/*.c) made=${file%.c}.test ;;
	*) made=$file ;;
	esac
	listed "$made" || listed "$file" || echo "$file"
done)" 'every test is in Makefile.am'

echo "1..$n"
