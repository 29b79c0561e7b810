/* The table of states: see state.h. */
#include "ledger/state.h"

const struct state_row state_rows[] = {
	{ S("issued"), STATE_ISSUED, MSG_STATE_ISSUED },
	{ S("claimed"), STATE_CLAIMED, MSG_STATE_CLAIMED },
	{ S("disputed"), STATE_DISPUTED, MSG_STATE_DISPUTED },
	{ S("planned"), STATE_PLANNED, MSG_STATE_PLANNED },
	{ S("rectifying"), STATE_RECTIFYING, MSG_STATE_RECTIFYING },
	{ S("returned"), STATE_RETURNED, MSG_STATE_RETURNED },
	{ S("applied"), STATE_APPLIED, MSG_STATE_APPLIED },
	{ S("closed"), STATE_CLOSED, MSG_STATE_CLOSED },
	{ S("stage-closed"), STATE_STAGE, MSG_STATE_STAGE_CLOSED },
	{ S("held"), STATE_HELD, MSG_STATE_HELD },
	{ S("reopened"), STATE_REOPENED, MSG_STATE_REOPENED },
	{ S("closed-unrectified"), STATE_UNRECTIFIED, MSG_STATE_CLOSED_UNRECTIFIED },
	{ S("withdrawn"), STATE_WITHDRAWN, MSG_STATE_WITHDRAWN },
};

const int state_count = sizeof(state_rows) / sizeof(*state_rows);

enum state state_find(struct str name)
{
	for (int i = 0; i < state_count; i++)
		if (str_eq(state_rows[i].name, name))
			return state_rows[i].state;
	return 0;
}

const struct state_row *state_row_of(enum state state)
{
	for (int i = 0; i < state_count; i++)
		if (state_rows[i].state == state)
			return &state_rows[i];
	return NULL;
}
