/* What was read of a file, as the fields of the verb that adopts it. */
#include "intake/intake.h"

struct str intake_sheet_kind(struct str bytes)
{
	return str_starts(bytes, S("PK")) ? S("xlsx") : S("csv");
}

static void put_file(struct arena *a, struct val *fields, struct str kind,
		     const struct intake_file *file)
{
	val_put_str(a, fields, S("sha256"), file->sha256);
	val_put_str(a, fields, S("name"), file->name);
	val_put_str(a, fields, kind, file->kind);
	val_put_int(a, fields, S("size"), file->size);
}

struct val *intake_notice_fields(struct arena *a, struct val *notice,
				 const struct intake_file *file)
{
	struct val *fields = val_map(a);
	val_put(fields, S("notice"), notice);
	put_file(a, fields, S("kind"), file);
	return fields;
}

struct val *intake_sheet_fields(struct arena *a, const struct val *tree, struct str unit,
				const struct intake_file *file)
{
	struct val *fields = val_map(a);
	val_put(fields, S("sheet"), (struct val *)tree);
	val_put_str(a, fields, S("unit"), unit);
	put_file(a, fields, S("file-kind"), file);
	return fields;
}

static int64_t measures_of(const struct val *findings)
{
	int64_t n = 0;
	for val_each(f, findings)
		n += val_get(f, S("measures"))->count;
	return n;
}

void intake_count(const struct val *fields, int64_t *findings, int64_t *measures)
{
	const struct val *totals = val_get(val_get(fields, S("notice")), S("totals"));
	const struct val *list = val_get(val_get(fields, S("sheet")), S("findings"));
	*findings = list ? list->count : val_get_int(totals, S("findings"), 0);
	*measures = list ? measures_of(list) : val_get_int(totals, S("measures"), 0);
}
