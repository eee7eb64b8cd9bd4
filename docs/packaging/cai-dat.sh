#!/bin/sh
# Cài sotay từ USB này, không cần mạng:  sh cai-dat.sh
# Installs sotay from this stick, without a network; an older version is updated.
#
# Only dpkg runs as root, and only it changes anything: `dpkg -i` of the package and of
# those libraries that the system does not have. Exit codes are those of sysexits.h.
set -u
PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "$0")" && pwd) || exit 66

# As the program does: English where the first of these that is one or the other says so.
language=vi
for name in "${LC_ALL-}" "${LC_MESSAGES-}" "${LANG-}"; do
	case $name in
	vi*) break ;;
	en*)
		language=en
		break
		;;
	esac
done

# say VIETNAMESE ENGLISH
say() {
	if [ $language = en ]; then
		printf '%s\n' "$2"
	else
		printf '%s\n' "$1"
	fi
}

# refuse CODE VIETNAMESE ENGLISH
refuse() {
	say "$2" "$3" >&2
	exit "$1"
}

field() {
	dpkg-deb -f "$1" "$2" 2>/dev/null
}

# The version of a package that is installed, or nothing.
installed() {
	dpkg-query -W -f='${db:Status-Status} ${Version}\n' "$1" 2>/dev/null |
		sed -n 's/^installed //p' | head -n 1
}

# --- may it be installed here? ---
system=$(. /etc/os-release 2>/dev/null && echo "${ID-}-${VERSION_ID-}")
systems=$(cd "$here/thu-vien" 2>/dev/null && echo * | sed 's/ /, /g; s/debian-/Debian /g')
[ "$systems" ] && [ "$systems" != '*' ] ||
	refuse 66 'USB thiếu thư mục thu-vien: hãy chép lại cả thư mục.' \
		'The folder thu-vien is missing from the stick: copy the whole folder again.'
if ! command -v dpkg >/dev/null || [ ! -d "$here/thu-vien/$system" ]; then
	refuse 69 "Chưa cài: bộ cài này chỉ dùng cho $systems. Máy này là: ${system:-?}." \
		"Not installed: this stick is for $systems. This computer has: ${system:-?}."
fi
libraries=$here/thu-vien/$system

package=
for deb in "$here"/sotay_*.deb; do
	[ -e "$deb" ] && [ -z "$package" ] ||
		refuse 66 'USB phải có đúng một tệp sotay_….deb: hãy chép lại cả thư mục.' \
			'The stick must have just one sotay_….deb: copy the whole folder again.'
	package=$deb
done
(cd "$here" && sha256sum --quiet -c SHA256SUMS) >/dev/null 2>&1 ||
	refuse 65 'Chưa cài: có tệp trên USB bị hỏng hoặc thiếu. Hãy chép lại cả thư mục.' \
		'Not installed: a file on the stick is damaged or missing. Copy the whole folder again.'
ours=$(dpkg --print-architecture)
theirs=$(field "$package" Architecture)
[ "$ours" = "$theirs" ] ||
	refuse 69 "Chưa cài: bộ cài này dành cho máy $theirs. Máy này là $ours." \
		"Not installed: this stick is for $theirs computers. This one is $ours."

version=$(field "$package" Version)
before=$(installed sotay)
if [ "$before" ] && dpkg --compare-versions "$before" gt "$version"; then
	say "Máy đã có sotay $before, mới hơn bản $version trên USB: giữ nguyên." \
		"sotay $before is installed, newer than the $version of this stick: nothing is changed."
	exit 0
fi

# --- what is lacking ---
tmp=$(mktemp -d /tmp/sotay.XXXXXX) || exit 73
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM HUP

