# SPDX-License-Identifier: GPL-2.0-only
# Boots one guest with the module and the tests, and turns what it says into one TAP file.

build_guest_tests() {
	gcc -static -pthread -std=gnu17 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -I "$tests/../include/uapi" \
		-o "$work/guest-tests" "$tests"/guest/*.c || die "the guest tests do not build"
}

# build_module KERNEL: into module-KERNEL, with all warnings (W=1) and sparse (C=2).
build_module() {
	local folder=$work/module-$1

	mkdir -p "$folder"
	make -C "$tests/.." KDIR="$(kernel_folder "$1")/headers" BUILD="$folder" W=1 C=2 \
		CONFIG_DEBUG_INFO_BTF_MODULES= >"$folder/build.log" 2>&1 ||
		die "the driver does not build: $(tail -n 20 "$folder/build.log")"
}

# copy_program FILE ROOT: into ROOT/bin, and its shared libraries to where they are here.
copy_program() {
	local library

	cp "$1" "$2/bin/"
	ldd "$1" 2>/dev/null | grep -oE '/[^ ]+' | while read -r library; do
		mkdir -p "$2/${library%/*}"
		cp -L "$library" "$2/$library"
	done
}

# udev_folder: prints a folder with udevadm, which is udevd as well. Installed, it would run here.
udev_folder() {
	local folder

	folder=$cache/udev/$(package_version udev)
	in_cache "$folder" fetch_udev
	echo "$folder"
}

# fetch_udev FOLDER
fetch_udev() {
	say "fetching udev"
	download_packages "$1" udev
	dpkg-deb --fsys-tarfile "$1"/udev_*.deb | tar x -C "$1" --strip-components=2 ./bin/udevadm
	rm "$1"/udev_*.deb
}

# make_initrd KERNEL: initrd-KERNEL. With perfex and the library's own test in it, if they are built, and
# perf, if it is installed.
make_initrd() {
	local root program

	root=$(mktemp -d "$work/root.XXXX")
	chmod 755 "$root" # users other than root look into it, too
	mkdir -p "$root"/{bin,proc,sys,dev,tmp}
	cp /bin/busybox "$root/bin/"
	cp "$tests/guest/init" "$root/init"
	cp "$work/module-$1/perfctr.ko" "$root/"
	cp "$work/guest-tests" "$root/bin/"
	cp "$tests/../99-perfctr.rules" "$root/"
	copy_program "$(udev_folder)/udevadm" "$root"
	ln -s udevadm "$root/bin/udevd"
	for program in "$perfex" "$(dirname "$perfex")/test/hardware_test" "$(command -v perf || true)"; do
		[ ! -x "$program" ] || copy_program "$program" "$root"
	done
	(cd "$root" && find . | cpio --quiet -o -H newc) >"$work/initrd-$1"
	rm -r "$root"
}

# Where the guest's time is the host's, a busy host must not look like a guest that hangs.
patient='rcupdate.rcu_cpu_stall_timeout=300 watchdog_thresh=60 sysctl.kernel.hung_task_timeout_secs=600'

# qemu_arguments CPU SMP: sets the array qemu, icount to on or off, and boot to further boot options.
qemu_arguments() {
	local cpu=$1 smp=$2

	qemu=(qemu-system-x86_64)
	[ "$cpu" = none ] || qemu=("$(qemu_with_pmu)/qemu-system-x86_64"
		-L /usr/share/seabios -L /usr/share/qemu)
	case $cpu in
	nehalem-mt) icount=off boot=$patient qemu+=(-accel 'tcg,thread=multi') ;;
	none) icount=off boot=$patient qemu+=(-accel 'tcg,thread=single') ;;
	*) icount=on boot='' qemu+=(-accel 'tcg,thread=single' -icount 'shift=0,sleep=off') ;;
	esac
	case $cpu in
	nehalem | nehalem-mt) qemu+=(-smp "$smp" -cpu 'Nehalem,pmu=on') ;;
	hybrid) qemu+=(-smp "$smp" -cpu 'Nehalem,pmu=on,hybrid=on,level=0x1a') ;;
	epyc) qemu+=(-smp "$smp" -cpu 'EPYC,pmu=on') ;;
	p4) qemu+=(-smp "$smp,threads=2"
		-cpu 'qemu64,vendor=GenuineIntel,family=15,model=4,stepping=8,pmu=on') ;;
	none) qemu+=(-smp "$smp" -cpu max) ;;
	*) die "--cpu $cpu: expected nehalem, nehalem-mt, hybrid, epyc, p4 or none" ;;
	esac
	qemu+=(-m 1024 -nodefaults -no-user-config -display none -no-reboot)
}

# boot_guest VMLINUX INITRD CPU SMP NAME TEST...: writes NAME.console, NAME.guest and NAME.tap.
boot_guest() {
	local vmlinux=$1 initrd=$2 cpu=$3 smp=$4 name=$5 status=0

	shift 5
	qemu_arguments "$cpu" "$smp"
	boot="console=ttyS0 panic=-1 mitigations=off nmi_watchdog=0 $boot"
	# processor time, which does not depend on what else the host does; waiting costs none
	(ulimit -t "$guest_seconds" && exec timeout --kill-after=10 $((4 * guest_seconds)) nice -n 10 \
		"${qemu[@]}" -kernel "$vmlinux" -initrd "$initrd" \
		-append "$boot rig.cpu=$cpu rig.smp=$smp rig.icount=$icount -- $*" \
		-serial "file:$name.console" -serial "file:$name.guest" \
		</dev/null >"$name.qemu" 2>&1) || status=$?
	judge_guest "$name" "$status" >"$name.tap"
}

# What the kernel says when something is wrong. The out-of-tree module's own taint is checked inside.
KERNEL_COMPLAINTS='WARNING:|BUG:|BUG |Oops|Kernel panic|general protection|Call Trace|stalls? on|blocked for more|soft lockup|Uhhuh|Dazed|unchecked MSR|KASAN|kmemleak: [0-9]+ new suspected|suspicious RCU|possible .* deadlock|inconsistent lock|INFO: task|refcount_t:|UBSAN|sleeping function|scheduling while atomic|irq .*: nobody cared|Bad page|list_(add|del) corruption'

# judge_guest NAME STATUS: the guest's own TAP, then the tests that only its host can make.
judge_guest() {
	local name=$1 status=$2 complaints

	tr -d '\r' <"$name.guest"
	if [ "$status" -eq 0 ] && grep -q '^# end of guest' "$name.guest"; then
		echo "ok - guest: runs to its end"
	else
		echo "# QEMU ended with $status; 124 and 137: not finished in $guest_seconds s of processor time"
		tail -n 25 "$name.console" "$name.guest" "$name.qemu" | tr -d '\r' | sed 's/^/# /' || true
		echo "not ok - guest: runs to its end"
	fi
	complaints=$(tr -d '\r' <"$name.console" | grep -nE -A 20 "$KERNEL_COMPLAINTS" |
		head -n 100 || true)
	if [ -z "$complaints" ]; then
		echo "ok - guest: nothing alarming in the kernel log"
	else
		sed 's/^/# /' <<<"$complaints"
		echo "not ok - guest: nothing alarming in the kernel log"
	fi
}
