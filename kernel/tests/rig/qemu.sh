# SPDX-License-Identifier: GPL-2.0-only
# QEMU with a PMU: Debian's source package plus qemu/pmu.patch and qemu/pmu.c.

QEMU_CONFIGURE=(--target-list=x86_64-softmmu --without-default-features --enable-tcg
	--enable-fdt=system --disable-docs --disable-tools --disable-werror)

# qemu_with_pmu: prints the folder of the patched QEMU, which is built when it is not in the cache.
qemu_with_pmu() {
	local version folder

	version=$(dpkg-query -W -f='${source:Version}' qemu-system-x86)
	folder=$cache/qemu-pmu/$(cat "$tests"/qemu/* <(echo "$version" "${QEMU_CONFIGURE[@]}") |
		sha256sum | cut -c1-16)
	in_cache "$folder" build_qemu "$version"
	echo "$folder"
}

# build_qemu VERSION FOLDER
build_qemu() {
	local version=$1 folder=$2 source=$work/qemu

	say "building QEMU $version with the PMU model (minutes)"
	mkdir -p "$source"
	source_apt "$source" update
	(cd "$source" && source_apt "$source" source --download-only "qemu=$version")
	dpkg-source --no-check -x "$source"/qemu_*.dsc "$source/tree" >"$source/unpack.log" 2>&1
	patch -d "$source/tree" -p1 --no-backup-if-mismatch <"$tests/qemu/pmu.patch" >"$source/patch.log"
	cp "$tests/qemu/pmu.c" "$source/tree/target/i386/tcg/sysemu/"
	mkdir "$source/build"
	(cd "$source/build" &&
		nice -n 10 ../tree/configure "${QEMU_CONFIGURE[@]}" &&
		nice -n 10 ninja qemu-system-x86_64) >"$source/build.log" 2>&1 ||
		die "QEMU does not build: $(tail -n 20 "$source/build.log")"
	strip -o "$folder/qemu-system-x86_64" "$source/build/qemu-system-x86_64"
	rm -rf "$source"
}
