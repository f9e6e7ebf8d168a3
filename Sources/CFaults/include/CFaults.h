// Preloaded into the program by tests; nothing calls it by name. See faults.c.
#ifndef CFAULTS_H
#define CFAULTS_H

/// How often a call was met with a fault so far, in this process.
int nightshift_faults_done(void);

#endif
