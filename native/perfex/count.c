// SPDX-License-Identifier: LGPL-2.1-or-later
/* perfex and perfex record: the repetitions of a run. */
#include "session.h"

static int run_all(struct session *session)
{
	int result = 0;

	if (session->options->pids.count)
		result = supervisor_watch(session->supervisor, &session->options->pids);
	for (int i = 0; !result && i < session->options->warm_ups; i++)
		result = session_warm_up(session);
	while (!result && session->repetitions < session_repetitions(session)) {
		result = repetition_run(session);
		if (!result && !session_goes_on(session))
			break;
	}
	return result;
}

int count_command(const struct options *options)
{
	struct supervisor supervisor = {0};
	struct progress progress;
	struct session session = {
		.options = options, .supervisor = &supervisor, .progress = &progress};
	int result, written = 0;

	progress_init(&progress, options);
	result = session_open(&session, options->command, options->output);

	if (!result)
		result = supervisor_init(&supervisor, options->together);
	if (!result)
		result = run_all(&session);
	/* What was counted before a later repetition could not be started is kept. */
	if (session.repetitions > 0)
		written = session_finish(&session, true);
	else
		output_discard(&session.output);
	session_close(&session);
	if (!result)
		program_end_alike(&session.program, &supervisor, written);
	supervisor_free(&supervisor);
	return result;
}
