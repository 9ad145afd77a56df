#include "lua_decimal.h"

#include <string.h>

/* The metatable's address is the type's mark: one comparison, no look-up by name. */
static const char type_key = 0;

void lua_decimal_push(lua_State *state, cg_number number) {
  cg_number *value = lua_newuserdatauv(state, sizeof *value, 0);
  *value = number;
  lua_rawgetp(state, LUA_REGISTRYINDEX, &type_key);
  lua_setmetatable(state, -2);
}

const cg_number *lua_decimal_test(lua_State *state, int index) {
  if (lua_type(state, index) != LUA_TUSERDATA || !lua_getmetatable(state, index)) return NULL;
  lua_rawgetp(state, LUA_REGISTRYINDEX, &type_key);
  int same = lua_rawequal(state, -1, -2);
  lua_pop(state, 2);
  return same ? lua_touserdata(state, index) : NULL;
}

void lua_decimal_check(lua_State *state, cg_status status) {
  switch (status) {
    case CG_OK: return;
    case CG_OVERFLOW:
      luaL_error(state, "a decimal of more than 38 digits; round first, or use a:multiply(b, scale, rounding)");
      return;
    case CG_DIVISION_BY_ZERO: luaL_error(state, "division by zero"); return;
    case CG_INEXACT: luaL_error(state, "digits would be lost; round first"); return;
    case CG_SYNTAX: luaL_error(state, "not a decimal number"); return;
    default: luaL_error(state, "the decimals do not fit this operation"); return;
  }
}

cg_number lua_decimal_at(lua_State *state, int index) {
  switch (lua_type(state, index)) {
    case LUA_TUSERDATA: {
      const cg_number *value = lua_decimal_test(state, index);
      if (value != NULL) return *value;
      break;
    }
    case LUA_TNUMBER:
      if (lua_isinteger(state, index)) return cg_whole(lua_tointeger(state, index));
      luaL_error(state, "a float is not exact and cannot be used with decimals; write dec \"0.1\" instead of 0.1");
      break;
    case LUA_TNIL: luaL_error(state, "a decimal is needed here, but this is nil"); break;
    default: break;
  }
  luaL_error(state, "a decimal is needed here, but this is a %s", luaL_typename(state, index));
  return cg_whole(0);
}

static cg_rounding rounding_at(lua_State *state, int index) {
  static const char *const names[] = {"down", "up", "half_up", "half_even", "floor", "ceiling"};
  const char *name = luaL_checkstring(state, index);
  for (int i = 0; i < 6; i++)
    if (strcmp(name, names[i]) == 0) return (cg_rounding)i;
  luaL_error(state, "\"%s\" is no rounding; use down, up, half_up, half_even, floor or ceiling", name);
  return CG_ROUND_DOWN;
}

static uint32_t scale_at(lua_State *state, int index) {
  lua_Integer scale = luaL_checkinteger(state, index);
  if (scale < 0 || scale > (lua_Integer)CG_MAXIMUM_SCALE) luaL_error(state, "a scale is 0 to 38");
  return (uint32_t)scale;
}

static int decimal_new(lua_State *state) {
  if (lua_type(state, 1) == LUA_TSTRING) {
    cg_number number = cg_whole(0);
    cg_text text = {NULL, 0};
    text.data = lua_tolstring(state, 1, &text.count);
    cg_status status = cg_parse(text, &number);
    if (status == CG_SYNTAX) return luaL_error(state, "\"%s\" is not a decimal number", text.data);
    lua_decimal_check(state, status);
    lua_decimal_push(state, number);
    return 1;
  }
  lua_decimal_push(state, lua_decimal_at(state, 1));
  return 1;
}

#define OPERATION(name, function)                                                      \
  static int name(lua_State *state) {                                                  \
    cg_number a = lua_decimal_at(state, 1), b = lua_decimal_at(state, 2), result = a;  \
    lua_decimal_check(state, function(a, b, &result));                                 \
    lua_decimal_push(state, result);                                                   \
    return 1;                                                                          \
  }
OPERATION(decimal_add, cg_add)
OPERATION(decimal_subtract, cg_subtract)
OPERATION(decimal_times, cg_multiply)

static int decimal_slash(lua_State *state) {
  return luaL_error(state, "a quotient needs a scale and a rounding: a:divide(b, 2, \"half_even\")");
}

static int decimal_negated(lua_State *state) {
  lua_decimal_push(state, cg_negated(lua_decimal_at(state, 1)));
  return 1;
}

static int decimal_equal(lua_State *state) {
  lua_pushboolean(state, cg_compare(lua_decimal_at(state, 1), lua_decimal_at(state, 2)) == 0);
  return 1;
}

static int decimal_less(lua_State *state) {
  lua_pushboolean(state, cg_compare(lua_decimal_at(state, 1), lua_decimal_at(state, 2)) < 0);
  return 1;
}

static int decimal_at_most(lua_State *state) {
  lua_pushboolean(state, cg_compare(lua_decimal_at(state, 1), lua_decimal_at(state, 2)) <= 0);
  return 1;
}

