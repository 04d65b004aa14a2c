# SPDX-License-Identifier: GPL-2.0-only
# Tests that need no guest. Each check_* function prints what it finds wrong, on standard output.

# A kernel source package also brings checkpatch.
checkpatch_folder() {
	local source folder

	source=$(newest_package "linux-source-[0-9.]+")
	[ -n "$source" ] || die "apt knows no package linux-source-*"
	folder=$cache/checkpatch/$(package_version "$source")
	in_cache "$folder" fetch_checkpatch "$source"
	echo "$folder"
}

# fetch_checkpatch PACKAGE FOLDER
fetch_checkpatch() {
	say "fetching checkpatch out of $1"
	download_packages "$2" "$1"
	dpkg-deb --fsys-tarfile "$2/$1"_*.deb | tar xO "./usr/src/$1.tar.xz" | xz -dc -T0 |
		tar x -C "$2" --strip-components=2 "$1/scripts/checkpatch.pl" \
			"$1/scripts/spelling.txt" "$1/scripts/const_structs.checkpatch"
	rm "$2/$1"_*.deb
}

# An out-of-tree driver's glue has to ask which kernel it is built for, which checkpatch never allows.
check_checkpatch() {
	find "$tests/.." -path "$tests/../tests" -prune -o -name '*.[ch]' -print |
		xargs perl "$(checkpatch_folder)/checkpatch.pl" --no-tree --terse --quiet --show-types \
			--ignore LINUX_VERSION_CODE,CONSTANT_COMPARISON --max-line-length=100 --file |
		grep -v ' 0 errors, 0 warnings'
}

# QEMU's part has QEMU's style.
check_format() {
	find "$tests/.." -path "$tests/../tests/qemu" -prune -o -name '*.[ch]' -print |
		xargs clang-format --dry-run -Werror
}

# check_warnings KERNEL: what gcc (W=1 is the kernel's -Wall -Wextra) and sparse had to say of the driver.
check_warnings() {
	local log=$work/module-$1/build.log

	grep -q '^ *CHECK ' "$log" || echo "sparse did not run"
	grep -E "^($work/module-$1/)?[a-z][^ ]*: (warning|error):" "$log"
}

# check_dkms KERNEL: DKMS builds, installs and removes the driver, in folders of its own, not this machine's.
check_dkms() {
	local folder=$work/dkms-$1 headers release options log=$work/dkms-$1.log

	headers=$(kernel_folder "$1")/headers
	release=$(cat "$(kernel_folder "$1")/release")
	mkdir -p "$folder"/{source,tree} "$folder/install/$release"
	cp -r "$tests/.." "$folder/source/perfctr-3.0.0"
	options=(--sourcetree "$folder/source" --dkmstree "$folder/tree" --installtree "$folder/install"
		-k "$release" perfctr/3.0.0)
	if ! dkms install --no-depmod --kernelsourcedir "$headers" "${options[@]}" >"$log" 2>&1; then
		cat "$log" "$folder"/tree/perfctr/3.0.0/build/make.log
		return
	fi
	[ -n "$(find "$folder/install" -name 'perfctr.ko*')" ] || echo "no module was installed"
	dkms remove --no-depmod "${options[@]}" >>"$log" 2>&1 || cat "$log"
	[ -z "$(find "$folder/install" -name 'perfctr.ko*')" ] || echo "the module was not removed"
}

build_unit_tests() {
	gcc -std=gnu17 -D_GNU_SOURCE -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all \
		-Wall -Wextra -Wno-unused-parameter -Werror -I "$tests/unit" -I "$tests/.." -I "$tests/../include" \
		-o "$work/unit-tests" "$tests"/unit/*.c "$tests/guest/tap.c" "$tests"/../pmu/*.c ||
		die "the unit tests do not build"
}

# tap_of NAME CHECK ARGS...: the check as one TAP test, passed when it has found nothing.
tap_of() {
	local name=$1 found

	shift
	found=$("$@" 2>&1 || true)
	if [ -z "$found" ]; then
		echo "ok - $name"
	else
		sed 's/^/# /' <<<"$found"
		echo "not ok - $name"
	fi
}
