/* Finding objects and columns by name: see object.h. */
#include "ledger/object.h"

int object_find(struct str name)
{
	for (int i = 0; i < OBJECT_COUNT; i++)
		if (str_eq(object_rows[i].name, name))
			return i;
	return -1;
}

int object_column(const struct object *o, struct str name)
{
	for (int i = 0; i < o->columns; i++)
		if (str_eq(o->column[i].name, name))
			return i;
	return -1;
}
