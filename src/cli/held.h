/*
 * Parts of huiyin verify: a head that was kept elsewhere, a proof.
 */
#ifndef CLI_HELD_H
#define CLI_HELD_H

#include "cli/cli.h"
#include "store/proof.h"

/* The head of the file of --head, signed by the key of --public where one is
 * given; false after saying why not. */
bool verify_held(struct cli *c, struct head *out, int *status);
/* Checks the proof of the file of --proof, without any ledger; against the head
 * where one is held. The exit status. */
int verify_proof(struct cli *c, const struct head *held);

#endif
