/* Starts worker processes and makes the memory shared with them. Linux. */
#ifndef PLUGIN_SPAWN_H
#define PLUGIN_SPAWN_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
  int32_t process;  /* of the worker */
  int32_t status;   /* of a process that was waited for */
  int32_t socket;   /* the server's end of the doorbell; OWNED by the caller */
  uint8_t *input;   /* mapped for reading and writing; OWNED by the caller: plugin_worker_free */
  uint8_t *output;
} plugin_worker;

/* Starts `program` with the descriptor of the plugin's code; 0, or an errno. The child gets four descriptors, no
 * environment, and dies with this process. May be called from any thread; the work is done on one of its own, because a
 * child's parent-death signal fires when the thread that made it ends. */
int plugin_worker_spawn(const char *program, int code, plugin_worker *worker);
/* Rings the doorbell; 0, or an errno. */
int plugin_worker_ring(const plugin_worker *worker);
/* Waits for the answer: 1 when it is there, 0 when the time is over, -1 when the worker is gone. */
int plugin_worker_wait(const plugin_worker *worker, int64_t microseconds);
/* 1 while the process runs. One that ended is waited for, and its status kept for plugin_worker_end. */
int plugin_worker_runs(plugin_worker *worker);
/* Ends the process if it still runs and waits for it; the memory stays until plugin_worker_free. The wait status. */
int plugin_worker_end(plugin_worker *worker);
/* Ends the process if it still runs, waits for it, unmaps and closes all. The wait status of the process. */
int plugin_worker_free(plugin_worker *worker);
/* The signal that a wait status tells of, or 0; the exit code, or -1. */
int plugin_status_signal(int status);
int plugin_status_exit(int status);

/* A sealed file in memory with these bytes: what was checked is what is loaded. A descriptor, or -1. */
int plugin_code_file(const uint8_t *bytes, size_t count);
/* Runs body(context) on a thread of its own; 0, or an errno. */
int plugin_in_background(void (*body)(void *context), void *context);

/* Anonymous memory of that size, zeroed; NULL where there is none. */
uint8_t *plugin_memory_map(size_t count);
void plugin_memory_unmap(uint8_t *memory, size_t count);

/* The name of a system call, or NULL where it has none here. */
const char *plugin_system_call_name(uint32_t number);

/* inotify on a directory and the directories in it: a descriptor that can be polled, or -1. */
int plugin_watch(const char *const *directories, size_t count);
/* 1 where something changed within so many milliseconds; all that is pending is read. */
int plugin_watch_wait(int descriptor, int milliseconds);

#endif
