#include "thread_sanitizer.h"

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif

#ifdef SANITIZED
void __tsan_acquire(void *address);
void __tsan_release(void *address);
void thread_sanitizer_acquire(const void *address) { __tsan_acquire((void *)address); }
void thread_sanitizer_release(const void *address) { __tsan_release((void *)address); }
#else
void thread_sanitizer_acquire(const void *address) { (void)address; }
void thread_sanitizer_release(const void *address) { (void)address; }
#endif
