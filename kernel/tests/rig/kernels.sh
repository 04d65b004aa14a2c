# SPDX-License-Identifier: GPL-2.0-only
# Debian's own kernels and their headers, unpacked into the cache and never installed.

# Neither the real-time nor the cloud kernels, whose names have one word more.
newest_image() {
	newest_package "linux-image-${1//./\\.}\\.[0-9]+(-[0-9]+|\\+[a-z0-9]+)-amd64"
}

# kernel_folder SERIES|sanitizers: prints a folder with release, vmlinux (an ELF that QEMU boots without
# the slow decompressor) and headers (for module builds).
kernel_folder() {
	local series=$1 image folder

	if [ "$series" = sanitizers ]; then
		sanitized_kernel_folder
		return
	fi
	image=$(newest_image "$series")
	if [ -z "$image" ]; then
		update_package_lists
		image=$(newest_image "$series")
	fi
	[ -n "$image" ] || die "apt knows no package linux-image-$series.*-amd64"
	folder=$cache/kernel-$series/${image#linux-image-}
	in_cache "$folder" fetch_kernel "$image"
	echo "$folder"
}

# fetch_kernel IMAGE FOLDER FINAL: fills FOLDER, which will be renamed to FINAL.
fetch_kernel() {
	local image=$1 folder=$2 final=$3 release=${1#linux-image-} headers package deb

	headers=linux-headers-$release
	say "fetching $image and its headers"
	mapfile -t package < <(apt-cache depends --no-recommends "$headers" |
		sed -nE 's/^ *Depends: (linux-(headers|kbuild|compiler).*)/\1/p')
	if ! download_packages "$folder/debs" "$image" "$headers" "${package[@]}"; then
		update_package_lists
		download_packages "$folder/debs" "$image" "$headers" "${package[@]}"
	fi
	for deb in "$folder"/debs/*.deb; do
		dpkg-deb -x "$deb" "$folder/root"
	done
	rm -r "$folder/debs" "$folder/root/lib/modules/$release/kernel"
	sed -i "s#include /usr/src#include $final/root/usr/src#" \
		"$folder/root/usr/src/$headers/Makefile"
	ln -s "root/usr/src/$headers" "$folder/headers"
	echo "$release" >"$folder/release"
	python3 "$rig/extract-vmlinux" "$folder/root/boot/vmlinuz-$release" "$folder/vmlinux"
}
