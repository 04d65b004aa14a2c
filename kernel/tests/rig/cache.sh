# SPDX-License-Identifier: GPL-2.0-only
# What takes long to make is kept in folders whose names tell what they were made from.

cache=${XDG_CACHE_HOME:-$HOME/.cache}/perfctr

# in_cache FOLDER COMMAND ARGS...: unless FOLDER is there, runs COMMAND ARGS... NEW FOLDER, which
# fills the folder NEW, and renames NEW to FOLDER. A killed run leaves no half-made FOLDER.
in_cache() {
	local folder=$1 new=$1.new

	shift
	[ -d "$folder" ] && return
	mkdir -p "${folder%/*}"
	(
		flock 9
		[ -d "$folder" ] && exit
		rm -rf "$new"
		mkdir "$new"
		"$@" "$new" "$folder"
		mv "$new" "$folder"
	) 9>"${folder%/*}/lock"
}
