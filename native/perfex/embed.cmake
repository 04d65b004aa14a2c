# SPDX-License-Identifier: LGPL-2.1-or-later
# Writes a C file that holds the texts of the group files: cmake -DOUTPUT=... -DFOLDER=... -P embed.cmake
file(GLOB files ${FOLDER}/*.json)
list(FILTER files EXCLUDE REGEX "formula-vectors.json$")
set(text "// Generated from events/. Don't edit.\n#include <stddef.h>\n\nextern const char *const built_in_groups[];\nconst char *const built_in_groups[] = {\n")
foreach(name ${files})
	file(READ ${name} json)
	string(REPLACE "\\" "\\\\" json "${json}")
	string(REPLACE "\"" "\\\"" json "${json}")
	string(REPLACE "\n" "\\n\"\n\"" json "${json}")
	string(APPEND text "\"${json}\",\n")
endforeach()
file(WRITE ${OUTPUT} "${text}NULL,\n};\n")
