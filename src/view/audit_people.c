/* The self-audit's checks of people: their roles, and what they log in with. */
#include "auth/password.h"
#include "view/audit.h"

enum { ADMINS_MOST = 3, DORMANT_DAYS = 180, DAY = 86400, DEPTH_MOST = 32 };

static unsigned roles_of(const struct val *person)
{
	struct str bad;
	unsigned roles = 0;
	return roles_read(val_get_str(person, S("roles")), &roles, &bad) ? roles : 0;
}

static int64_t unit_of(const struct val *person)
{
	return val_get_int(person, S("unit"), UNIT_WHOLE);
}

static const struct val *credential_of(const struct audit *x, const struct val *person)
{
	int64_t id = val_get_int(person, S("id"), 0);
	for val_each(c, x->credential)
		if (val_get_int(c, S("person"), 0) == id)
			return c;
	return NULL;
}

static bool has_password(const struct val *credential)
{
	return val_get_str(credential, S("password")).p != NULL;
}

static bool has_totp(const struct val *credential)
{
	const struct val *on = val_get(credential, S("totp_on"));
	return on && on->kind == VAL_BOOL && on->yes;
}

/* The names of the persons that `fits` says yes to; STR_NONE where none. */
static struct str who(struct audit *x, bool (*fits)(struct audit *x, const struct val *person))
{
	struct buf b;
	int count = 0;
	buf_init(&b, x->a);
	for val_each(p, x->persons)
		if (fits(x, p))
			audit_name(&b, &count, val_get_str(p, S("name")));
	return count ? buf_str(&b) : STR_NONE;
}

static bool is_admin_no_totp(struct audit *x, const struct val *p)
{
	const struct val *c = credential_of(x, p);
	return roles_of(p) & ACTOR_ADMIN && has_password(c) && !has_totp(c);
}

struct str audit_admin_no_totp(struct audit *x)
{
	return who(x, is_admin_no_totp);
}

static bool is_admin(struct audit *x, const struct val *p)
{
	return roles_of(p) & ACTOR_ADMIN;
}

static int admins_of_all(const struct audit *x)
{
	int n = 0;
	for val_each(p, x->persons)
		n += roles_of(p) & ACTOR_ADMIN && unit_of(p) == UNIT_WHOLE;
	return n;
}

struct str audit_many_admins(struct audit *x)
{
	int n = 0;
	for val_each(p, x->persons)
		n += is_admin(x, p);
	return n > ADMINS_MOST ? who(x, is_admin) : STR_NONE;
}

/* Where others work already, one administrator is one illness away from none. */
struct str audit_one_admin(struct audit *x)
{
	return x->persons->count > 3 && admins_of_all(x) == 1 ? who(x, is_admin) : STR_NONE;
}

static bool does_and_verifies(struct audit *x, const struct val *p)
{
	return roles_of(p) & ACTOR_CLERK && roles_of(p) & ACTOR_SUPERVISOR;
}

struct str audit_clerk_and_supervisor(struct audit *x)
{
	return who(x, does_and_verifies);
}

static bool manages_and_verifies(struct audit *x, const struct val *p)
{
	return roles_of(p) & ACTOR_ADMIN && roles_of(p) & (ACTOR_SUPERVISOR | ACTOR_PUBLISHER);
}

struct str audit_admin_verifies(struct audit *x)
{
	return who(x, manages_and_verifies);
}

static bool manages_and_audits(struct audit *x, const struct val *p)
{
	return roles_of(p) & ACTOR_ADMIN && roles_of(p) & ACTOR_AUDITOR;
}

struct str audit_admin_audits(struct audit *x)
{
	return who(x, manages_and_audits);
}

/* Whether the person's unit is `unit`, or above it. */
static bool reaches(struct audit *x, const struct val *p, int64_t unit, bool *own)
{
	int64_t theirs = unit_of(p);
	const struct val *row;
	*own = theirs == unit && unit != UNIT_WHOLE;
	for (int i = 0; theirs != UNIT_WHOLE && unit != theirs && i < DEPTH_MOST; i++) {
		if (unit == UNIT_WHOLE ||
		    !store_one(x->s, x->a, SQL_ASK_UNIT, PARAMS(P_INT(unit)), &row, x->e))
			return false;
		unit = val_get_int(row, S("parent"), UNIT_WHOLE);
	}
	return true;
}

