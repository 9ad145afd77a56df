#define _GNU_SOURCE
#include "plugin_spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/memfd.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "plugin_wire.h"

#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

/* Shared memory that its receiver can neither shrink under our feet nor, where `read_only`, map for writing. */
static int shared_memory(const char *name, size_t count, int read_only, uint8_t **mapped) {
  int fd = memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return -1;
  int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL | (read_only ? F_SEAL_FUTURE_WRITE : 0);
  void *memory = MAP_FAILED;
  if (ftruncate(fd, (off_t)count) == 0) memory = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (memory == MAP_FAILED || fcntl(fd, F_ADD_SEALS, seals) != 0) {
    int saved = errno;
    if (memory != MAP_FAILED) munmap(memory, count);
    close(fd);
    errno = saved;
    return -1;
  }
  *mapped = memory;
  return fd;
}

/* A copy of a descriptor above those that the child gets, so that no dup2 there overwrites a source of another. */
static int lifted(int fd) { return fcntl(fd, F_DUPFD_CLOEXEC, 32); }

static int spawn_now(const char *program, int code, plugin_worker *worker) {
  int pair[2] = {-1, -1}, source[4] = {-1, -1, -1, -1}, input = -1, output = -1, result = 0;
  memset(worker, 0, sizeof *worker);
  worker->socket = -1;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return errno;
  input = shared_memory("creditgraph-input", WIRE_INPUT_BYTES, 1, &worker->input);
  if (input >= 0) output = shared_memory("creditgraph-output", WIRE_OUTPUT_BYTES, 0, &worker->output);
  if (input < 0 || output < 0) result = errno;
  const int given[4] = {pair[1], input, output, code};
  for (int i = 0; i < 3 && result == 0; i++)
    if ((source[i] = lifted(given[i])) < 0) result = errno;
  /* The code is opened anew, so that workers that load it at the same time have each a place of their own in it. */
  char path[40];
  snprintf(path, sizeof path, "/proc/self/fd/%d", code);
  int opened = result == 0 ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (result == 0 && (source[3] = lifted(opened >= 0 ? opened : code)) < 0) result = errno;
  if (opened >= 0) close(opened);
  if (result == 0) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    for (int i = 0; i < 4; i++) posix_spawn_file_actions_adddup2(&actions, source[i], 3 + i);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, 7);
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    /* A group of its own: a Ctrl-C at the terminal is for the server, which ends its workers itself. */
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    char *const arguments[] = {(char *)"creditgraph-plugin-worker", (char *)"--descriptors", NULL};
    char *const environment[] = {NULL};
    pid_t process = 0;
    result = posix_spawn(&process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    worker->process = process;
  }
  for (int i = 0; i < 4; i++)
    if (source[i] >= 0) close(source[i]);
  if (input >= 0) close(input);
  if (output >= 0) close(output);
  close(pair[1]);
  if (result != 0) {
    close(pair[0]);
    plugin_memory_unmap(worker->input, WIRE_INPUT_BYTES);
    plugin_memory_unmap(worker->output, WIRE_OUTPUT_BYTES);
    memset(worker, 0, sizeof *worker);
    worker->socket = -1;
    return result;
  }
  worker->socket = pair[0];
  return 0;
}

/* One thread for the life of the process makes all children; see the header. */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static struct {
  int runs, asked, done, result, code;
  const char *program;
  plugin_worker *worker;
} job;

static void *spawner(void *unused) {
  (void)unused;
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
  pthread_mutex_lock(&lock);
  for (;;) {
    while (!job.asked) pthread_cond_wait(&changed, &lock);
    job.asked = 0;
    job.result = spawn_now(job.program, job.code, job.worker);
    job.done = 1;
    pthread_cond_broadcast(&changed);
  }
  return NULL;
}

int plugin_worker_spawn(const char *program, int code, plugin_worker *worker) {
  int result = 0;
  pthread_mutex_lock(&turn);
  pthread_mutex_lock(&lock);
  if (!job.runs) {
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    result = pthread_create(&thread, &attributes, spawner, NULL);
    pthread_attr_destroy(&attributes);
    job.runs = result == 0;
  }
  if (result == 0) {
    job.program = program;
    job.code = code;
    job.worker = worker;
    job.done = 0;
    job.asked = 1;
    pthread_cond_broadcast(&changed);
    while (!job.done) pthread_cond_wait(&changed, &lock);
    result = job.result;
  }
  pthread_mutex_unlock(&lock);
  pthread_mutex_unlock(&turn);
  return result;
}

