/*
 * Notices that are published: their starting text from the ledger, the files that they
 * become, and the folder that is handed to the site's keeper.
 */
#ifndef DOC_PUBLICATION_H
#define DOC_PUBLICATION_H

#include "base/sign.h"
#include "notice/tree.h"
#include "store/store.h"

/* The text to begin from: the inspection's notice as the ledger has it, in `a`.
 * NOT_FOUND. */
bool publication_draft(struct store *s, struct arena *a, struct str inspection, struct str *text,
		       struct err *e);

/* A notice's text as a document (out/txt.h), in `a`, paragraph by paragraph: nothing is
 * left out or put in order. `notes`, a list of texts, NULL for none, stand small at its
 * end. */
const struct val *publication_doc(struct arena *a, const struct notice *n,
				  const struct val *notes);

/*
 * Publishes: writes the files of the approved text, which print the log's head as it
 * stands (signed, where `key` is not NULL), keeps them, and does publish-notice with
 * their SHA-256. `act` is of that verb, with its actor, target, the fields `from` and
 * `until` where they are given; its version is the one that is published where it is
 * VERSION_ANY. A writer's. What store_act() refuses, and IO of the formats.
 */
bool publication_publish(struct store *s, struct arena *a, const struct action *act,
			 struct sign_key *key, struct result *out, struct err *e);

/* The folder of a published notice: each file's name and bytes to `take`, in one order:
 * notice.html, notice.pdf, notice.docx, README.txt, proof.json. CONFLICT where it is not
 * published, NOT_FOUND. `a` grows by the files. */
bool publication_folder(struct store *s, struct arena *a, struct str code,
			bool (*take)(void *ud, struct str name, struct str bytes, struct err *e),
			void *ud, struct err *e);

#endif
