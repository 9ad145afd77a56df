#include "plugin_native.h"

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../Plugins/ABI/creditgraph_plugin.h"

struct plugin_native {
  const cg_plugin_info *info;
  void *state;
};

void wire_say(wire_reply *reply, int32_t status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int written = vsnprintf(reply->message, sizeof reply->message, format, arguments);
  va_end(arguments);
  reply->message_count =
      written < 0 ? 0 : (uint32_t)written < sizeof reply->message ? (uint32_t)written : sizeof reply->message - 1;
  reply->status = status;
}

static cg_text text_in(const uint8_t *input, wire_text text) {
  cg_text result = {(const char *)input + text.offset, text.count};
  return result;
}

static int same(cg_text a, cg_text b) { return a.count == b.count && memcmp(a.data, b.data, a.count) == 0; }

plugin_native *plugin_native_load(const char *path, const uint8_t *input, wire_reply *reply) {
  const wire_request *request = (const wire_request *)(const void *)input;
  cg_text file = text_in(input, request->file);
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    wire_say(reply, WIRE_LOAD_FAILED, "%.*s cannot be loaded: %s", (int)file.count, file.data, dlerror());
    return NULL;
  }
  const cg_plugin_info *(*entry)(void) = (const cg_plugin_info *(*)(void))dlsym(handle, "cg_plugin_info_v1");
  if (entry == NULL) {
    wire_say(reply, WIRE_NO_ENTRY, "%.*s does not export cg_plugin_info_v1, so it is no creditgraph plugin",
             (int)file.count, file.data);
    return NULL;
  }
  const cg_plugin_info *info = entry();
  /* What every 1.x block has; the members behind it came later. */
  const size_t least = offsetof(cg_plugin_info, stop) + sizeof info->stop;
  if (info == NULL) {
    wire_say(reply, WIRE_NO_ENTRY, "cg_plugin_info_v1 of %.*s returned NULL", (int)file.count, file.data);
    return NULL;
  }
  reply->abi_major = info->abi_major;
  reply->abi_minor = info->abi_minor;
  if (info->abi_major != CG_ABI_MAJOR) {
    wire_say(reply, WIRE_WRONG_ABI, "%.*s was built for plugin ABI %u.%u; this server speaks %u.%u", (int)file.count,
             file.data, info->abi_major, info->abi_minor, CG_ABI_MAJOR, CG_ABI_MINOR);
    return NULL;
  }
  if (info->size < least) {
    wire_say(reply, WIRE_WRONG_ABI, "the info block of %.*s has %u bytes; ABI 1.0 needs %zu", (int)file.count,
             file.data, info->size, least);
    return NULL;
  }
  if (info->name.data == NULL || info->name.count == 0 || info->version.data == NULL) {
    wire_say(reply, WIRE_NULL_NAME, "the info block of %.*s has no %s", (int)file.count, file.data,
             info->version.data == NULL && info->name.data != NULL ? "version" : "name");
    return NULL;
  }
  cg_text name = text_in(input, request->plugin_name), version = text_in(input, request->plugin_version);
  if (!same(info->name, name) || !same(info->version, version)) {
    int shown = info->name.count < 100 ? (int)info->name.count : 100;
    int shown_version = info->version.count < 40 ? (int)info->version.count : 40;
    wire_say(reply, WIRE_WRONG_NAME, "%.*s is %.*s %.*s; plugin.json says %.*s %.*s", (int)file.count, file.data, shown,
             info->name.data, shown_version, info->version.data, (int)name.count, name.data, (int)version.count,
             version.data);
    return NULL;
  }
  if (info->transform == NULL) {
    wire_say(reply, WIRE_NO_TRANSFORM, "the info block of %.*s has no transform", (int)file.count, file.data);
    return NULL;
  }
  plugin_native *plugin = calloc(1, sizeof *plugin);
  if (plugin == NULL) {
    wire_say(reply, WIRE_OUT_OF_MEMORY, "no memory is left");
    return NULL;
  }
  plugin->info = info;
  reply->status = WIRE_OK;
  return plugin;
}

int plugin_native_start(plugin_native *plugin, const uint8_t *input, wire_reply *reply) {
  const wire_request *request = (const wire_request *)(const void *)input;
  const wire_setting *given = (const wire_setting *)(const void *)(input + request->settings);
  cg_setting *settings = calloc(request->setting_count + 1, sizeof *settings);
  if (settings == NULL) {
    wire_say(reply, WIRE_OUT_OF_MEMORY, "no memory is left");
    return -1;
  }
  for (uint32_t i = 0; i < request->setting_count; i++)
    settings[i] = (cg_setting){sizeof settings[i], given[i].kind, text_in(input, given[i].name),
                               text_in(input, given[i].value)};
  cg_settings all = {sizeof all, request->setting_count, sizeof(cg_setting), 0, settings};
  cg_status status = CG_OK;
  char text[512] = {0};
  cg_message message = {sizeof message, sizeof text - 1, 0, 0, text};
  if (plugin->info->start != NULL) status = plugin->info->start(&all, &plugin->state, &message);
  free(settings);
  if (status != CG_OK) {
    uint32_t count = message.count < sizeof text ? message.count : sizeof text - 1;
    wire_say(reply, WIRE_START_FAILED, "start failed with status %d%s%.*s", status, count > 0 ? ": " : "", (int)count,
             text);
    return -1;
  }
  reply->status = WIRE_OK;
  return 0;
}

void plugin_native_batch(plugin_native *plugin, const uint8_t *input, uint8_t *output) {
  const wire_request *request = (const wire_request *)(const void *)input;
  wire_reply *reply = (wire_reply *)(void *)output;
  cg_column columns[WIRE_COLUMNS];
  cg_output_column outputs[WIRE_COLUMNS];
  for (uint32_t i = 0; i < request->input_count; i++) {
    const wire_column *column = &request->inputs[i];
    columns[i] = (cg_column){sizeof columns[i], column->type, column->scale, 0, text_in(input, column->name),
                             column->validity == 0 ? NULL : input + column->validity,
                             (const int32_t *)(const void *)(input + column->offsets), input + column->values};
  }
  for (uint32_t i = 0; i < request->output_count; i++) {
    const wire_column *column = &request->outputs[i];
    outputs[i] = (cg_output_column){sizeof outputs[i], column->type, column->scale, 0, text_in(input, column->name),
                                    output + column->validity, (int32_t *)(void *)(output + column->offsets),
                                    output + column->values, column->capacity};
  }
  cg_batch batch = {sizeof batch, request->rows, request->input_count, sizeof columns[0], columns,
                    text_in(input, request->call), request->call_index, 0};
  cg_output result = {sizeof result, request->rows, request->output_count, sizeof outputs[0], outputs,
                      (cg_row_error *)(void *)(output + request->errors), request->error_capacity, 0, reply->message,
                      sizeof reply->message, 0};
  cg_status status = plugin->info->transform(plugin->state, &batch, &result);
  for (uint32_t i = 0; i < request->output_count; i++) reply->text_rows[i] = outputs[i].text_rows;
  reply->error_count = result.error_count;
  reply->message_count = result.message_count;
  reply->status = status;
}

void plugin_native_stop(plugin_native *plugin) {
  if (plugin->info->stop != NULL) plugin->info->stop(plugin->state);
}
