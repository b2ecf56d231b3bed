/*
 * zip_fixture: .zip files made byte by byte, with any lie in them.
 */
#ifndef JUDGE_TESTS_SUPPORT_ZIP_FIXTURE_H
#define JUDGE_TESTS_SUPPORT_ZIP_FIXTURE_H

#include "sandbox/base/buf.h"

#include <stdbool.h>
#include <stdint.h>

struct zip_member {
	const char *name;
	const char *content; /* stored as it is; NULL: empty */
	uint32_t mode;       /* of a file on Unix; 0: 0100644 */
	uint32_t bytes;      /* declared; 0: as many as there are */
	uint16_t flags;      /* 1: encrypted */
	uint16_t method;     /* 0: stored */
	bool wrong_checksum;
	bool on_the_first; /* its bytes are those of the first member */
};

/* Appends an archive of these members to `out`, with the locator of the large form in front of its end if `large`. */
void zip_make(const struct zip_member *members, size_t n, bool large, struct buf *out);

#endif
