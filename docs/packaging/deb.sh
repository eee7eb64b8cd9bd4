#!/bin/sh
# deb.sh BUILD VERSION OUT: makes OUT/sotay_VERSION_ARCH.deb of what is built in the folder
# BUILD, by its `make install`. `make deb` calls it, from the top of the sources.
#
# What it depends on is asked of the libraries (dpkg-shlibdeps). The same build gives the same
# bytes: times are SOURCE_DATE_EPOCH, by default that of the changelog's entry; owners are root.
set -eu
umask 022
LC_ALL=C
export LC_ALL

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
version=$2
mkdir -p "$3"
out=$(cd "$3" && pwd)
work=$out/deb.work
root=$work/root

# The top entry of the changelog is this version's.
[ "$(sed -n '1s/^sotay (\([^)]*\)).*/\1/p' "$here/changelog")" = "$version" ] || {
	echo "deb.sh: docs/packaging/changelog does not begin with version $version" >&2
	exit 1
}
: "${SOURCE_DATE_EPOCH:=$(date -u -d "$(sed -n '/^ -- /{s/.*>  //p;q;}' "$here/changelog")" +%s)}"
export SOURCE_DATE_EPOCH

rm -rf "$work"
mkdir -p "$root/DEBIAN" "$work/debian"
make -s -C "$build" install prefix=/usr DESTDIR="$root" >"$work/install.log" 2>&1 || {
	cat "$work/install.log" >&2
	exit 1
}
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$root/usr/bin/sotay"
find "$root/usr/share/man" -type f -exec gzip -9n {} +

# The licence's text is on every Debian; the page for beginners stays as it is, to be opened by a click.
doc=$root/usr/share/doc/sotay
rm "$doc/COPYING"
# The notices of the English words stand at the end of COPYING, and must go along.
{
	cat "$here/copyright"
	sed -n '/PARTS UNDER OTHER LICENCES/,$p' "$here/../../COPYING" | sed '1,2d; s/^ */ /; s/^ $/ ./'
} >"$doc/copyright"
gzip -9nc "$here/changelog" >"$doc/changelog.gz"

maintainer=$(sed -n '/^ -- /{s/^ -- \(.*>\)  .*/\1/p;q;}' "$here/changelog")
arch=$(dpkg --print-architecture)
printf 'Source: sotay\n\nPackage: sotay\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O "$root/usr/bin/sotay" 2>"$work/shlibdeps.log") || {
	cat "$work/shlibdeps.log" >&2
	exit 1
}

find "$root/usr" -type d -exec chmod 755 {} +
find "$root/usr" -type f ! -path "$root/usr/bin/*" -exec chmod 644 {} +
size=$(find "$root/usr" -type f -printf '%s\n' -o -printf '1\n' |
	awk '{ kib += int(($1 + 1023) / 1024) } END { print kib }')
(cd "$root" && find usr -type f | sort | xargs -d '\n' md5sum) >"$root/DEBIAN/md5sums"
cat >"$root/DEBIAN/control" <<END
Package: sotay
Version: $version
Architecture: $arch
Maintainer: $maintainer
Installed-Size: $size
Depends: ${depends#shlibs:Depends=}
Suggests: bash-completion, man-db
Section: misc
Priority: optional
Description: offline logbook of community digital technology teams
 The field notebook of the community digital technology teams of Viet Nam: a
 terminal program that works without a network and keeps everything encrypted.
 A team member logs each guidance session in Vietnamese; an officer of the
 commune sees the week and exports it.
 .
 Sổ tay của Tổ công nghệ số cộng đồng: ghi lượt hướng dẫn, xem và xuất số liệu
 theo tuần, tháng, quý, năm. Chạy không cần mạng, dữ liệu được mã hóa.
END
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --build "$root" "$out" >/dev/null
rm -rf "$work"
echo "$out/sotay_${version}_$arch.deb"
