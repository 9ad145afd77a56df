/* creditgraph-plugin-worker: the process in which one plugin runs. The server starts it with four descriptors: 3 the
 * doorbell, 4 the input region, 5 the output region, 6 the plugin's code. It gives up all rights before it looks at the
 * code, and ends when the server does. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "confine.h"
#include "lua_rule.h"
#include "plugin_native.h"

enum { DOORBELL = 3, INPUT = 4, OUTPUT = 5, CODE = 6 };

/* Waits for a request; 0 where the server is gone. */
static int wait_for_bell(void) {
  char bell;
  for (;;) {
    ssize_t count = read(DOORBELL, &bell, 1);
    if (count == 1) return 1;
    if (count == 0 || errno != EINTR) return 0;
  }
}

static int ring(void) {
  const char bell = 1;
  return write(DOORBELL, &bell, 1) == 1;
}

/* The whole code file; NULL where it cannot be read. */
static char *read_code(size_t *count) {
  struct stat status;
  if (fstat(CODE, &status) != 0 || status.st_size < 0 || status.st_size > (1 << 20)) return NULL;
  size_t size = (size_t)status.st_size;
  char *text = malloc(size + 1);
  *count = 0;
  while (text != NULL && *count < size) {
    ssize_t got = pread(CODE, text + *count, size - *count, (off_t)*count);
    if (got <= 0) break;
    *count += (size_t)got;
  }
  return text;
}

/* Runs requests until the server closes the doorbell. */
static int serve(const uint8_t *input, uint8_t *output) {
  const wire_request *request = (const wire_request *)(const void *)input;
  wire_reply *reply = (wire_reply *)(void *)output;
  plugin_native *native = NULL;
  lua_rule *rule = NULL;
  if (!wait_for_bell()) return 0;
  if (request->version != WIRE_VERSION || request->command != WIRE_START) {
    wire_say(reply, WIRE_BAD_REQUEST, "the worker and the server are of different versions");
    ring();
    return 1;
  }
  reply->confinement = 0;
  confine_process(reply, request->memory_mebibytes);
  /* The allocator asks for its seed while that is still allowed. */
  void *volatile first = malloc(1);
  free(first);
#if defined(__x86_64__) && defined(PR_SET_TSC)
  /* The clock that needs no system call. */
  if (prctl(PR_SET_TSC, PR_TSC_SIGSEGV, 0, 0, 0) == 0) reply->confinement |= WIRE_NO_CLOCK;
#endif
  if (request->runtime == WIRE_LUA) {
    size_t count = 0;
    char *text = read_code(&count);
    close(CODE);
    confine_for_running(reply);
    if (text == NULL) wire_say(reply, WIRE_LOAD_FAILED, "the rule cannot be read");
    else rule = lua_rule_new(text, count, input, reply);
    free(text);
  } else {
    char path[300];
    snprintf(path, sizeof path, "/plugin/%.*s", (int)request->file.count, (const char *)input + request->file.offset);
    confine_for_loading(reply, CODE);
    native = plugin_native_load(path, input, reply);
    confine_for_running(reply);
    if (native != NULL && plugin_native_start(native, input, reply) != 0) native = NULL;
  }
  if (!ring() || (rule == NULL && native == NULL)) return 1;
  while (wait_for_bell()) {
    if (request->command == WIRE_STOP) {
      if (native != NULL) plugin_native_stop(native);
      reply->status = WIRE_OK;
      return !ring();
    }
    if (rule != NULL) lua_rule_batch(rule, input, output);
    else plugin_native_batch(native, input, output);
    if (!ring()) return 1;
  }
  return 0;
}

int main(int count, char **arguments) {
  if (count != 2 || strcmp(arguments[1], "--descriptors") != 0) {
    fputs("creditgraph-plugin-worker is started by creditgraph; it runs one transform plugin.\n", stderr);
    return 64;
  }
  /* A crash ends the process by its signal; handlers of a language's runtime would make calls that are refused. */
  const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGQUIT};
  for (size_t i = 0; i < sizeof crashes / sizeof crashes[0]; i++) signal(crashes[i], SIG_DFL);
  uint8_t *input = mmap(NULL, WIRE_INPUT_BYTES, PROT_READ, MAP_SHARED, INPUT, 0);
  uint8_t *output = mmap(NULL, WIRE_OUTPUT_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, OUTPUT, 0);
  if (input == MAP_FAILED || output == MAP_FAILED) return 71;
  close(INPUT);
  close(OUTPUT);
  _exit(serve(input, output));
}
