#ifndef NIGHTSHIFT_CPLATFORM_H
#define NIGHTSHIFT_CPLATFORM_H

/// Forbids other processes of the same user to read this one's memory, and leaves no core.
/// Returns 0, or the error number.
int nightshift_forbid_dumps(void);

/// Lets the process have as many files and sockets open as the system allows at all.
void nightshift_raise_file_limit(void);

/// Makes a pipe that other programs do not inherit: ends[0] is read, ends[1] is written.
/// Returns 0, or -1 with errno set.
int nightshift_pipe(int ends[2]);

/// Starts a thread that calls work(context), and that nobody joins. The name is for debuggers.
/// Returns 0, or the error number.
int nightshift_start_thread(const char *name, void (*work)(void *context), void *context);

/// The words that the program was started with, its own name first, and how many there are; 0 where
/// only the Swift library can tell. That library reads /proc/self/cmdline on Linux, and has no words
/// where /proc is not mounted, as in a bare chroot (seen with Swift 6.3.1).
int nightshift_arguments(char ***list);

#endif
