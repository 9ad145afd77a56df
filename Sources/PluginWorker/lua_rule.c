#include "lua_rule.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "creditgraph_decimal.h"
#include "creditgraph_plugin.h"
#include "lua_decimal.h"
#include "lua_sandbox.h"
#include "plugin_native.h"

enum { CALLS = 64, HOOK_STEP = 1000 };

struct lua_rule {
  lua_State *state;
  size_t used, most;
  int64_t instructions, left;
  const uint8_t *input;
  uint8_t *output;
  const wire_request *request;
  uint32_t row;
  /* References in the registry, 0 where the call was not made yet. */
  struct { int function, row, out, args; } calls[CALLS];
};

static void *allocate(void *context, void *block, size_t old, size_t new) {
  lua_rule *rule = context;
  if (block == NULL) old = 0;
  if (new == 0) {
    rule->used -= old;
    free(block);
    return NULL;
  }
  if (new > old && rule->used + (new - old) > rule->most) return NULL;
  void *result = realloc(block, new);
  if (result != NULL) rule->used = rule->used - old + new;
  return result;
}

static lua_rule *rule_of(lua_State *state) { return *(lua_rule **)lua_getextraspace(state); }

static void count_instructions(lua_State *state, lua_Debug *place) {
  lua_rule *rule = rule_of(state);
  rule->left -= HOOK_STEP;
  if (rule->left >= 0) return;
  lua_getinfo(state, "Sl", place);
  lua_pushfstring(state, "%s:%d: a record used up its %I instructions", place->short_src, place->currentline,
                  (LUAI_UACINT)rule->instructions);
  lua_error(state);
}

static int push_date(lua_State *state, int32_t days) {
  /* Civil date of a day number, after the usual era arithmetic. */
  int64_t z = (int64_t)days + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
  int64_t doe = z - era * 146097, yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
  int day = (int)(doy - (153 * mp + 2) / 5 + 1), month = (int)(mp < 10 ? mp + 3 : mp - 9);
  int64_t year = yoe + era * 400 + (month <= 2);
  char text[32];
  lua_pushlstring(state, text, (size_t)snprintf(text, sizeof text, "%04d-%02d-%02d", (int)year, month, day));
  return 1;
}

static int date_of(const char *text, size_t count, int32_t *days) {
  int year = 0, month = 0, day = 0;
  if (count != 10 || text[4] != '-' || text[7] != '-') return 0;
  for (int i = 0; i < 10; i++) {
    if (i == 4 || i == 7) continue;
    if (text[i] < '0' || text[i] > '9') return 0;
    int digit = text[i] - '0';
    if (i < 4) year = year * 10 + digit;
    else if (i < 7) month = month * 10 + digit;
    else day = day * 10 + digit;
  }
  static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12 || day < 1) return 0;
  int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (day > lengths[month - 1] + (month == 2 && leap)) return 0;
  int64_t y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
  int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  *days = (int32_t)(era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
  return 1;
}

static int push_cell(lua_State *state, const lua_rule *rule, const wire_column *column) {
  const uint8_t *input = rule->input;
  uint32_t row = rule->row;
  if (column->validity != 0 && !(input[column->validity + (row >> 3)] >> (row & 7) & 1)) {
    lua_pushnil(state);
    return 1;
  }
  switch (column->type) {
    case CG_TYPE_TEXT: {
      const int32_t *offsets = (const int32_t *)(const void *)(input + column->offsets);
      lua_pushlstring(state, (const char *)input + column->values + offsets[row],
                      (size_t)(offsets[row + 1] - offsets[row]));
      return 1;
    }
    case CG_TYPE_DECIMAL: {
      const cg_decimal *values = (const cg_decimal *)(const void *)(input + column->values);
      lua_decimal_push(state, cg_number_of(values[row], column->scale));
      return 1;
    }
    case CG_TYPE_INTEGER:
      lua_pushinteger(state, ((const int64_t *)(const void *)(input + column->values))[row]);
      return 1;
    case CG_TYPE_DATE: return push_date(state, ((const int32_t *)(const void *)(input + column->values))[row]);
    default: lua_pushboolean(state, input[column->values + row]); return 1;
  }
}

/* Upvalue 1: name -> place of the column. */
static int record_get(lua_State *state) {
  lua_pushvalue(state, 2);
  if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNUMBER) {
    lua_settop(state, 2);
    return luaL_error(state, "\"%s\" is not among the inputs of this call in plugin.json", luaL_tolstring(state, 2, NULL));
  }
  const lua_rule *rule = rule_of(state);
  return push_cell(state, rule, &rule->request->inputs[lua_tointeger(state, -1)]);
}

