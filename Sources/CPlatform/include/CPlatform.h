#ifndef NIGHTSHIFT_CPLATFORM_H
#define NIGHTSHIFT_CPLATFORM_H

/// Forbids other processes of the same user to read this one's memory, and leaves no core.
/// Returns 0, or the error number.
int nightshift_forbid_dumps(void);

#endif
