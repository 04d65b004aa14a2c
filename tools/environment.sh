# SPDX-License-Identifier: EPL-2.0
# Sourced by ./run and ./test: finds or fetches what they need. Everything it says goes to stderr.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/perfctr
maven_version=3.9.11

# In another locale Java would mangle names that are not ASCII.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8

say() { printf '%s\n' "perfctr: $*" >&2; }
die() { say "$*"; exit 1; }

# install_packages FILE...: the Debian packages that the files name, one a line.
install_packages() {
	local missing
	missing=$(sed 's/#.*//' "$@" | xargs -n1 | sort -u | while read -r package; do
		dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^.i' || echo "$package"
	done | xargs)
	[ -n "$missing" ] || return 0
	[ "$(id -u)" = 0 ] || die "some Debian packages are missing; as root, run: apt-get install --no-install-recommends $missing"
	say "installing Debian packages: $missing"
	local log=$cache/apt.log
	mkdir -p "$cache"
	{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } \
		>"$log" 2>&1 || { tail -5 "$log" >&2; die "apt-get could not install them (all of its output: $log)"; }
}

java_major() { sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true; }

# Sets JAVA_HOME to a JDK that Tycho and Eclipse can run on.
find_jdk() {
	local home major
	for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
		major=$(java_major "$home")
		[ -x "$home/bin/javac" ] && [ "${major:-0}" -ge 21 ] || continue
		export JAVA_HOME=$home
		return
	done
	die "a JDK 21 or newer is needed, and there is none in JAVA_HOME or /usr/lib/jvm: install one and set JAVA_HOME to it"
}

# Sets $maven. Debian 12's own Maven is too old for Tycho, but it can fetch a newer one.
find_maven() {
	maven=$cache/apache-maven-$maven_version/bin/mvn
	[ ! -x "$maven" ] || return 0
	local version
	version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
	if [ -n "$version" ] && [ "$(printf '%s\n' 3.9 "$version" | sort -V | head -1)" = 3.9 ]; then
		maven=mvn
		return
	fi
	say "fetching Maven $maven_version (found ${version:-none}; Tycho needs 3.9)"
	mkdir -p "$cache"
	# In a folder without our pom.xml, whose extensions an old Maven can't load.
	(cd "$cache" && mvn -q -B -Dstyle.color=never dependency:copy \
		-Dartifact=org.apache.maven:apache-maven:$maven_version:tar.gz:bin -DoutputDirectory="$cache") >"$cache/maven.log" 2>&1 ||
		{ tail -5 "$cache/maven.log" >&2; die "Maven could not be fetched (all of the output: $cache/maven.log)"; }
	tar xzf "$cache/apache-maven-$maven_version-bin.tar.gz" -C "$cache"
}

# run_maven LOG ARGS...: Maven, with one line of progress a module.
run_maven() {
	local log=$1
	shift
	mkdir -p "$(dirname "$log")"
	"$maven" -B -ntp "$@" 2>&1 | tee "$log" | sed -un 's/^\[INFO\] Building \(org\.perfctr[^ ]*\) .*\[\(.*\)\]/perfctr:   \2 \1/p' >&2
	[ "${PIPESTATUS[0]}" != 0 ] || return 0
	grep -E '^\[ERROR\]|FAILURE!|^org.*FAIL' "$log" | cut -c1-400 | head -40 >&2
	say "the Java build failed (all of its output: $log)"
	return 1
}
