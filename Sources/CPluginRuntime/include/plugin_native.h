/* Loads a plugin's shared object and feeds it batches: in the worker, and in the server where an administrator allows it. */
#ifndef PLUGIN_NATIVE_H
#define PLUGIN_NATIVE_H

#include "plugin_wire.h"

typedef struct plugin_native plugin_native;

/* Opens the shared object at `path` (a path with a slash) and checks its block; `input` holds a WIRE_START request.
 * NULL: reply->status and its message say why. The shared object is never unloaded. */
plugin_native *plugin_native_load(const char *path, const uint8_t *input, wire_reply *reply);
/* Calls the plugin's start. 0 where it works; else reply says why. */
int plugin_native_start(plugin_native *plugin, const uint8_t *input, wire_reply *reply);
/* Runs the WIRE_BATCH request in `input`; the reply is at the start of `output`. */
void plugin_native_batch(plugin_native *plugin, const uint8_t *input, uint8_t *output);
void plugin_native_stop(plugin_native *plugin);

/* Puts a message into a reply, cut to what fits. */
void wire_say(wire_reply *reply, int32_t status, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
