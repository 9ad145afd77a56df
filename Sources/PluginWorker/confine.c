#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "the worker knows the system calls of x86-64 and arm64"
#endif

static wire_reply *volatile report;
static volatile int code_descriptor = -1;

/* A system call that the filter does not let through. The loader's open gets the plugin's code; anything else ends the
 * process, with a word in the reply. Nothing here may make another system call that is not allowed. */
static void refused_call(int signal, siginfo_t *info, void *context) {
  (void)signal;
  ucontext_t *state = context;
  if (info->si_syscall == SYS_openat && code_descriptor != -1) {
    long result = -EACCES;
    if (code_descriptor >= 0) {
      result = code_descriptor;
      code_descriptor = -2;
    }
#if defined(__x86_64__)
    state->uc_mcontext.gregs[REG_RAX] = result;
#else
    state->uc_mcontext.regs[0] = (unsigned long long)result;
#endif
    return;
  }
  report->system_call = (uint32_t)info->si_syscall;
  report->status = WIRE_SYSCALL;
  syscall(SYS_exit_group, 99);
}

static void limit(int resource, rlim_t value, int *held) {
  struct rlimit limits = {value, value};
  if (setrlimit((__rlimit_resource_t)resource, &limits) != 0) *held = 0;
}

void confine_process(wire_reply *reply, uint32_t memory_mebibytes) {
  pid_t parent = getppid();
  if (geteuid() == 0) {
    const gid_t nobody = 65534;
    if (setgroups(0, NULL) == 0 && setresgid(nobody, nobody, nobody) == 0 && setresuid(nobody, nobody, nobody) == 0)
      reply->confinement |= WIRE_UNPRIVILEGED;
  } else {
    reply->confinement |= WIRE_UNPRIVILEGED;
  }
  /* After the change of user, which clears it. */
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (getppid() != parent) _exit(0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) reply->confinement |= WIRE_NO_NEW_PRIVILEGES;
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  int held = 1;
  limit(RLIMIT_AS, ((rlim_t)memory_mebibytes << 20) + (64u << 20) + WIRE_INPUT_BYTES + WIRE_OUTPUT_BYTES, &held);
  limit(RLIMIT_FSIZE, 0, &held);
  limit(RLIMIT_CORE, 0, &held);
  limit(RLIMIT_NPROC, 0, &held);
  limit(RLIMIT_NOFILE, 16, &held);
  limit(RLIMIT_STACK, 8u << 20, &held);
  if (held) reply->confinement |= WIRE_LIMITS;
}

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offsetof(struct seccomp_data, field))
#define GIVE(action) BPF_STMT(BPF_RET | BPF_K, (action))
/* The accumulator holds the number. */
#define ALLOW(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(call), 0, 1), GIVE(SECCOMP_RET_ALLOW)

static int install(const struct sock_filter *filter, size_t count) {
  struct sock_fprog program = {(unsigned short)count, (struct sock_filter *)filter};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

static void catch_refused(wire_reply *reply) {
  if (report != NULL) return; /* after the first filter it can no longer be changed */
  report = reply;
  struct sigaction action = {0};
  action.sa_sigaction = refused_call;
  action.sa_flags = SA_SIGINFO | SA_NODEFER;
  sigaction(SIGSYS, &action, NULL);
}

/* What both stages allow. Descriptors: 3 is the doorbell. */
#define COMMON \
  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_write, 0, 4), LOAD(args[0]), \
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 3, 0, 1), GIVE(SECCOMP_RET_ALLOW), GIVE(SECCOMP_RET_TRAP), \
      ALLOW(SYS_futex), ALLOW(SYS_munmap), ALLOW(SYS_brk), ALLOW(SYS_madvise), ALLOW(SYS_mremap), \
      ALLOW(SYS_rt_sigreturn), ALLOW(SYS_rt_sigprocmask), ALLOW(SYS_getpid), ALLOW(SYS_gettid), ALLOW(SYS_exit), \
      ALLOW(SYS_exit_group)

#define HEAD \
  LOAD(arch), BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0), GIVE(SECCOMP_RET_KILL_PROCESS), LOAD(nr), \
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000u, 0, 1), GIVE(SECCOMP_RET_KILL_PROCESS)

void confine_for_loading(wire_reply *reply, int code) {
  catch_refused(reply);
  code_descriptor = code;
  const struct sock_filter filter[] = {
      HEAD,
      ALLOW(SYS_read),
      ALLOW(SYS_pread64),
      ALLOW(SYS_fstat),
      ALLOW(SYS_close),
      ALLOW(SYS_mmap),
      ALLOW(SYS_mprotect),
      /* One more filter, which can only forbid more. */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_prctl, 0, 4),
      LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PR_SET_SECCOMP, 0, 1),
      GIVE(SECCOMP_RET_ALLOW),
      GIVE(SECCOMP_RET_TRAP),
      /* Of a descriptor, not of a path. */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_newfstatat, 0, 4),
      LOAD(args[3]),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AT_EMPTY_PATH, 0, 1),
      GIVE(SECCOMP_RET_ALLOW),
      GIVE(SECCOMP_RET_TRAP),
      COMMON,
      GIVE(SECCOMP_RET_TRAP),
  };
  (void)install(filter, sizeof filter / sizeof filter[0]);
}

void confine_for_running(wire_reply *reply) {
  catch_refused(reply);
  code_descriptor = -1;
  const struct sock_filter filter[] = {
      HEAD,
      /* The doorbell is all that is read. */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_read, 0, 4),
      LOAD(args[0]),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 3, 0, 1),
      GIVE(SECCOMP_RET_ALLOW),
      GIVE(SECCOMP_RET_TRAP),
      /* Memory, but none that can be run. */
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 4),
      LOAD(args[2]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
      GIVE(SECCOMP_RET_TRAP),
      GIVE(SECCOMP_RET_ALLOW),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mprotect, 0, 4),
      LOAD(args[2]),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1),
      GIVE(SECCOMP_RET_TRAP),
      GIVE(SECCOMP_RET_ALLOW),
      COMMON,
      GIVE(SECCOMP_RET_TRAP),
  };
  if (install(filter, sizeof filter / sizeof filter[0]) == 0) reply->confinement |= WIRE_SECCOMP;
}
