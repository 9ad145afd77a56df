// The bare C + SQLite loader that `creditgraph import` is measured against: 16 of the 55 columns of a daily rated usage
// file, GUIDs as integers, numbers cut to fixed point (so not even exact), one transaction, no ledger, no check.
// Usage: sqlite_loader CSV DATABASE
#define _GNU_SOURCE
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { FIELDS = 55, SLOTS = 1 << 17 };
struct entry {
  char key[36];
  int id;
};
static sqlite3 *database;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run(const char *sql) {
  char *message = NULL;
  if (sqlite3_exec(database, sql, NULL, NULL, &message)) {
    fprintf(stderr, "%s: %s\n", sql, message);
    exit(1);
  }
}

static int intern(struct entry *table, int *count, const char *key) {
  uint64_t a, b;
  memcpy(&a, key, 8);
  memcpy(&b, key + 28, 8);
  uint64_t hash = a * 0x9e3779b97f4a7c15ull ^ b * 0xbf58476d1ce4e5b9ull;
  hash ^= hash >> 32;
  for (uint32_t i = hash & (SLOTS - 1);; i = (i + 1) & (SLOTS - 1)) {
    if (!table[i].id) {
      memcpy(table[i].key, key, 36);
      return table[i].id = ++*count;
    }
    if (!memcmp(table[i].key, key, 36)) return table[i].id;
  }
}

static int64_t fixed_point(const char *at, const char *end, int scale) {
  int64_t value = 0;
  int negative = at < end && *at == '-', decimals = -1;
  for (at += negative; at < end && decimals < scale; at++) {
    if (*at == '.') {
      decimals = 0;
    } else {
      value = value * 10 + (*at - '0');
      if (decimals >= 0) decimals++;
    }
  }
  for (decimals = decimals < 0 ? 0 : decimals; decimals < scale; decimals++) value *= 10;
  return negative ? -value : value;
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  int file = open(argv[1], O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status)) return 66;
  const char *at = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0), *end = at + status.st_size;
  unlink(argv[2]);
  if (at == MAP_FAILED || sqlite3_open(argv[2], &database)) return 73;
  run("pragma journal_mode=wal; pragma synchronous=normal; pragma cache_size=-65536; pragma temp_store=memory");
  run("create table usage(customer, subscription, product text, sku text, meter, uri text, day text, quantity int,"
      " price int, effective int, billing int, rate int, pec int, credit int, tags text, info text)");
  sqlite3_stmt *insert;
  sqlite3_prepare_v3(database, "insert into usage values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", -1, SQLITE_PREPARE_PERSISTENT,
                     &insert, NULL);
  static struct entry customers[SLOTS], subscriptions[SLOTS], meters[SLOTS];
  int customer_count = 0, subscription_count = 0, meter_count = 0;
  double began = now();
  run("begin");
  at = memchr(at, '\n', (size_t)(end - at)) + 1;
  long rows = 0;
  while (at < end) {
    const char *from[FIELDS], *to[FIELDS];
    int field = 0;
    while (field < FIELDS) {
      from[field] = at;
      if (*at == '"') {
        for (at++; !(*at == '"' && at[1] != '"'); at += *at == '"' ? 2 : 1) {
        }
        at++;
      } else {
        while (*at != ',' && *at != '\n') at++;
      }
      to[field++] = at++;
    }
#define TEXT(column, f) sqlite3_bind_text(insert, column, from[f], (int)(to[f] - from[f]), SQLITE_STATIC)
#define NUMBER(column, f, scale) sqlite3_bind_int64(insert, column, fixed_point(from[f], to[f], scale))
    sqlite3_bind_int(insert, 1, intern(customers, &customer_count, from[2]));
    sqlite3_bind_int(insert, 2, intern(subscriptions, &subscription_count, from[47]));
    TEXT(3, 9), TEXT(4, 10);
    if (to[23] - from[23] == 36) sqlite3_bind_int(insert, 5, intern(meters, &meter_count, from[23]));
    TEXT(6, 31), TEXT(7, 20);
    NUMBER(8, 34, 6), NUMBER(9, 33, 15), NUMBER(10, 44, 15), NUMBER(11, 36, 12), NUMBER(12, 45, 9);
    NUMBER(13, 49, 0), NUMBER(14, 50, 0);
    TEXT(15, 42), TEXT(16, 43);
    if (sqlite3_step(insert) != SQLITE_DONE) return 70;
    sqlite3_reset(insert);
    rows++;
  }
  run("commit");
  sqlite3_finalize(insert);
  sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  double seconds = now() - began;
  sqlite3_close(database);
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  stat(argv[2], &status);
  printf("{\"lines\":%ld,\"seconds\":%.3f,\"peakMiB\":%ld,\"bytes\":%lld}\n", rows, seconds, usage.ru_maxrss / 1024,
         (long long)status.st_size);
}
