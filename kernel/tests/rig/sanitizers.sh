# SPDX-License-Identifier: GPL-2.0-only
# A kernel with KASAN, PROVE_LOCKING, DEBUG_ATOMIC_SLEEP and KMEMLEAK, from Debian's source package.

# sanitized_kernel_folder: prints a folder with vmlinux, headers and release, as kernel_folder does.
sanitized_kernel_folder() {
	local package version folder

	package=$(newest_package 'linux-source-6\.[0-9]+')
	[ -n "$package" ] || die "apt knows no package linux-source-6.*"
	version=$(package_version "$package")
	folder=$cache/kernel-sanitizers/$(sha256sum <(cat "$rig/sanitizers.config" <(echo "$version")) |
		cut -c1-16)
	in_cache "$folder" build_sanitized_kernel "$package"
	echo "$folder"
}

# build_sanitized_kernel PACKAGE FOLDER
build_sanitized_kernel() {
	local package=$1 folder=$2 log=$work/sanitizers.log wanted

	say "building $package with sanitizers (half an hour)"
	mkdir "$folder/headers"
	download_packages "$work/source" "$package"
	dpkg-deb --fsys-tarfile "$work/source/$package"_*.deb | tar xO "./usr/src/$package.tar.xz" |
		xz -dc -T0 | tar x -C "$folder/headers" --strip-components=1
	rm -r "$work/source"
	make -C "$folder/headers" KCONFIG_ALLCONFIG="$rig/sanitizers.config" allnoconfig >"$log" 2>&1
	while read -r wanted; do
		grep -qx "$wanted" "$folder/headers/.config" ||
			die "the kernel's configuration does not take $wanted"
	done < <(grep -E '^CONFIG_' "$rig/sanitizers.config")
	nice -n 15 make -C "$folder/headers" -j"$(nproc)" vmlinux modules >>"$log" 2>&1 ||
		die "the kernel does not build: $(tail -n 20 "$log")"
	make -s -C "$folder/headers" kernelrelease >"$folder/release"
	strip -o "$folder/vmlinux" "$folder/headers/vmlinux"
	find "$folder/headers" -type f \( -name '*.[coSa]' -o -name '*.rst' -o -name '*.dts*' \) \
		! -path "$folder/headers/scripts/*" ! -path "$folder/headers/tools/*" -delete
	rm "$folder/headers/vmlinux"
}
