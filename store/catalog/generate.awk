# Makes store/catalog/catalog_tables.c, the constant tables of store/catalog/catalog.h, from
# the tab-separated tables of store/data/:
#
#   LC_ALL=C awk -f generate.awk vocab.tsv topics.tsv report_columns.tsv rights.tsv \
#           units_2tier.tsv former_provinces.tsv indicators.tsv holidays.tsv > catalog_tables.c
#
# Plain POSIX awk. The same tables give the same bytes. A table that is not in
# the expected form stops it with a message and exit status 1; names that the
# header does not know are left to the compiler.

function fail(why) {
	printf "%s:%d: %s\n", FILENAME, FNR, why > "/dev/stderr"
	failed = 1
	exit 1
}

# A cell as a C string.
function quoted(cell) {
	if (cell ~ /[\001-\037\177]/)
		fail("a control character")
	gsub(/\\/, "\\\\", cell)
	gsub(/"/, "\\\"", cell)
	return "\"" cell "\""
}

# A cell as the end of an enumeration constant: "edit, void" is EDIT_VOID, "-" is NONE.
function constant(prefix, cell) {
	if (cell == "-")
		cell = "none"
	gsub(/[^A-Za-z0-9]+/, "_", cell)
	return prefix toupper(cell)
}

# One of two words as a truth value.
function truth(cell, yes, no) {
	if (cell != yes && cell != no)
		fail("\"" cell "\" is neither \"" yes "\" nor \"" no "\"")
	return cell == yes ? "true" : "false"
}

function once(key) {
	if (key ~ /^(.*\/)?$/)
		fail("no code")
	if ((table, key) in seen)
		fail(key " stands here twice")
	seen[table, key] = 1
}

function open_array(declaration) {
	printf "\nconst struct %s[] = {\n", declaration
	closing = "};\n"
}

# name: that of its count too, which not every array has.
function close_array(name) {
	if (closing == "")
		return
	printf "%s", closing
	if (name != "") {
		printf "const size_t catalog_%s_count =\n", name
		printf "\tsizeof catalog_%ss / sizeof *catalog_%ss;\n", name, name
	}
	closing = ""
}

# Days from 1970-01-01, counting years from March so that the leap day is the last.
function day_number(date,    year, month, mday) {
	if (date !~ /^[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]$/)
		fail("no date")
	year = substr(date, 1, 4) + 0
	month = (substr(date, 6, 2) + 9) % 12
	mday = substr(date, 9, 2) + 0
	if (month >= 10)
		year--
	return 365 * year + int(year / 4) - int(year / 100) + int(year / 400) + \
		int((153 * month + 2) / 5) + mday - 719469
}

function begin_table(header) {
	if ($0 != header)
		fail("not the header that was expected")
	columns = NF
}

BEGIN {
	FS = "\t"
	provinces = 0
	print "/* Made by store/catalog/generate.awk from store/data/; edit the tables there. */"
	print "#include \"config.h\""
	print "#include \"store/catalog/catalog.h\""
	print "\n#include <math.h>"
}

