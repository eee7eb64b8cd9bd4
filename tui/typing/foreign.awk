# Makes tui/typing/foreign_tables.c, the lists of tui/typing/foreign.h:
#
#   LC_ALL=C awk -f foreign.awk english.txt brands.txt > foreign_tables.c
#
# Lines that begin with # are about the list; of the others the first word counts.
# A list that is not sorted by its bytes stops it with a message and exit status 1.

function fail(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
	failed = 1
	exit 1
}

function close_list() {
	if (list != "")
		printf "\t;\nconst size_t %s_size = sizeof %s - 1;\n", list, list
}

BEGIN {
	print "/* Made by foreign.awk. */"
	print "#include \"config.h\""
	print "#include \"tui/typing/foreign.h\""
}

FNR == 1 {
	close_list()
	list = FILENAME
	sub(/.*\//, "", list)
	sub(/\.txt$/, "", list)
	list = "foreign_" list
	printf "\nconst char %s[] =\n", list
	before = ""
}

/^#/ {
	next
}

{
	if ($1 !~ /^[A-Za-z]+$/)
		fail("no word of letters")
	if ((before "") >= ($1 ""))
		fail("not after " before)
	before = $1
	printf "\t\"%s\\n\"\n", $1
}

END {
	if (!failed)
		close_list()
}
