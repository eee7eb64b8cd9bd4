#!/bin/sh
# stick.sh DEB OUT: makes the folder OUT that is copied to a USB stick: the package, every
# package that it needs beyond the smallest Debian, for each system that it runs on, the
# installer, and a page to read first. Needs the network and, of the system, apt and dpkg.
#
# A program of Debian 12 runs on 13, not the other way round: built on 12, one stick serves
# both; built elsewhere it serves the system it was built on. A library whose name has
# changed since comes from the system of the build, for the later one, too.
# MIRROR says where packages come from; else it is the first that apt knows here.
set -eu
umask 022
LC_ALL=C
export LC_ALL

here=$(cd "$(dirname "$0")" && pwd)
deb=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
out=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

. /etc/os-release
case $ID-${VERSION_ID-} in
debian-12) systems='debian-12=bookworm debian-13=trixie' ;;
*) systems=$ID-$VERSION_ID=$VERSION_CODENAME ;;
esac

# uri_of PATTERN: of apt's sources the first address that has it.
uri_of() {
	cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
		awk -v has="$1" '/^ *#/ { next } /^URIs:/ || /^deb / {
			for (i = 2; i <= NF; i++)
				if ($i ~ /^https?:/ && $i ~ has) { print $i; exit } }'
}
mirror=${MIRROR:-$(uri_of "/$ID")}
security=$(uri_of "$ID-security")
components=main
[ "$ID" = debian ] || components='main universe'

# sources CODENAME: that release's lines for apt.
sources() {
	echo "deb $mirror $1 $components"
	echo "deb $mirror $1-updates $components"
	if [ "$security" ]; then
		echo "deb $security $1-security $components"
	fi
}

# An apt that knows only what is in "$apt", on a system where nothing is installed.
apt() {
	command=$1
	shift
	"$command" -qq -o Dir::State="$apt/state" -o Dir::State::status="$apt/status" \
		-o Dir::Cache="$apt/cache" -o Dir::Etc::sourcelist="$apt/sources.list" \
		-o Dir::Etc::sourceparts=/dev/null -o APT::Default-Release="$codename" \
		-o APT::Install-Recommends=false -o APT::Sandbox::User=root \
		-o Acquire::Retries=3 -o Acquire::Languages=none "$@"
}

update() {
	apt apt-get update >"$work/log" 2>&1 && ! grep -q '^[EW]:' "$work/log" || {
		cat "$work/log" >&2
		exit 1
	}
}

# installs PACKAGE…: all that would come, "NAME VERSION" a line.
installs() {
	apt apt-get -s install "$@" >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		exit 1
	}
	sed -n 's/^Inst \([^ ]*\) .*(\([^ ]*\) .*/\1 \2/p' "$work/log" | sort -u
}

# The names in a package's Depends; with `exact` only those of one version.
needs() {
	dpkg-deb -f "$1" Depends | tr ',|' '\n\n' | if [ "${2-}" ]; then grep '(= '; else cat; fi |
		awk '{ sub(/:.*/, "", $1); print $1 }'
}

rm -rf "$out"
mkdir -p "$out/thu-vien"
first=
for system in $systems; do
	codename=${system#*=}
	system=${system%%=*}
	: "${first:=$codename}"
	apt=$work/$codename
	folder=$out/thu-vien/$system
	mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$folder"
	: >"$apt/status"
	sources "$codename" >"$apt/sources.list"
	update
	# The smallest system: what debootstrap's minbase has.
	smallest=$(apt apt-cache dumpavail | awk '/^Package:/ { name = $2 }
		/^(Priority: required|Essential: yes)$/ { print name }' | sort -u)
	installs $smallest apt >"$work/smallest"
	[ "$codename" = "$first" ] || {
		sources "$first" >>"$apt/sources.list"
		update
	}
	installs $(cut -d' ' -f1 "$work/smallest") $(needs "$deb") >"$work/all"
	sed 's/ .*//' "$work/smallest" | sort >"$work/names"
	sort "$work/all" | join -v 1 - "$work/names" | tr ' ' '=' >"$work/wanted"
	(cd "$folder" && apt apt-get download $(cat "$work/wanted")) >"$work/log" 2>&1 || {
		cat "$work/log" >&2
		exit 1
	}
	# A library may want another of just its version, which is there in another one.
	for library in "$folder"/*.deb; do
		for name in $(needs "$library" exact); do
			ls "$folder/${name}"_* >/dev/null 2>&1 ||
				(cd "$folder" && apt apt-get download "$name") >"$work/log" 2>&1
		done
	done
done

cp "$deb" "$here/cai-dat.sh" "$out/"
version=$(dpkg-deb -f "$deb" Version)
names=$(for system in $systems; do
	echo "${system%%=*}" | sed 's/-/ /; s/^./\u&/'
done | sed ':a; N; $!ba; s/\n/, /g')
sed "s/@VERSION@/$version/g; s/@SYSTEMS@/$names/g; s/@ARCH@/$(dpkg-deb -f "$deb" Architecture)/g" \
	"$here/DOC-TRUOC.txt" >"$out/DOC-TRUOC.txt"
awk -v plain=1 -f "$here/../../tui/cli/page.awk" "$here/../bat-dau.md" >"$out/BAT-DAU.txt"
(cd "$out" && find . -type f ! -name SHA256SUMS | sort | xargs -d '\n' sha256sum >SHA256SUMS)
chmod -R u=rwX,go=rX "$out"
