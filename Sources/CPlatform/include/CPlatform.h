#ifndef NIGHTSHIFT_CPLATFORM_H
#define NIGHTSHIFT_CPLATFORM_H

/// Disables core dumps and, on Linux, prevents other processes of the same user from reading this
/// process's memory. Returns 0, or the error number.
int nightshift_forbid_dumps(void);

/// Raises the limit on open files and sockets to the system's maximum for this process, but at most
/// to 20,480. Does nothing if that fails.
void nightshift_raise_file_limit(void);

/// How many files, sockets included, this process may have open at once. Returns -1 if that is not
/// known, and at most INT_MAX.
int nightshift_file_limit(void);

/// Creates a pipe that child programs do not inherit: read from ends[0], write to ends[1].
/// Returns 0, or -1 with errno set.
int nightshift_pipe(int ends[2]);

/// The name of a path's file system, if it is of a kind that may not keep file modes, such as "CIFS".
/// NULL if it keeps them, or if it is not known.
const char *nightshift_modeless_file_system(const char *path);

/// Starts a detached thread with a stack of 8 MiB that calls work(context). Debuggers show the
/// first 15 bytes of the name. Returns 0, or the error number.
int nightshift_start_thread(const char *name, void (*work)(void *context), void *context);

/// Sets *list to the program's arguments, its own name first, and returns their number. Returns 0,
/// with *list NULL, where this is not possible: without glibc.
///
/// Needed because Swift's library reads the arguments from /proc/self/cmdline on Linux. It finds
/// none if /proc is not mounted, as in a bare chroot (seen with Swift 6.3.1).
int nightshift_arguments(char ***list);

#endif