static int record_refuses(lua_State *state) {
  return luaL_error(state, "a record is read-only; give values to out");
}

static int out_get(lua_State *state) { return luaL_error(state, "out can be written, not read"); }

static void clear_cell(lua_rule *rule, uint32_t index) {
  const wire_column *column = &rule->request->outputs[index];
  wire_reply *reply = (wire_reply *)(void *)rule->output;
  rule->output[column->validity + (rule->row >> 3)] &= (uint8_t)~(1u << (rule->row & 7));
  if (column->type == CG_TYPE_TEXT && reply->text_rows[index] > rule->row) reply->text_rows[index] = rule->row;
}

static int out_set(lua_State *state) {
  lua_rule *rule = rule_of(state);
  lua_pushvalue(state, 2);
  if (lua_rawget(state, lua_upvalueindex(1)) != LUA_TNUMBER)
    return luaL_error(state, "\"%s\" is not among the outputs of this call in plugin.json", luaL_tolstring(state, 2, NULL));
  uint32_t index = (uint32_t)lua_tointeger(state, -1);
  lua_pop(state, 1);
  const wire_column *column = &rule->request->outputs[index];
  const char *name = lua_tostring(state, 2);
  uint8_t *output = rule->output;
  clear_cell(rule, index);
  if (lua_isnil(state, 3)) return 0;
  switch (column->type) {
    case CG_TYPE_TEXT: {
      wire_reply *reply = (wire_reply *)(void *)output;
      size_t count;
      if (lua_type(state, 3) != LUA_TSTRING)
        return luaL_error(state, "%s is a text, but this is a %s", name, luaL_typename(state, 3));
      const char *text = lua_tolstring(state, 3, &count);
      cg_output_column target = {sizeof target, CG_TYPE_TEXT, 0, reply->text_rows[index], {NULL, 0},
                                 output + column->validity, (int32_t *)(void *)(output + column->offsets),
                                 output + column->values, column->capacity};
      if (cg_put_text(&target, rule->row, (cg_text){text, count}) != CG_OK)
        return luaL_error(state, "%s: the texts of this batch are too long", name);
      reply->text_rows[index] = target.text_rows;
      return 0;
    }
    case CG_TYPE_DECIMAL: {
      cg_number given = lua_decimal_at(state, 3), number = given;
      cg_status status = cg_rescale(given, column->scale, &number);
      if (status == CG_INEXACT)
        return luaL_error(state, "%s has %d decimals, but this value has %d; round it first", name, (int)column->scale,
                          (int)cg_normalised(given).scale);
      lua_decimal_check(state, status);
      ((cg_decimal *)(void *)(output + column->values))[rule->row] = number.value;
      break;
    }
    case CG_TYPE_INTEGER:
      if (!lua_isinteger(state, 3))
        return luaL_error(state, "%s is a whole number, but this is a %s", name,
                          lua_type(state, 3) == LUA_TNUMBER ? "float" : luaL_typename(state, 3));
      ((int64_t *)(void *)(output + column->values))[rule->row] = lua_tointeger(state, 3);
      break;
    case CG_TYPE_DATE: {
      size_t count = 0;
      int32_t days = 0;
      const char *text = lua_type(state, 3) == LUA_TSTRING ? lua_tolstring(state, 3, &count) : "";
      if (!date_of(text, count, &days)) return luaL_error(state, "%s is a date, written \"2026-10-31\"", name);
      ((int32_t *)(void *)(output + column->values))[rule->row] = days;
      break;
    }
    default:
      if (!lua_isboolean(state, 3))
        return luaL_error(state, "%s is true or false, but this is a %s", name, luaL_typename(state, 3));
      output[column->values + rule->row] = (uint8_t)lua_toboolean(state, 3);
  }
  output[column->validity + (rule->row >> 3)] |= (uint8_t)(1u << (rule->row & 7));
  return 0;
}

/* An object whose fields are columns; `prefix` is what their names begin with. The reference. */
static int make_record(lua_rule *rule, const wire_column *columns, uint32_t count, const char *prefix,
                       lua_CFunction get, lua_CFunction set) {
  lua_State *state = rule->state;
  size_t length = strlen(prefix);
  lua_newuserdatauv(state, 0, 0);
  lua_newtable(state);
  lua_newtable(state);
  for (uint32_t i = 0; i < count; i++) {
    const char *name = (const char *)rule->input + columns[i].name.offset;
    if (columns[i].name.count <= length || memcmp(name, prefix, length) != 0) continue;
    lua_pushlstring(state, name + length, columns[i].name.count - length);
    lua_pushinteger(state, (lua_Integer)i);
    lua_rawset(state, -3);
  }
  lua_pushvalue(state, -1);
  lua_pushcclosure(state, get, 1);
  lua_setfield(state, -3, "__index");
  lua_pushcclosure(state, set, 1);
  lua_setfield(state, -2, "__newindex");
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_setmetatable(state, -2);
  return luaL_ref(state, LUA_REGISTRYINDEX);
}

