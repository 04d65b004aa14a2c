// SPDX-License-Identifier: LGPL-2.1-or-later
#include "style.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

/* The locale that rules characters; setlocale() would read it from files. */
static bool locale_is_unicode(void)
{
	const char *names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (int i = 0; i < 3; i++)
		if (is_set(names[i]))
			return strcasestr(getenv(names[i]), "utf-8") ||
			       strcasestr(getenv(names[i]), "utf8");
	return false;
}

struct style style_of(FILE *stream)
{
	struct style style = {.terminal = isatty(fileno(stream))};
	const char *terminal = getenv("TERM");
	struct winsize size;

	if (!style.terminal)
		return style;
	style.colour = !is_set("NO_COLOR") && terminal && strcmp(terminal, "dumb") != 0;
	style.unicode = locale_is_unicode();
	if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0)
		style.width = size.ws_col;
	return style;
}

static const char *code(const struct style *style, const char *code)
{
	return style->colour ? code : "";
}

const char *style_bold(const struct style *style)
{
	return code(style, "\033[1m");
}

const char *style_dim(const struct style *style)
{
	return code(style, "\033[2m");
}

const char *style_good(const struct style *style)
{
	return code(style, "\033[32m");
}

const char *style_bad(const struct style *style)
{
	return code(style, "\033[31m");
}

const char *style_off(const struct style *style)
{
	return code(style, "\033[0m");
}

void style_bar(const struct style *style, double share, int width, FILE *stream)
{
	/* From an eighth of a column to seven. */
	static const char *const parts[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	int eighths = style->terminal ? share * width * 8 + 0.5 : 0;
	int full = eighths / 8, part = style->unicode ? eighths % 8 : 0;

	for (int i = 0; i < full; i++)
		fputs(style->unicode ? "█" : "#", stream);
	fputs(parts[part], stream);
}