static void push_text(lua_State *state, cg_number number) {
  /* A column's scale differs from batch to batch; what a rule sees must not. */
  char text[CG_FORMAT_CAPACITY];
  lua_pushlstring(state, text, cg_format(cg_normalised(number), text));
}

static int decimal_text(lua_State *state) {
  push_text(state, lua_decimal_at(state, 1));
  return 1;
}

static int decimal_joined(lua_State *state) {
  for (int i = 1; i <= 2; i++) {
    const cg_number *number = lua_decimal_test(state, i);
    if (number != NULL) push_text(state, *number);
    else if (lua_type(state, i) == LUA_TSTRING || lua_isinteger(state, i)) lua_pushvalue(state, i);
    else return luaL_error(state, "a %s cannot be joined to a text", luaL_typename(state, i));
  }
  lua_concat(state, 2);
  return 1;
}

static int decimal_round(lua_State *state) {
  cg_number result = lua_decimal_at(state, 1);
  lua_decimal_check(state, cg_round(result, scale_at(state, 2), rounding_at(state, 3), &result));
  lua_decimal_push(state, result);
  return 1;
}

static int decimal_multiply(lua_State *state) {
  cg_number a = lua_decimal_at(state, 1), b = lua_decimal_at(state, 2), result = a;
  lua_decimal_check(state, cg_multiply_rounded(a, b, scale_at(state, 3), rounding_at(state, 4), &result));
  lua_decimal_push(state, result);
  return 1;
}

static int decimal_divide(lua_State *state) {
  cg_number a = lua_decimal_at(state, 1), b = lua_decimal_at(state, 2), result = a;
  lua_decimal_check(state, cg_divide(a, b, scale_at(state, 3), rounding_at(state, 4), &result));
  lua_decimal_push(state, result);
  return 1;
}

/* amount:allocate({1, 2}, scale): parts of so many decimals in proportion, whose sum is exactly the amount. */
static int decimal_allocate(lua_State *state) {
  cg_number amount = lua_decimal_at(state, 1), weights[64], parts[64];
  luaL_checktype(state, 2, LUA_TTABLE);
  cg_status fits = cg_rescale(amount, scale_at(state, 3), &amount);
  if (fits == CG_INEXACT) return luaL_error(state, "the amount has more decimals than its parts; round it first");
  lua_decimal_check(state, fits);
  lua_Unsigned count = lua_rawlen(state, 2);
  if (count < 1 || count > 64) return luaL_error(state, "1 to 64 weights are needed");
  for (lua_Unsigned i = 0; i < count; i++) {
    lua_rawgeti(state, 2, (lua_Integer)i + 1);
    weights[i] = lua_decimal_at(state, -1);
    lua_pop(state, 1);
    if (cg_sign(weights[i]) < 0) return luaL_error(state, "a weight is negative");
  }
  lua_decimal_check(state, cg_allocate(amount, weights, (uint32_t)count, parts));
  lua_createtable(state, (int)count, 0);
  for (lua_Unsigned i = 0; i < count; i++) {
    lua_decimal_push(state, parts[i]);
    lua_rawseti(state, -2, (lua_Integer)i + 1);
  }
  return 1;
}

static int decimal_absolute(lua_State *state) {
  cg_number a = lua_decimal_at(state, 1);
  lua_decimal_push(state, cg_sign(a) < 0 ? cg_negated(a) : a);
  return 1;
}

static int decimal_sign(lua_State *state) {
  lua_pushinteger(state, cg_sign(lua_decimal_at(state, 1)));
  return 1;
}

static int decimal_scale(lua_State *state) {
  lua_pushinteger(state, cg_normalised(lua_decimal_at(state, 1)).scale);
  return 1;
}

static int decimal_normalised(lua_State *state) {
  lua_decimal_push(state, cg_normalised(lua_decimal_at(state, 1)));
  return 1;
}

void lua_decimal_open(lua_State *state) {
  static const luaL_Reg functions[] = {
      {"__add", decimal_add}, {"__sub", decimal_subtract}, {"__mul", decimal_times}, {"__div", decimal_slash},
      {"__idiv", decimal_slash}, {"__mod", decimal_slash}, {"__pow", decimal_slash}, {"__unm", decimal_negated},
      {"__eq", decimal_equal}, {"__lt", decimal_less}, {"__le", decimal_at_most}, {"__concat", decimal_joined},
      {"__tostring", decimal_text}, {"round", decimal_round}, {"multiply", decimal_multiply},
      {"divide", decimal_divide}, {"allocate", decimal_allocate}, {"abs", decimal_absolute}, {"sign", decimal_sign},
      {"scale", decimal_scale}, {"normalised", decimal_normalised}, {NULL, NULL}};
  lua_newtable(state);
  luaL_setfuncs(state, functions, 0);
  lua_pushvalue(state, -1);
  lua_setfield(state, -2, "__index");
  lua_pushboolean(state, 0);
  lua_setfield(state, -2, "__metatable");
  lua_pushliteral(state, "decimal");
  lua_setfield(state, -2, "__name");
  lua_rawsetp(state, LUA_REGISTRYINDEX, &type_key);
  lua_pushcfunction(state, decimal_new);
  lua_setglobal(state, "dec");
}
