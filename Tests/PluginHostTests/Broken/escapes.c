/* WHAT: 1 a file, 2 a socket, 3 a process, 4 a program, 5 the clock, 6 a file in a constructor, 7 randomness. */
#define _GNU_SOURCE
#include "broken.h"
#include <fcntl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
static int opened = -1;
__attribute__((constructor)) static void first(void) { if (WHAT == 6) opened = open("/etc/passwd", O_RDONLY); }
static void escape(void) {
  char byte;
  struct timespec now;
  switch (WHAT) {
    case 1: (void)!open("/etc/passwd", O_RDONLY); break;
    case 2: (void)!socket(AF_INET, SOCK_STREAM, 0); break;
    case 3: (void)!fork(); break;
    case 4: (void)!execl("/bin/true", "true", (char *)NULL); break;
    case 5: (void)!clock_gettime(CLOCK_MONOTONIC, &now); break;
    case 7: (void)!getrandom(&byte, 1, 0); break;
    default: break;
  }
}
static cg_status transform(void *s, const cg_batch *i, cg_output *o) {
  (void)s;
  if (opened >= 0) return cg_fail(o, "a file could be opened");
  for (uint32_t row = 0; row < i->rows; row++)
    if (is_bad(i, row)) escape();
  return good(i, o);
}
PLUGIN(.start = NULL)
