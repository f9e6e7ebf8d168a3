#ifndef NIGHTSHIFT_CPLATFORM_H
#define NIGHTSHIFT_CPLATFORM_H

/// Forbids other processes of the same user to read this one's memory, and leaves no core.
/// Returns 0, or the error number.
int nightshift_forbid_dumps(void);

/// Lets the process have as many files and sockets open as the system allows at all.
void nightshift_raise_file_limit(void);

#endif
