#include "lua_sandbox.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lua_decimal.h"

/* Text of a value that is the same in every process: no addresses. */
static int safe_tostring(lua_State *state) {
  luaL_checkany(state, 1);
  switch (lua_type(state, 1)) {
    case LUA_TTABLE: case LUA_TFUNCTION: case LUA_TTHREAD: case LUA_TLIGHTUSERDATA:
      lua_pushstring(state, luaL_typename(state, 1));
      return 1;
    case LUA_TUSERDATA:
      if (lua_decimal_test(state, 1) == NULL) {
        lua_pushliteral(state, "record");
        return 1;
      }
      break;
    default: break;
  }
  luaL_tolstring(state, 1, NULL);
  return 1;
}

/* Numbers before texts, each rising. Others have no order that holds in every process. */
static int key_order(lua_State *state, int a, int b) {
  int numbers = lua_type(state, a) == LUA_TNUMBER, other = lua_type(state, b) == LUA_TNUMBER;
  if (numbers != other) return numbers ? -1 : 1;
  if (lua_rawequal(state, a, b)) return 0;
  return lua_compare(state, a, b, LUA_OPLT) ? -1 : 1;
}

/* The list of keys is upvalue 1, the table 2, the place 3. */
static int next_pair(lua_State *state) {
  lua_Integer place = lua_tointeger(state, lua_upvalueindex(3)) + 1;
  lua_pushinteger(state, place);
  lua_replace(state, lua_upvalueindex(3));
  if (lua_rawgeti(state, lua_upvalueindex(1), place) == LUA_TNIL) return 1;
  lua_pushvalue(state, -1);
  lua_rawget(state, lua_upvalueindex(2));
  return 2;
}

static int sorted_pairs(lua_State *state) {
  luaL_checktype(state, 1, LUA_TTABLE);
  lua_settop(state, 1);
  lua_newtable(state);
  lua_Integer count = 0;
  lua_pushnil(state);
  while (lua_next(state, 1)) {
    lua_pop(state, 1);
    if (lua_type(state, -1) != LUA_TNUMBER && lua_type(state, -1) != LUA_TSTRING)
      return luaL_error(state, "pairs goes through keys that are numbers or texts; this one is a %s",
                        luaL_typename(state, -1));
    /* Binary insertion: tables that a rule goes through are small. */
    lua_Integer low = 1, high = count;
    while (low <= high) {
      lua_Integer middle = (low + high) / 2;
      lua_rawgeti(state, 2, middle);
      if (key_order(state, lua_gettop(state), lua_gettop(state) - 1) < 0) low = middle + 1;
      else high = middle - 1;
      lua_pop(state, 1);
    }
    for (lua_Integer i = count; i >= low; i--) {
      lua_rawgeti(state, 2, i);
      lua_rawseti(state, 2, i + 1);
    }
    lua_pushvalue(state, -1);
    lua_rawseti(state, 2, low);
    count++;
  }
  lua_pushvalue(state, 1);
  lua_pushinteger(state, 0);
  lua_pushcclosure(state, next_pair, 3);
  return 1;
}

/* string.find(text, part [, start]): plain, so its time is bounded. */
static int plain_find(lua_State *state) {
  size_t count, part_count;
  const char *text = luaL_checklstring(state, 1, &count), *part = luaL_checklstring(state, 2, &part_count);
  lua_Integer start = luaL_optinteger(state, 3, 1);
  if (start < 0) start = (lua_Integer)count + start + 1 > 0 ? (lua_Integer)count + start + 1 : 1;
  if (start < 1) start = 1;
  for (size_t i = (size_t)start - 1; i + part_count <= count; i++) {
    if (memcmp(text + i, part, part_count) == 0) {
      lua_pushinteger(state, (lua_Integer)i + 1);
      lua_pushinteger(state, (lua_Integer)(i + part_count));
      return 2;
    }
  }
  lua_pushnil(state);
  return 1;
}

static int has_prefix(lua_State *state) {
  size_t count, part_count;
  const char *text = luaL_checklstring(state, 1, &count), *part = luaL_checklstring(state, 2, &part_count);
  lua_pushboolean(state, part_count <= count && memcmp(text, part, part_count) == 0);
  return 1;
}

static int has_suffix(lua_State *state) {
  size_t count, part_count;
  const char *text = luaL_checklstring(state, 1, &count), *part = luaL_checklstring(state, 2, &part_count);
  lua_pushboolean(state, part_count <= count && memcmp(text + count - part_count, part, part_count) == 0);
  return 1;
}

/* string.split(text, separator): the parts, as a list. */
static int split(lua_State *state) {
  size_t count, part_count;
  const char *text = luaL_checklstring(state, 1, &count), *part = luaL_checklstring(state, 2, &part_count);
  if (part_count == 0) return luaL_error(state, "the separator is empty");
  lua_newtable(state);
  lua_Integer found = 0;
  size_t start = 0;
  for (size_t i = 0; i + part_count <= count;) {
    if (memcmp(text + i, part, part_count) == 0) {
      lua_pushlstring(state, text + start, i - start);
      lua_rawseti(state, -2, ++found);
      i += part_count;
      start = i;
    } else {
      i++;
    }
  }
  lua_pushlstring(state, text + start, count - start);
  lua_rawseti(state, -2, ++found);
  return 1;
}

/* The string value of a key in a JSON object of texts, as the columns tags and additionalInfo are; nil where it is not
 * there. Only the outermost level is looked at. */
