#!/bin/sh
# Every wording is there in every language, and nothing to word is overlooked.
locales=$srcdir/locales
n=0
result() { # STATUS TEXT
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
	fi
}

languages='vi en'

# What the sources hold now, read the way `make update-po` does.
now=$HOME/now.pot
$EXTRACT -o "$now"
result $? 'the sources can be read for wording'

# po_lines: a .po with every string on one line, whatever newlines it has.
po_lines() {
	msgcat --no-wrap - | awk '
		/^"/ { line = substr(line, 1, length(line) - 1) substr($0, 2); next }
		{ if (NR > 1) print line; line = $0 }
		END { print line }'
}

for language in $languages; do
	po=$locales/$language.po
	problems=$(LC_ALL=C msgfmt -c -o /dev/null "$po" 2>&1)
	[ -z "$problems" ]
	result $? "$language: formats and header are sound"
	[ -z "$problems" ] || printf '%s\n' "$problems" | sed 's/^/# /'

	missing=$(msgmerge --quiet --no-fuzzy-matching -o - "$po" "$now" |
		msgattrib --no-obsolete --untranslated - | po_lines | grep '^msgid "..*"' | sed 1q)
	[ -z "$missing" ]
	result $? "$language: everything the sources word is translated"
	[ -z "$missing" ] ||
		printf '# first missing (make update-po, then translate): %s\n' "$missing"

	fuzzy=$(msgattrib --only-fuzzy --no-wrap "$po" | grep -c '^#, .*fuzzy')
	[ "$fuzzy" = 0 ]
	result $? "$language: nothing fuzzy ($fuzzy)"

	grep -q '^"Plural-Forms: nplurals=' "$po"
	result $? "$language: says its plural forms"
done

# English is its own translation.
differ=$(msgfmt -o "$HOME/en.mo" "$locales/en.po" && msgunfmt "$HOME/en.mo" | po_lines | awk '
	/^msgid_plural "/ { plural = substr($0, 14); next }
	/^msgid "/ { id = substr($0, 7); plural = "" }
	/^msgstr "/ && id != "\"\"" && substr($0, 8) != id { print id }
	/^msgstr\[0\] "/ && substr($0, 11) != id { print id }
	/^msgstr\[1\] "/ && substr($0, 11) != plural { print plural }')
[ -z "$differ" ]
result $? 'en: says what the sources say'
[ -z "$differ" ] || printf '%s\n' "$differ" | sed 's/^/# /'

# docs/words.md: one word for one thing, and sentences begin with a capital in both languages.
entries=$(msgattrib --no-obsolete --no-wrap "$locales/vi.po" | po_lines)
old='bấm|S-Tab|Ctrl-S|mở máy|mở được máy|[Rr]út mật khẩu|vật mốc|dấu hiệu|tình trạng số|hiện trạng|tối đa %d chữ cái|Người đến'
wrong=$(printf '%s\n' "$entries" | grep -iE "^msgstr.*($old)")
[ -z "$wrong" ]
result $? 'vi: only the words of docs/words.md'
[ -z "$wrong" ] || printf '%s\n' "$wrong" | sed 's/^/# /'

# A single letter is a key, two capitals an abbreviation, a weekday has none in the middle of a line.
wrong=$(printf '%s\n' "$entries" | awk '
	/^msgid "/ { id = substr($0, 8) }
	/^msgstr(\[0\])? "/ { sub(/^msgstr(\[0\])? "/, "")
		if (id ~ /^[A-Z][a-z ]/ && id !~ /^[A-Z][a-z]+day"$/ && $0 ~ /^([a-z]|đ)/ ||
		    id ~ /^[a-z][a-z]/ && $0 ~ /^[A-Z][a-z ]/)
			print id, $0 }')
[ -z "$wrong" ]
result $? 'vi: a sentence where English has one'
[ -z "$wrong" ] || printf '%s\n' "$wrong" | sed 's/^/# /'

unlisted=
for file in $(cd "$srcdir" && grep -rlE "(^|[^A-Za-z0-9_])(_|N_|P_) ?\\(" --include="*.c" tui); do
	grep -qx "$file" "$locales/POTFILES.in" || unlisted="$unlisted $file"
done
[ -z "$unlisted" ]
result $? "POTFILES.in lists every file with wording$unlisted"

echo "1..$n"