int plugin_worker_ring(const plugin_worker *worker) {
  const char bell = 1;
  for (;;) {
    if (send(worker->socket, &bell, 1, MSG_NOSIGNAL) == 1) return 0;
    if (errno != EINTR) return errno;
  }
}

static int64_t microseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int plugin_worker_wait(const plugin_worker *worker, int64_t microseconds) {
  const int64_t end = microseconds_now() + microseconds;
  for (;;) {
    int64_t left = end - microseconds_now();
    struct timespec timeout = {left > 0 ? left / 1000000 : 0, left > 0 ? left % 1000000 * 1000 : 0};
    struct pollfd entry = {worker->socket, POLLIN, 0};
    int ready = ppoll(&entry, 1, &timeout, NULL);
    if (ready < 0 && errno == EINTR) continue;
    if (ready < 0) return -1;
    if (ready == 0) return 0;
    char bell;
    ssize_t count = recv(worker->socket, &bell, 1, 0);
    if (count < 0 && errno == EINTR) continue;
    return count == 1 ? 1 : -1;
  }
}

int plugin_worker_runs(plugin_worker *worker) {
  if (worker->process <= 0) return 0;
  int status = 0;
  if (waitpid(worker->process, &status, WNOHANG) == 0) return 1;
  worker->status = status;
  worker->process = 0;
  return 0;
}

int plugin_worker_end(plugin_worker *worker) {
  int status = worker->status;
  int closed = 0;
  if (worker->socket >= 0) {
    char bell;
    ssize_t count = recv(worker->socket, &bell, 1, MSG_DONTWAIT);
    closed = count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    close(worker->socket);
  }
  worker->socket = -1;
  if (worker->process > 0) {
    /* One that ended by itself keeps its own status; its end of the socket closes a moment before it can be waited for. */
    pid_t ended = 0;
    for (int attempt = 0; attempt < 20 && ended == 0 && closed; attempt++) {
      if ((ended = waitpid(worker->process, &status, WNOHANG)) == 0) usleep(500);
    }
    if (ended == 0 && waitpid(worker->process, &status, WNOHANG) == 0) {
      kill(worker->process, SIGKILL);
      while (waitpid(worker->process, &status, 0) < 0 && errno == EINTR) continue;
    }
  }
  worker->process = 0;
  return status;
}

int plugin_worker_free(plugin_worker *worker) {
  int status = plugin_worker_end(worker);
  plugin_memory_unmap(worker->input, WIRE_INPUT_BYTES);
  plugin_memory_unmap(worker->output, WIRE_OUTPUT_BYTES);
  worker->input = worker->output = NULL;
  return status;
}

int plugin_status_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }
int plugin_status_exit(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

uint8_t *plugin_memory_map(size_t count) {
  void *memory = mmap(NULL, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return memory == MAP_FAILED ? NULL : memory;
}

void plugin_memory_unmap(uint8_t *memory, size_t count) {
  if (memory != NULL) munmap(memory, count);
}

int plugin_code_file(const uint8_t *bytes, size_t count) {
  int fd = memfd_create("creditgraph-plugin", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return -1;
  size_t done = 0;
  while (done < count) {
    ssize_t written = write(fd, bytes + done, count - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    done += (size_t)written;
  }
  lseek(fd, 0, SEEK_SET);
  if (done < count || fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

typedef struct {
  void (*body)(void *);
  void *context;
} background;

static void *run_background(void *given) {
  background work = *(background *)given;
  free(given);
  work.body(work.context);
  return NULL;
}

int plugin_in_background(void (*body)(void *context), void *context) {
  background *work = malloc(sizeof *work);
  if (work == NULL) return ENOMEM;
  *work = (background){body, context};
  pthread_t thread;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  int result = pthread_create(&thread, &attributes, run_background, work);
  pthread_attr_destroy(&attributes);
  if (result != 0) free(work);
  return result;
}
