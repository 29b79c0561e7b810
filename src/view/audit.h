/* What the checks of the self-audit share: see audit_view.h. */
#ifndef VIEW_AUDIT_H
#define VIEW_AUDIT_H

#include "base/buf.h"
#include "ledger/rights.h"
#include "view/audit_view.h"

/* What is looked at. */
struct audit {
	struct arena *a;
	struct store *s;
	struct ops *o;
	const struct store_place *place;
	struct settings rules;
	struct val *persons;          /* all of the ledger: rows */
	const struct val *credential; /* of those who have one: rows */
	int64_t events, now;
	struct err *e;
};

/* Each tells whom or what it found, in x->a; STR_NONE where all is well. An error
 * of asking is left in x->e. */
typedef struct str audit_check(struct audit *x);

/* audit_people.c */
audit_check audit_admin_no_totp, audit_many_admins, audit_one_admin, audit_clerk_and_supervisor,
	audit_admin_verifies, audit_admin_audits, audit_no_second, audit_clerk_whole,
	audit_open_codes, audit_lapsed_codes, audit_dormant, audit_no_role, audit_weak_hash,
	audit_shared_name, audit_public_person;
/* audit_place.c */
audit_check audit_folder_open, audit_evidence_open, audit_ops_open, audit_key_inside,
	audit_listen_open, audit_proxy_any, audit_tls_half, audit_tls_key_open, audit_totp_nobody,
	audit_short_passwords, audit_no_common_age, audit_long_sessions, audit_long_codes,
	audit_short_log, audit_backup_old, audit_backup_never, audit_head_never,
	audit_holidays_end, audit_server_plain, audit_server_password;

/* Adds a name to what was found; past ten of them only … */
void audit_name(struct buf *b, int *count, struct str name);

#endif