static int prepare_call(lua_State *state) {
  lua_rule *rule = rule_of(state);
  const wire_request *request = rule->request;
  uint32_t index = request->call_index;
  char name[200];
  if (index >= CALLS || request->call.count >= sizeof name) return luaL_error(state, "too many calls");
  memcpy(name, rule->input + request->call.offset, request->call.count);
  name[request->call.count] = 0;
  for (char *c = name; *c != 0; c++)
    if (*c == '.') *c = '_';
  if (lua_getglobal(state, name) != LUA_TFUNCTION) return luaL_error(state, "the rule has no function %s(row, out)", name);
  rule->calls[index].function = luaL_ref(state, LUA_REGISTRYINDEX);
  rule->calls[index].row = make_record(rule, request->inputs, request->input_count, "", record_get, record_refuses);
  rule->calls[index].args = make_record(rule, request->inputs, request->input_count, "args.", record_get, record_refuses);
  rule->calls[index].out = make_record(rule, request->outputs, request->output_count, "", out_get, out_set);
  return 0;
}

static int reject(lua_State *state) {
  luaL_checkstring(state, 1);
  lua_settop(state, 1);
  return lua_error(state);
}

/* The names of settings come parents first. Arrays are remembered in a table of their own, at the index after root. */
static void push_settings(lua_State *state, const uint8_t *input, const wire_request *request) {
  const wire_setting *settings = (const wire_setting *)(const void *)(input + request->settings);
  lua_newtable(state);
  int root = lua_gettop(state), arrays = root + 1;
  lua_newtable(state);
  for (uint32_t i = 0; i < request->setting_count; i++) {
    const char *name = (const char *)input + settings[i].name.offset, *value = (const char *)input + settings[i].value.offset;
    size_t count = settings[i].name.count, start = 0;
    lua_pushvalue(state, root);
    for (size_t place = 0;; place++) {
      if (place < count && name[place] != '/') continue;
      char segment[512];
      size_t length = 0;
      for (size_t c = start; c < place && length < sizeof segment; c++) {
        if (name[c] == '~' && c + 1 < place) segment[length++] = name[++c] == '1' ? '/' : '~';
        else segment[length++] = name[c];
      }
      lua_pushvalue(state, -1);
      lua_rawget(state, arrays);
      int in_array = lua_toboolean(state, -1);
      lua_pop(state, 1);
      if (in_array) lua_pushinteger(state, (lua_Integer)strtol(name + start, NULL, 10) + 1);
      else lua_pushlstring(state, segment, length);
      start = place + 1;
      if (place < count) {
        lua_rawget(state, -2);
        lua_remove(state, -2);
        continue;
      }
      break;
    }
    switch (settings[i].kind) {
      case CG_SETTING_TEXT: lua_pushlstring(state, value, settings[i].value.count); break;
      case CG_SETTING_NUMBER: {
        cg_number number = cg_whole(0);
        cg_status status = cg_parse((cg_text){value, settings[i].value.count}, &number);
        if (status != CG_OK) luaL_error(state, "settings: write numbers with digits and a point only");
        cg_i128 whole = cg_to_i128(number.value);
        if (number.scale == 0 && whole >= INT64_MIN && whole <= INT64_MAX) lua_pushinteger(state, (lua_Integer)whole);
        else lua_decimal_push(state, number);
        break;
      }
      case CG_SETTING_BOOLEAN: lua_pushboolean(state, settings[i].value.count == 4); break;
      case CG_SETTING_OBJECT: lua_newtable(state); break;
      case CG_SETTING_ARRAY:
        lua_newtable(state);
        lua_pushvalue(state, -1);
        lua_pushboolean(state, 1);
        lua_rawset(state, arrays);
        break;
      default: lua_pushnil(state);
    }
    lua_rawset(state, -3);
    lua_pop(state, 1);
  }
  lua_pop(state, 1);
}

static int open_all(lua_State *state) {
  lua_rule *rule = rule_of(state);
  lua_sandbox_open(state);
  lua_decimal_open(state);
  lua_pushcfunction(state, reject);
  lua_setglobal(state, "reject");
  push_settings(state, rule->input, rule->request);
  lua_setglobal(state, "settings");
  return 0;
}

