# SPDX-License-Identifier: LGPL-2.1-or-later
# Writes a C file that holds the texts of JSON files:
# cmake -DNAME=... -DOUTPUT=... -DFOLDER=... -P embed.cmake
file(GLOB files ${FOLDER}/*.json)
list(FILTER files EXCLUDE REGEX "formula-vectors.json$")
set(text "// Generated from JSON files. Don't edit.\n#include <stddef.h>\n\nextern const char *const ${NAME}[];\nconst char *const ${NAME}[] = {\n")
foreach(name ${files})
	file(READ ${name} json)
	string(REPLACE "\\" "\\\\" json "${json}")
	string(REPLACE "\"" "\\\"" json "${json}")
	string(REPLACE "\n" "\\n\"\n\"" json "${json}")
	string(APPEND text "\"${json}\",\n")
endforeach()
file(WRITE ${OUTPUT} "${text}NULL,\n};\n")
