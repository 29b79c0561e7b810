/* The settings as the ledger has them, read anew only after it changed. */
#include "store/inside.h"

/* The last event that the store's cached settings know of is theirs as long as no
 * other was appended. */
bool store_settings(struct store *s, struct arena *a, struct settings *out, struct err *e)
{
	const struct val *ledger;
	struct rows r;
	struct arena_mark mark = arena_mark(a);
	if (!store_one(s, a, SQL_ASK_LEDGER, NO_PARAMS, &ledger, e))
		return false;
	int64_t version = val_get_int(ledger, S("changed"), 0);
	arena_release(a, mark);
	if (!s->settings_version || version != s->settings_version) {
		if (!store_rows(s, SQL_SCAN_SETTING, NO_PARAMS, &r, e))
			return false;
		arena_reset(&s->settings_text);
		settings_default(&s->settings);
		while (rows_next(&r)) {
			int id = setting_find(rows_str(&r, 0));
			struct str value = rows_str(&r, 1);
			if (id >= 0 && value.p)
				s->settings.value[id] = str_copy(&s->settings_text, value);
		}
		s->settings_version = 0;
		if (!rows_close(&r))
			return false;
		s->settings_version = version;
	}
	for (int i = 0; i < SETTING_COUNT; i++)
		out->value[i] = str_copy(a, s->settings.value[i]);
	return true;
}