FNR == 1 {
	close_array(array)
	table = FILENAME
	sub(/^.*\//, "", table)
	sub(/\.tsv$/, "", table)
	array = ""
}

FNR > 1 && NF != columns { fail(NF " cells instead of " columns) }

table == "vocab" {
	if (FNR == 1) {
		begin_table("list\tcode\tvi\ten")
		open_array("vocab catalog_vocab")
		next
	}
	if ($1 != list && (table, $1) in seen)
		fail("the list " $1 " began before")
	list = $1
	seen[table, list] = 1
	once($1 "/" $2)
	vocab_rows++
	printf "\t{%s, %s, %s, %s},\n", quoted($1), quoted($2), quoted($3), quoted($4)
}

table == "topics" {
	if (FNR == 1) {
		begin_table("code\tshort\tvi\ten\tgroup\tunit\tcap\tstatus\tshort_en")
		open_array("topic catalog_topics")
		array = "topic"
		next
	}
	once($1)
	printf "\t{%s, %s, %s, %s, %s, %s, %s, %s, %s},\n", quoted($1), quoted($2), quoted($3), \
		quoted($4), quoted($5), quoted($6), truth($7, "people", "none"), quoted($8), \
		quoted($9)
}

table == "report_columns" {
	if (FNR == 1) {
		begin_table("order\tcode\tvi_header\tvi_short\ten\tunit\taggregation\tlevels\t" \
			"source\tdefault\tshort_en")
		open_array("column catalog_columns")
		array = "column"
		next
	}
	once($2)
	if ($1 != FNR - 1)
		fail("the order is not 1, 2, 3 ...")
	printf "\t{%d, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s},\n", $1, quoted($2), quoted($3), \
		quoted($4), quoted($5), quoted($6), constant("AGGREGATE_", $7), \
		truth($8, "all", "commune,upper"), quoted($9), truth($10, "1", ""), quoted($11)
}

table == "rights" {
	if (FNR == 1) {
		begin_table("operation\tthanh_vien\tto_truong\tcan_bo_xa\tcap_tren\tquan_tri\tnote")
		printf "\nconst struct right_row catalog_rights[RIGHTS] = {\n"
		closing = "};\n"
		next
	}
	once($1)
	right_rows++
	printf "\t[%s] = {%s, {%s, %s, %s, %s, %s}, %s},\n", constant("RIGHT_", $1), quoted($1), \
		constant("SCOPE_", $2), constant("SCOPE_", $3), constant("SCOPE_", $4), \
		constant("SCOPE_", $5), constant("SCOPE_", $6), quoted($7)
}

table == "units_2tier" {
	if (FNR == 1) {
		begin_table("province_code\tprovince\tcommune_code\tcommune")
		open_array("unit catalog_communes")
		array = "commune"
		next
	}
	if ($1 !~ /^[0-9][0-9]$/ || $3 !~ /^[0-9][0-9][0-9][0-9][0-9]$/)
		fail("not the code of a province and of a commune")
	if (provinces == 0 || $1 != province_code[provinces - 1]) {
		once($1)
		province_code[provinces] = $1
		province_name[provinces++] = $2
	}
	if ($2 != province_name[provinces - 1])
		fail("one province, two names")
	once($3)
	printf "\t{%s, %s, &catalog_provinces[%d], \"\"},\n", quoted($3), quoted($4), \
		provinces - 1
}

table == "former_provinces" {
	if (FNR == 1) {
		begin_table("province_code\tformer")
		next
	}
	if (!(("units_2tier", $1) in seen))
		fail("no province: " $1)
	once($2)
	former[$1] = former[$1] (former[$1] == "" ? "" : ", ") $2
}

table == "indicators" {
	if (FNR == 1) {
		begin_table("code\tprovince\tyear\tvi_name\tunit\toperator\tnumber\tnumerator\t" \
			"denominator\tkind\tapp_measurable\tseed_file\tquote\tset")
		open_array("indicator catalog_indicators")
		array = "indicator"
		sign[">"] = "INDICATOR_ABOVE"
		sign[">="] = "INDICATOR_AT_LEAST"
		sign["<="] = "INDICATOR_AT_MOST"
		next
	}
	once($1)
	operator = $6
	maintain = sub(/^maintain /, "", operator) ? "true" : "false"
	if (!(operator in sign))
		fail("no operator: " $6)
	if ($7 !~ /^([0-9]+(\.[0-9]+)?|[A-Z])$/)
		fail("neither a number nor a grade: " $7)
	if ($14 != "" && !(("vocab", "target_set/" $14) in seen))
		fail("no set of targets: " $14)
	printf "\t{%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s},\n", \
		quoted($1), quoted($2), quoted($3), quoted($4), quoted($5), sign[operator], \
		maintain, $7 ~ /[A-Z]/ ? "NAN" : $7, quoted($7), quoted($8), quoted($9), \
		quoted($10), constant("MEASURE_", $11), quoted($12), quoted($13), quoted($14)
}

table == "holidays" {
	if (FNR == 1) {
		begin_table("date\tvi_name\tkind")
		open_array("holiday catalog_holidays")
		array = "holiday"
		next
	}
	if (FNR > 2 && $1 <= last_holiday)
		fail("not in the order of dates, or twice")
	last_holiday = $1
	printf "\t{%d, %s, %s},\n", day_number($1), quoted($2), constant("HOLIDAY_", $3)
}

END {
	if (failed)
		exit 1
	close_array(array)
	printf "\nconst size_t catalog_vocab_count = %d;\n", vocab_rows
	printf "_Static_assert(RIGHTS == %d, \"a right without its row\");\n", right_rows
	printf "\nconst struct unit catalog_provinces[] = {\n"
	for (i = 0; i < provinces; i++)
		printf "\t{%s, %s, NULL, %s},\n", quoted(province_code[i]), \
			quoted(province_name[i]), quoted(former[province_code[i]])
	printf "};\nconst size_t catalog_province_count = %d;\n", provinces
}