/* Whether one person can rectify the unit's findings and another verify them, as
 * the rows of the table of verbs have it (report, verify). */
static bool has_two(struct audit *x, int64_t unit)
{
	const struct val *does = NULL, *verifies = NULL;
	bool several = false, own;
	for val_each(p, x->persons) {
		if (!reaches(x, p, unit, &own))
			continue;
		unsigned roles = roles_of(p);
		bool can_do = roles & (ACTOR_CLERK | ACTOR_LEAD);
		bool can_verify = roles & ACTOR_SUPERVISOR || (!own && roles & ACTOR_LEAD);
		several |= (can_do && verifies) || (can_verify && does);
		does = can_do ? p : does;
		verifies = can_verify ? p : verifies;
	}
	return several;
}

struct str audit_no_second(struct audit *x)
{
	struct val *units;
	struct buf b;
	int count = 0;
	buf_init(&b, x->a);
	if (!store_list(x->s, x->a, SQL_AUDIT_UNITS, NO_PARAMS, &units, x->e))
		return STR_NONE;
	for val_each(u, units)
		if (!has_two(x, val_get_int(u, S("id"), 0)))
			audit_name(&b, &count, val_get_str(u, S("name")));
	return count ? buf_str(&b) : STR_NONE;
}

static bool is_clerk_of_all(struct audit *x, const struct val *p)
{
	return roles_of(p) & ACTOR_CLERK && unit_of(p) == UNIT_WHOLE;
}

/* Who starts a ledger is alone with it at first. */
struct str audit_clerk_whole(struct audit *x)
{
	return x->persons->count > 1 ? who(x, is_clerk_of_all) : STR_NONE;
}

static bool has_code(struct audit *x, const struct val *p, bool open)
{
	const struct val *c = credential_of(x, p);
	return val_get_str(c, S("code")).p &&
	       (val_get_int(c, S("code_until"), 0) >= x->now) == open;
}

static bool has_open_code(struct audit *x, const struct val *p)
{
	return has_code(x, p, true) && !has_password(credential_of(x, p));
}

struct str audit_open_codes(struct audit *x)
{
	return who(x, has_open_code);
}

static bool has_lapsed_code(struct audit *x, const struct val *p)
{
	return has_code(x, p, false) && !has_password(credential_of(x, p));
}

struct str audit_lapsed_codes(struct audit *x)
{
	return who(x, has_lapsed_code);
}

static bool is_dormant(struct audit *x, const struct val *p)
{
	const struct val *c = credential_of(x, p);
	int64_t last = val_get_int(c, S("login"), val_get_int(c, S("changed"), 0));
	return has_password(c) && roles_of(p) && last < x->now - (int64_t)DORMANT_DAYS * DAY;
}

struct str audit_dormant(struct audit *x)
{
	return who(x, is_dormant);
}

static bool is_without_role(struct audit *x, const struct val *p)
{
	const struct val *c = credential_of(x, p);
	return !roles_of(p) && (has_password(c) || val_get_str(c, S("code")).p);
}

struct str audit_no_role(struct audit *x)
{
	return who(x, is_without_role);
}

static bool is_weakly_kept(struct audit *x, const struct val *p)
{
	const struct val *c = credential_of(x, p);
	return has_password(c) && password_is_weak(val_get_str(c, S("password")));
}

struct str audit_weak_hash(struct audit *x)
{
	return who(x, is_weakly_kept);
}

/* Names that are nobody's own; whoever shares them is not known by the log. */
static bool is_shared(struct audit *x, const struct val *p)
{
	static const struct str names[] = { S("admin"), S("administrator"), S("root"), S("test"),
					    S("guest"), S("user"), S("demo"), S("public"),
					    S("管理员"), S("系统管理员"), S("测试"), S("办公室"),
					    S("经办人"), S("公用") };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(val_get_str(p, S("name")), names[i]))
			return roles_of(p) && has_password(credential_of(x, p));
	return false;
}

struct str audit_shared_name(struct audit *x)
{
	return who(x, is_shared);
}

struct str audit_public_person(struct audit *x)
{
	struct str name = x->rules.value[SETTING_PUBLIC_PERSON];
	for val_each(p, x->persons)
		if (str_eq(val_get_str(p, S("name")), name) && roles_of(p) & ACTOR_PUBLISHER)
			return STR_NONE;
	return name.n ? name : STR_NONE;
}
