# Makes the page that is compiled into the program from docs/bat-dau.md: plain text for a
# terminal, as an array of C strings. With -v plain=1 the text itself, for a file.
#
# Headings are underlined, `K` for a key becomes [K], `words` that are typed become "words",
# **stress** and links lose their signs.

function put(line)
{
	if (plain) {
		print line
		return
	}
	gsub(/\\/, "\\\\", line)
	gsub(/"/, "\\\"", line)
	print "\t\"" line "\","
}

# Columns of a UTF-8 text in locale C: every byte but those that go on with a letter.
function width(text)
{
	gsub(/[\200-\277]/, "", text)
	return length(text)
}

function underline(text, sign, line, n)
{
	for (n = width(text); n > 0; n--)
		line = line sign
	return line
}

BEGIN {
	if (!plain)
		print "/* Made from docs/bat-dau.md by tui/cli/page.awk. */\n#include \"config.h\"\n#include \"tui/cli/page.h\"\n\n#include <stddef.h>\n\nconst char *const page_lines[] = {"
}

{
	sign = ""
	if (/^##? /)
		sign = "="
	else if (/^###/)
		sign = "-"
	sub(/^#+ /, "")
	while (match($0, /`[^`]*`/)) {
		key = substr($0, RSTART + 1, RLENGTH - 2)
		key = key ~ /^[a-z0-9][a-z0-9 -]/ ? "\"" key "\"" : "[" key "]"
		$0 = substr($0, 1, RSTART - 1) key substr($0, RSTART + RLENGTH)
	}
	gsub(/\*\*/, "")
	while (match($0, /\[[^]]*\]\([^)]*\)/)) {
		link = substr($0, RSTART + 1, RLENGTH)
		$0 = substr($0, 1, RSTART - 1) substr(link, 1, index(link, "](") - 1) substr($0, RSTART + RLENGTH)
	}
	if (width($0) > 79) {
		printf "%s:%d: wider than 79 columns\n", FILENAME, FNR >"/dev/stderr"
		failed = 1
		exit 1
	}
	put($0)
	if (sign != "")
		put(underline($0, sign))
}

END {
	if (failed)
		exit 1
	if (!plain)
		print "\tNULL\n};"
}
