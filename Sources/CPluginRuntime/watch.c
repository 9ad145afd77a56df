#define _GNU_SOURCE
#include "plugin_spawn.h"

#include <poll.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

int plugin_watch(const char *const *directories, size_t count) {
  int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
  if (fd < 0) return -1;
  for (size_t i = 0; i < count; i++)
    /* A directory that is gone again is not watched; its parent tells of it. */
    (void)inotify_add_watch(fd, directories[i],
                            IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ATTRIB |
                                IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR);
  return fd;
}

int plugin_watch_wait(int descriptor, int milliseconds) {
  struct pollfd entry = {descriptor, POLLIN, 0};
  if (poll(&entry, 1, milliseconds) <= 0) return 0;
  char buffer[8192] __attribute__((aligned(8)));
  int changed = 0;
  while (read(descriptor, buffer, sizeof buffer) > 0) changed = 1;
  return changed;
}

const char *plugin_system_call_name(uint32_t number) {
  static const struct { long number; const char *name; } names[] = {
      {SYS_openat, "openat"}, {SYS_socket, "socket"}, {SYS_connect, "connect"}, {SYS_clone, "clone"},
      {SYS_execve, "execve"}, {SYS_ptrace, "ptrace"}, {SYS_kill, "kill"}, {SYS_getrandom, "getrandom"},
      {SYS_clock_gettime, "clock_gettime"}, {SYS_gettimeofday, "gettimeofday"}, {SYS_nanosleep, "nanosleep"},
      {SYS_clock_nanosleep, "clock_nanosleep"}, {SYS_ioctl, "ioctl"}, {SYS_fcntl, "fcntl"}, {SYS_getuid, "getuid"},
      {SYS_unlinkat, "unlinkat"}, {SYS_mkdirat, "mkdirat"}, {SYS_prctl, "prctl"}, {SYS_rt_sigaction, "rt_sigaction"},
      {SYS_sendto, "sendto"}, {SYS_recvfrom, "recvfrom"}, {SYS_ftruncate, "ftruncate"}, {SYS_mmap, "mmap"},
      {SYS_mprotect, "mprotect"}, {SYS_newfstatat, "newfstatat"}, {SYS_write, "write"}, {SYS_read, "read"},
      {SYS_memfd_create, "memfd_create"}, {SYS_io_uring_setup, "io_uring_setup"}, {SYS_dup, "dup"},
      {SYS_pipe2, "pipe2"}, {SYS_wait4, "wait4"},
#ifdef SYS_clone3
      {SYS_clone3, "clone3"},
#endif
#ifdef SYS_open
      {SYS_open, "open"}, {SYS_fork, "fork"}, {SYS_vfork, "vfork"}, {SYS_access, "access"}, {SYS_stat, "stat"},
#endif
  };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    if (names[i].number == (long)number) return names[i].name;
  return NULL;
}
