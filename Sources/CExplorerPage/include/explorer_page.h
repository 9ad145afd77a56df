#ifndef CREDITGRAPH_EXPLORER_PAGE_H
#define CREDITGRAPH_EXPLORER_PAGE_H
/* The files of the explorer page, embedded in the program. Owned by the program, never freed. */
#include <stddef.h>
typedef struct {
  const char *path;           /* as the browser asks: "/explorer/app.js"; terminated */
  const char *content_type;   /* terminated */
  const unsigned char *bytes; /* not terminated */
  size_t length;
} explorer_page_file;
size_t explorer_page_count(void);
explorer_page_file explorer_page_at(size_t index);
#endif
