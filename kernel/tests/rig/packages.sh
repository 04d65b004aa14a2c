# SPDX-License-Identifier: GPL-2.0-only
# Debian packages: those that the rig itself needs, and apt clients for what it takes apart.

RIG_PACKAGES=(bc bison busybox-static clang-format cpio dkms dpkg-dev flex gcc kmod libc6-dev libelf-dev
	libfdt-dev libglib2.0-dev libpixman-1-dev make meson ninja-build patch perl pkg-config python3
	qemu-system-x86 sparse xz-utils zstd)

# Installs what is missing, or says exactly what root would have to install.
ensure_packages() {
	local package missing=()

	for package in "${RIG_PACKAGES[@]}"; do
		dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
			missing+=("$package")
	done
	[ ${#missing[@]} -eq 0 ] && return
	if [ "$(id -u)" -ne 0 ]; then
		die "these Debian packages are missing: ${missing[*]}" \
			"(as root: apt-get install --no-install-recommends ${missing[*]})"
	fi
	say "installing ${missing[*]}"
	update_package_lists
	DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
		"${missing[@]}" >"$work/apt.log" 2>&1 ||
		die "apt-get could not install ${missing[*]}: $(tail -n 3 "$work/apt.log")"
}

update_package_lists() {
	apt-get -qq update >"$work/apt-update.log" 2>&1 ||
		say "apt-get update failed, going on with the lists there are: $(tail -n 1 "$work/apt-update.log")"
}

# newest_package REGEX: the newest package that apt knows of those whose whole name matches.
newest_package() {
	local prefix=${1%%[\\[(]*}

	apt-cache pkgnames "$prefix" | grep -xE "$1" | sort -V | tail -n 1 || true
}

package_version() { # PACKAGE
	apt-cache show --no-all-versions "$1" | sed -n 's/^Version: //p'
}

# download_packages DIR PACKAGE...: unpacks nothing, installs nothing.
download_packages() {
	local dir=$1

	shift
	mkdir -p "$dir"
	(cd "$dir" && apt-get -qq -o APT::Sandbox::User=root download "$@")
}

# source_apt DIR ARGS...: apt-get with source packages enabled, for this call only. The source lines
# are the machine's own Debian ones, so that this file need not know where packages come from.
source_apt() {
	local dir=$1 list suite

	shift
	suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
	mkdir -p "$dir/sources.list.d" "$dir/lists/partial"
	for list in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
		grep -qsE "(^Suites:|^deb ).*[ ]$suite([ -]|\$)" "$list" || continue
		sed -E 's/^Types:.*/Types: deb-src/; s/^deb /deb-src /' "$list" \
			>"$dir/sources.list.d/${list##*/}"
	done
	apt-get -qq -o APT::Sandbox::User=root -o Dir::Etc::sourcelist=/dev/null \
		-o Dir::Etc::sourceparts="$dir/sources.list.d" -o Dir::State::lists="$dir/lists" \
		-o pkgCacheFile= -o Dir::Cache="$dir" -o Acquire::Languages=none "$@"
}