# take FILE: to be installed, too. Where it wants another library of just one version, that one comes along.
take() {
	[ ! -e "$tmp/$(basename "$1")" ] || return 0
	cp "$1" "$tmp/" ||
		refuse 74 'Chưa cài: không chép được ra ổ đĩa máy (có thể đã đầy).' \
			"Not installed: cannot copy to the computer's disk (is it full?)."
	for wish in $(field "$1" Depends | tr ',' '\n' | sed -n 's/^ *\([^ :(]*\)[^(]*(= \([^)]*\))$/\1=\2/p'); do
		name=${wish%%=*}
		wanted=${wish#*=}
		has=$(installed "$name")
		[ "$has" != "$wanted" ] || continue
		if [ "$has" ] && dpkg --compare-versions "$has" gt "$wanted"; then
			refuse 69 "Chưa cài: máy có $name $has, mới hơn bản trên USB. Cần bộ cài mới hơn." \
				"Not installed: $name $has of this computer is newer than the stick's. A newer stick is needed."
		fi
		for other in "$libraries/${name}"_*.deb; do
			[ ! -e "$other" ] || take "$other"
		done
	done
}

take "$package"
for library in "$libraries"/*.deb; do
	name=$(field "$library" Package)
	# What the smallest system has is there only for the sake of others.
	[ "$(installed "$name")" ] || take "$library"
done

if [ "$before" = "$version" ]; then
	say "Máy đã có sotay $version: cài lại." "sotay $version is installed: installing it again."
elif [ "$before" ]; then
	say "Cập nhật sotay từ bản $before lên bản $version." "Updating sotay from $before to $version."
else
	say "Cài sotay bản $version." "Installing sotay $version."
fi

# --- dpkg, as root ---
install="PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C dpkg -i $tmp/*.deb >$tmp/log 2>&1; echo \$? >$tmp/status"
if [ "$(id -u)" = 0 ]; then
	sh -c "$install"
else
	say 'Máy có thể hỏi mật khẩu. Khi gõ, mật khẩu không hiện ra: cứ gõ rồi nhấn Enter.' \
		'You may be asked for a password. It does not show while you type: type it and press Enter.'
	if command -v sudo >/dev/null; then
		sudo sh -c "$install"
	else
		say 'Đây là mật khẩu của người quản trị máy (root).' \
			"This is the password of the computer's administrator (root)."
		su -c "$install"
	fi
fi
if [ ! -e "$tmp/status" ]; then
	refuse 77 'Chưa cài gì: mật khẩu sai, hoặc bạn không được phép cài. Hãy hỏi người quản lý máy.' \
		'Nothing is installed: wrong password, or you may not install. Ask who looks after the computer.'
fi
if [ "$(cat "$tmp/status")" != 0 ]; then
	if grep -q 'lock' "$tmp/log"; then
		refuse 75 'Chưa cài: máy đang tự cập nhật. Chờ vài phút rồi chạy lại.' \
			'Not installed: the computer is updating itself. Wait some minutes and run this again.'
	fi
	tail -n 20 "$tmp/log" >&2
	refuse 70 'Chưa cài được: hãy chụp lại các dòng trên và hỏi người hỗ trợ. Dữ liệu đã ghi vẫn còn nguyên.' \
		'It could not be installed: show the lines above to who helps you. What was logged is untouched.'
fi
[ "$(sotay --version 2>/dev/null)" ] ||
	refuse 70 'Đã cài nhưng chưa chạy được: hãy hỏi người hỗ trợ.' 'Installed, but it does not run: ask for help.'

say "Xong. Để mở: tìm \"Sổ tay\" trong danh sách ứng dụng, hoặc gõ  sotay  trong cửa sổ lệnh rồi nhấn Enter.
Xem thử với dữ liệu mẫu: gõ  sotay demo
Hướng dẫn từ đầu: gõ  sotay help bat-dau" \
	"Done. To start: look for \"Sotay logbook\" among the applications, or type  sotay  in a terminal and press Enter.
To try it with invented data:  sotay demo
For beginners, in Vietnamese:  sotay help bat-dau"
