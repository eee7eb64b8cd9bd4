# Makes the catalogues that are compiled into the program: a C file from the
# languages' .po files, each checked by msgfmt and written out again, sorted, by
# msgunfmt --no-wrap (Makefile.am). What is translated by itself is left out:
# English is what the sources are written in, so its table is nearly empty.
#
# The strings of a .po are those of C, and so is the expression that chooses a
# plural form; both are taken over as they stand.

function fail(why)
{
	printf "%s:%d: %s\n", FILENAME, FNR, why >"/dev/stderr"
	failed = 1
	exit 1
}

# The value of a header line "Name: value\n", without its quotes.
function header(name, lines, value)
{
	if (!match(lines, "\"" name ": [^\"]*\\\\n\""))
		fail("no " name)
	value = substr(lines, RSTART + length(name) + 3, RLENGTH - length(name) - 6)
	return value
}

function begin_language(lines, forms)
{
	code = header("Language", lines)
	if (code !~ /^[a-z]+$/)
		fail("Language is no code of letters")
	forms = header("Plural-Forms", lines)
	if (!match(forms, /plural=[^;]*/))
		fail("Plural-Forms has no plural=")
	forms = substr(forms, RSTART + 7, RLENGTH - 7)
	if (forms !~ /^[n0-9 ()<>=!?:&|%+*-]+$/)
		fail("Plural-Forms is no expression of n")
	end_language()
	languages[++n_languages] = code
	printf "\nstatic unsigned long %s_form(unsigned long n)\n{\n\t(void)n;\n\treturn %s;\n}\n",
		code, forms
	printf "\nstatic const struct lang_entry %s_entries[] = {\n", code
	open = 1
	count[code] = 0
}

function end_language()
{
	if (open)
		print "\t{ 0 }\n};"
	open = 0
}

# An entry is whole when the next one begins.
function entry()
{
	if (id == "")
		return
	if (id == "\"\"" && n_forms == 1) {
		begin_language(form[0])
	} else if (n_forms == 1 && plural == "") {
		if (form[0] != id)
			put(form[0], "NULL")
	} else if (n_forms == 1) {
		put(form[0], form[0])
	} else if (n_forms == 2 && (form[0] != id || form[1] != plural)) {
		put(form[0], form[1])
	} else if (n_forms > 2) {
		fail("more than two forms: struct lang_entry has room for two")
	}
	id = plural = ""
	n_forms = 0
}

function put(one, many)
{
	printf "\t{ %s,\n\t  %s,\n\t  %s },\n", id, one, many
	count[code]++
}

# Strings that stand on several lines are joined as C joins them.
function joined(so_far, more)
{
	if (so_far == "" || so_far == "\"\"")
		return more
	return so_far " " more
}

BEGIN {
	print "/* Made from locales/ by locales/compile.awk. */"
	print "#include \"config.h\""
	print "#include \"tui/env/lang.h\""
	print "\n#include <stddef.h>"
}
/^msgctxt / { fail("contexts are not supported") }
/^msgid / { entry(); id = substr($0, 7); at = "id"; next }
/^msgid_plural / { plural = substr($0, 14); at = "plural"; next }
/^msgstr / { form[0] = substr($0, 8); n_forms = 1; at = "form"; next }
/^msgstr\[[0-9]\] / { form[n_forms++] = substr($0, 11); at = "form"; next }
/^"/ {
	if (at == "id")
		id = joined(id, $0)
	else if (at == "plural")
		plural = joined(plural, $0)
	else
		form[n_forms - 1] = joined(form[n_forms - 1], $0)
	next
}
/^#|^$/ { next }
{ fail("not understood: " $0) }
END {
	if (failed)
		exit 1
	entry()
	end_language()
	print "\nconst struct lang_catalogue lang_catalogues[] = {"
	for (i = 1; i <= n_languages; i++)
		printf "\t{ \"%s\", %s_entries, %d, %s_form },\n", languages[i], languages[i],
			count[languages[i]], languages[i]
	print "};"
	printf "const size_t lang_catalogue_count = %d;\n", n_languages
}
