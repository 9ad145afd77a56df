// The bare libmicrohttpd program that the server is measured against: reads the request's body, sends one constant
// answer of a given size, on one thread of its own with poll + MHD_run (the mode of the server).
// Usage: constant_server PORT BODY_BYTES
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *body;
static size_t body_length;

struct request {
  size_t length;
  char bytes[4096];
};

static enum MHD_Result answer(void *cls, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state) {
  (void)cls, (void)url, (void)method, (void)version;
  if (!*state) {
    *state = calloc(1, sizeof(struct request));
    return *state ? MHD_YES : MHD_NO;
  }
  if (*upload_size) {
    struct request *request = *state;
    size_t room = sizeof request->bytes - request->length, count = *upload_size < room ? *upload_size : room;
    memcpy(request->bytes + request->length, upload, count);
    request->length += count;
    *upload_size = 0;
    return MHD_YES;
  }
  char *copy = malloc(body_length);
  if (!copy) return MHD_NO;
  memcpy(copy, body, body_length);
  struct MHD_Response *response = MHD_create_response_from_buffer(body_length, copy, MHD_RESPMEM_MUST_FREE);
  MHD_add_response_header(response, "Content-Type", "application/json");
  enum MHD_Result result = MHD_queue_response(connection, 200, response);
  MHD_destroy_response(response);
  return result;
}

static void completed(void *cls, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code) {
  (void)cls, (void)connection, (void)code;
  free(*state);
  *state = NULL;
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  int port = atoi(argv[1]);
  body_length = strtoul(argv[2], NULL, 10);
  body = malloc(body_length + 1);
  if (!body || body_length < 2) return 64;
  memset(body, 'x', body_length);
  body[0] = body[body_length - 1] = '"';
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  struct MHD_Daemon *daemon = MHD_start_daemon(
      MHD_USE_EPOLL | MHD_USE_TURBO, (uint16_t)port, NULL, NULL, answer, NULL, MHD_OPTION_SOCK_ADDR, &address,
      MHD_OPTION_CONNECTION_TIMEOUT, 60u, MHD_OPTION_NOTIFY_COMPLETED, completed, NULL, MHD_OPTION_END);
  if (!daemon) return 69;
  struct pollfd events = {MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd, POLLIN, 0};
  for (;;) {
    MHD_UNSIGNED_LONG_LONG timeout;
    int milliseconds = MHD_get_timeout(daemon, &timeout) == MHD_YES ? (timeout > 1000 ? 1000 : (int)timeout) : 1000;
    if (milliseconds) poll(&events, 1, milliseconds);
    MHD_run(daemon);
  }
}
