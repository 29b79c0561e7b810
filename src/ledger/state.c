/* The table of states: see state.h. */
#include "ledger/state.h"

const struct state_row state_rows[] = {
	{ OBJECT_FINDING, S("issued"), STATE_ISSUED, MSG_STATE_ISSUED },
	{ OBJECT_FINDING, S("claimed"), STATE_CLAIMED, MSG_STATE_CLAIMED },
	{ OBJECT_FINDING, S("disputed"), STATE_DISPUTED, MSG_STATE_DISPUTED },
	{ OBJECT_FINDING, S("planned"), STATE_PLANNED, MSG_STATE_PLANNED },
	{ OBJECT_FINDING, S("rectifying"), STATE_RECTIFYING, MSG_STATE_RECTIFYING },
	{ OBJECT_FINDING, S("returned"), STATE_RETURNED, MSG_STATE_RETURNED },
	{ OBJECT_FINDING, S("applied"), STATE_APPLIED, MSG_STATE_APPLIED },
	{ OBJECT_FINDING, S("closed"), STATE_CLOSED, MSG_STATE_CLOSED },
	{ OBJECT_FINDING, S("stage-closed"), STATE_STAGE, MSG_STATE_STAGE_CLOSED },
	{ OBJECT_FINDING, S("held"), STATE_HELD, MSG_STATE_HELD },
	{ OBJECT_FINDING, S("reopened"), STATE_REOPENED, MSG_STATE_REOPENED },
	{ OBJECT_FINDING, S("closed-unrectified"), STATE_UNRECTIFIED,
	  MSG_STATE_CLOSED_UNRECTIFIED },
	{ OBJECT_FINDING, S("withdrawn"), STATE_WITHDRAWN, MSG_STATE_WITHDRAWN },
	{ OBJECT_FINDING, S("closed-imported"), STATE_IMPORTED, MSG_STATE_CLOSED_IMPORTED },

	{ OBJECT_SUPERVISION_ORDER, S("sent"), ORDER_SENT, MSG_STATE_SENT },
	{ OBJECT_SUPERVISION_ORDER, S("replied"), ORDER_REPLIED, MSG_STATE_REPLIED },
	{ OBJECT_SUPERVISION_ORDER, S("settled"), ORDER_SETTLED, MSG_STATE_SETTLED },
	{ OBJECT_SUPERVISION_ORDER, S("raised"), ORDER_RAISED, MSG_STATE_RAISED },
	{ OBJECT_SUPERVISION_ORDER, S("withdrawn"), ORDER_WITHDRAWN, MSG_STATE_WITHDRAWN },

	{ OBJECT_CASE_FILE, S("intake"), CASE_INTAKE, MSG_STATE_INTAKE },
	{ OBJECT_CASE_FILE, S("dispatched"), CASE_DISPATCHED, MSG_STATE_DISPATCHED },
	{ OBJECT_CASE_FILE, S("handled"), CASE_HANDLED, MSG_STATE_HANDLED },
	{ OBJECT_CASE_FILE, S("answered"), CASE_ANSWERED, MSG_STATE_ANSWERED },
	{ OBJECT_CASE_FILE, S("confirmed"), CASE_CONFIRMED, MSG_STATE_CONFIRMED },
	{ OBJECT_CASE_FILE, S("sent-back"), CASE_SENT_BACK, MSG_STATE_SENT_BACK },
	{ OBJECT_CASE_FILE, S("refused"), CASE_REFUSED, MSG_STATE_REFUSED },

	{ OBJECT_REGULATION, S("in-force"), REGULATION_IN_FORCE, MSG_STATE_IN_FORCE },
	{ OBJECT_REGULATION, S("retired"), REGULATION_RETIRED, MSG_STATE_RETIRED },

	{ OBJECT_RECORD, S("recorded"), RECORD_RECORDED, MSG_STATE_RECORDED },
	{ OBJECT_RECORD, S("void"), RECORD_VOID, MSG_STATE_VOID },
	{ OBJECT_PUBLICATION, S("draft"), NOTICE_DRAFT, MSG_STATE_DRAFT },
	{ OBJECT_PUBLICATION, S("submitted"), NOTICE_SUBMITTED, MSG_STATE_SUBMITTED },
	{ OBJECT_PUBLICATION, S("reviewed"), NOTICE_REVIEWED, MSG_STATE_REVIEWED },
	{ OBJECT_PUBLICATION, S("approved"), NOTICE_APPROVED, MSG_STATE_APPROVED },
	{ OBJECT_PUBLICATION, S("published"), NOTICE_PUBLISHED, MSG_STATE_PUBLISHED },
	{ OBJECT_PUBLICATION, S("withdrawn"), NOTICE_WITHDRAWN, MSG_STATE_WITHDRAWN },
};

const int state_count = sizeof(state_rows) / sizeof(*state_rows);

enum state state_find(enum object_id object, struct str name)
{
	for (int i = 0; i < state_count; i++)
		if (state_rows[i].object == object && str_eq(state_rows[i].name, name))
			return state_rows[i].state;
	return 0;
}

const struct state_row *state_row_of(enum object_id object, enum state state)
{
	for (int i = 0; i < state_count; i++)
		if (state_rows[i].object == object && state_rows[i].state == state)
			return &state_rows[i];
	return NULL;
}