static int json_text(lua_State *state) {
  size_t count, key_count;
  const char *text = luaL_checklstring(state, 1, &count), *key = luaL_checklstring(state, 2, &key_count);
  size_t i = 0;
  int depth = 0, is_key = 0;
  while (i < count) {
    char c = text[i];
    if (c == '{' || c == '[') {
      depth++;
      is_key = c == '{';
      i++;
    } else if (c == '}' || c == ']') {
      depth--;
      i++;
    } else if (c == ',') {
      is_key = 1;
      i++;
    } else if (c == '"') {
      size_t start = ++i;
      while (i < count && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
      if (i >= count) break;
      size_t length = i - start;
      i++;
      while (i < count && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r')) i++;
      if (depth == 1 && is_key && i < count && text[i] == ':') {
        is_key = 0;
        i++;
        if (length == key_count && memcmp(text + start, key, length) == 0) {
          while (i < count && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r')) i++;
          if (i >= count || text[i] != '"') break;
          luaL_Buffer value;
          luaL_buffinit(state, &value);
          for (i++; i < count && text[i] != '"'; i++) {
            if (text[i] != '\\' || i + 1 >= count) {
              luaL_addchar(&value, text[i]);
              continue;
            }
            i++;
            switch (text[i]) {
              case 'n': luaL_addchar(&value, '\n'); break;
              case 't': luaL_addchar(&value, '\t'); break;
              case 'r': luaL_addchar(&value, '\r'); break;
              case 'b': luaL_addchar(&value, '\b'); break;
              case 'f': luaL_addchar(&value, '\f'); break;
              case 'u': {
                unsigned long code = 0;
                char digits[5] = {0};
                if (i + 4 < count) {
                  memcpy(digits, text + i + 1, 4);
                  code = strtoul(digits, NULL, 16);
                  i += 4;
                }
                if (code >= 0xD800 && code < 0xDC00 && i + 6 < count && text[i + 1] == '\\' && text[i + 2] == 'u') {
                  memcpy(digits, text + i + 3, 4);
                  unsigned long low = strtoul(digits, NULL, 16);
                  if (low >= 0xDC00 && low < 0xE000) {
                    code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                    i += 6;
                  }
                }
                char utf8[4];
                size_t length = 0;
                if (code < 0x80) utf8[length++] = (char)code;
                else if (code < 0x800) {
                  utf8[length++] = (char)(0xC0 | code >> 6);
                  utf8[length++] = (char)(0x80 | (code & 63));
                } else if (code < 0x10000) {
                  utf8[length++] = (char)(0xE0 | code >> 12);
                  utf8[length++] = (char)(0x80 | (code >> 6 & 63));
                  utf8[length++] = (char)(0x80 | (code & 63));
                } else {
                  utf8[length++] = (char)(0xF0 | code >> 18);
                  utf8[length++] = (char)(0x80 | (code >> 12 & 63));
                  utf8[length++] = (char)(0x80 | (code >> 6 & 63));
                  utf8[length++] = (char)(0x80 | (code & 63));
                }
                luaL_addlstring(&value, utf8, length);
                break;
              }
              default: luaL_addchar(&value, text[i]);
            }
          }
          luaL_pushresult(&value);
          return 1;
        }
      }
    } else {
      i++;
    }
  }
  lua_pushnil(state);
  return 1;
}

void lua_sandbox_open(lua_State *state) {
  static const char *const base[] = {"assert", "error", "ipairs", "select", "tonumber", "type", "_VERSION"};
  static const char *const strings[] = {"byte", "char", "len", "lower", "rep", "reverse", "sub", "upper"};
  static const char *const tables[] = {"concat", "insert", "remove", "sort", "unpack", "pack", "move"};
  static const char *const maths[] = {"abs", "ceil", "floor", "max", "min", "tointeger", "type", "maxinteger",
                                      "mininteger"};
  luaL_requiref(state, "_G", luaopen_base, 0);
  luaL_requiref(state, "string", luaopen_string, 0);
  luaL_requiref(state, "table", luaopen_table, 0);
  luaL_requiref(state, "math", luaopen_math, 0);
  /* A fresh table of globals, with what is on the lists. */
  const struct { int index; const char *name; const char *const *functions; size_t count; } parts[] = {
      {-4, NULL, base, sizeof base / sizeof *base}, {-3, "string", strings, sizeof strings / sizeof *strings},
      {-2, "table", tables, sizeof tables / sizeof *tables}, {-1, "math", maths, sizeof maths / sizeof *maths}};
  lua_newtable(state);
  int globals = lua_gettop(state);
  for (size_t p = 0; p < 4; p++) {
    int source = globals + parts[p].index;
    lua_newtable(state);
    for (size_t i = 0; i < parts[p].count; i++) {
      lua_getfield(state, source, parts[p].functions[i]);
      if (parts[p].name == NULL) lua_setfield(state, globals, parts[p].functions[i]);
      else lua_setfield(state, -2, parts[p].functions[i]);
    }
    if (parts[p].name == NULL) lua_pop(state, 1);
    else lua_setfield(state, globals, parts[p].name);
  }
  lua_pushcfunction(state, safe_tostring);
  lua_setfield(state, globals, "tostring");
  lua_pushcfunction(state, sorted_pairs);
  lua_setfield(state, globals, "pairs");
  static const luaL_Reg more[] = {{"find", plain_find}, {"has_prefix", has_prefix}, {"has_suffix", has_suffix},
                                  {"split", split}, {"json_text", json_text}, {NULL, NULL}};
  lua_getfield(state, globals, "string");
  luaL_setfuncs(state, more, 0);
  /* ("x"):upper() finds its functions in this table too. */
  lua_pushliteral(state, "");
  lua_createtable(state, 0, 2);
  lua_pushvalue(state, -3);
  lua_setfield(state, -2, "__index");
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_setmetatable(state, -2);
  lua_pop(state, 2);
  lua_pushvalue(state, globals);
  lua_rawseti(state, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  lua_settop(state, globals - 5);
  lua_pushnil(state);
  lua_setfield(state, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}