/* What is on the top of the stack, as the text of an error. */
static const char *error_text(lua_State *state, int status, size_t *count) {
  if (status == LUA_ERRMEM) {
    *count = strlen("the rule used up its memory");
    return "the rule used up its memory";
  }
  if (lua_type(state, -1) == LUA_TSTRING) return lua_tolstring(state, -1, count);
  *count = strlen("an error that is no text");
  return "an error that is no text";
}

lua_rule *lua_rule_new(const char *text, size_t count, const uint8_t *input, wire_reply *reply) {
  const wire_request *request = (const wire_request *)(const void *)input;
  lua_rule *rule = calloc(1, sizeof *rule);
  if (rule == NULL) return NULL;
  rule->most = (size_t)request->memory_mebibytes << 20;
  rule->instructions = (int64_t)request->instructions;
  rule->left = rule->instructions * 10;
  rule->input = input;
  rule->request = request;
  rule->state = lua_newstate(allocate, rule);
  if (rule->state == NULL) {
    wire_say(reply, WIRE_OUT_OF_MEMORY, "the rule has too little memory to start");
    return NULL;
  }
  lua_State *state = rule->state;
  *(lua_rule **)lua_getextraspace(state) = rule;
  lua_gc(state, LUA_GCGEN, 0, 0);
  lua_pushcfunction(state, open_all);
  int status = lua_pcall(state, 0, 0, 0);
  char name[200];
  snprintf(name, sizeof name, "@%.*s", (int)request->file.count, (const char *)input + request->file.offset);
  if (status == LUA_OK) status = luaL_loadbufferx(state, text, count, name, "t");
  if (status == LUA_OK) {
    lua_sethook(state, count_instructions, LUA_MASKCOUNT, HOOK_STEP);
    status = lua_pcall(state, 0, 0, 0);
  }
  if (status != LUA_OK) {
    size_t length;
    const char *message = error_text(state, status, &length);
    wire_say(reply, WIRE_SCRIPT_ERROR, "%.*s", (int)length, message);
    return NULL;
  }
  reply->status = WIRE_OK;
  return rule;
}

void lua_rule_batch(lua_rule *rule, const uint8_t *input, uint8_t *output) {
  const wire_request *request = (const wire_request *)(const void *)input;
  wire_reply *reply = (wire_reply *)(void *)output;
  lua_State *state = rule->state;
  rule->output = output;
  rule->row = 0;
  reply->status = WIRE_OK;
  reply->error_count = reply->message_count = 0;
  memset(reply->text_rows, 0, sizeof reply->text_rows);
  lua_settop(state, 0);
  rule->left = rule->instructions;
  if (request->call_index >= CALLS || rule->calls[request->call_index].out == 0) {
    lua_pushcfunction(state, prepare_call);
    int status = lua_pcall(state, 0, 0, 0);
    if (status != LUA_OK) {
      size_t length;
      const char *message = error_text(state, status, &length);
      wire_say(reply, WIRE_SCRIPT_ERROR, "%.*s", (int)length, message);
      return;
    }
  }
  cg_row_error *errors = (cg_row_error *)(void *)(output + request->errors);
  lua_rawgeti(state, LUA_REGISTRYINDEX, rule->calls[request->call_index].function);
  lua_rawgeti(state, LUA_REGISTRYINDEX, rule->calls[request->call_index].row);
  lua_rawgeti(state, LUA_REGISTRYINDEX, rule->calls[request->call_index].out);
  lua_rawgeti(state, LUA_REGISTRYINDEX, rule->calls[request->call_index].args);
  for (uint32_t row = 0; row < request->rows; row++) {
    rule->row = row;
    rule->left = rule->instructions;
    for (int i = 1; i <= 4; i++) lua_pushvalue(state, i);
    int status = lua_pcall(state, 3, 0, 0);
    if (status == LUA_OK) continue;
    for (uint32_t i = 0; i < request->output_count; i++) clear_cell(rule, i);
    if (reply->error_count < request->error_capacity) {
      size_t length;
      const char *message = error_text(state, status, &length);
      cg_row_error *error = &errors[reply->error_count++];
      error->row = row;
      error->message_count = (uint32_t)(length < sizeof error->message ? length : sizeof error->message);
      memcpy(error->message, message, error->message_count);
    }
    lua_settop(state, 4);
    /* What a record that failed left behind is freed, so that the next one has its memory. */
    if (status == LUA_ERRMEM) lua_gc(state, LUA_GCCOLLECT);
  }
  lua_settop(state, 0);
}
