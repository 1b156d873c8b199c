/*
 * Preloaded into a process, records what it does to the files in one directory: what it writes, and
 * what it brings to the disk. RECORD_DIRECTORY and RECORD_FILE say where. Each record:
 *
 *   kind 1 | length of path 2 | position 8 | length of data 4 | path | data      (host's byte order)
 *
 * One lock is held over each call and its record, so records stand in the order of the calls.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE = 2, SYNC = 3, RENAME = 4, REMOVE = 5 };

#define HEADER_BYTES 15
#define REAL(name) ((__typeof__(&name)) dlsym(RTLD_NEXT, #name))

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int out = -1;

static int is_recorded(const char *path) {
  const char *directory = getenv("RECORD_DIRECTORY");
  return directory != NULL && strncmp(path, directory, strlen(directory)) == 0;
}

static int path_of(int fd, char *path) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, PATH_MAX - 1);
  if (length < 0) {
    return 0;
  }
  path[length] = 0;
  return is_recorded(path);
}

static void record(char kind, const char *path, int64_t at, const void *data, uint32_t length) {
  char header[HEADER_BYTES];
  uint16_t path_length = (uint16_t) strlen(path);
  if (out < 0) {
    out = (int) syscall(SYS_openat, AT_FDCWD, getenv("RECORD_FILE"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
  header[0] = kind;
  memcpy(header + 1, &path_length, 2);
  memcpy(header + 3, &at, 8);
  memcpy(header + 11, &length, 4);
  struct iovec parts[] = {
      {header, HEADER_BYTES}, {(void *) path, path_length}, {(void *) data, length}};
  if (syscall(SYS_writev, out, parts, 3) != HEADER_BYTES + path_length + (ssize_t) length) {
    abort();
  }
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t at) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) {
    return REAL(pwrite64)(fd, data, length, at);
  }
  pthread_mutex_lock(&lock);
  ssize_t written = REAL(pwrite64)(fd, data, length, at);
  if (written > 0) {
    record(WRITE, path, at, data, (uint32_t) written);
  }
  pthread_mutex_unlock(&lock);
  return written;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t at) {
  return pwrite64(fd, data, length, at);
}

ssize_t write(int fd, const void *data, size_t length) {
  char path[PATH_MAX];
  if (fd <= 2 || !path_of(fd, path)) {
    return REAL(write)(fd, data, length);
  }
  pthread_mutex_lock(&lock);
  struct stat file;
  int appends = (fcntl(fd, F_GETFL) & O_APPEND) != 0 && fstat(fd, &file) == 0;
  int64_t at = appends ? file.st_size : lseek(fd, 0, SEEK_CUR);
  ssize_t written = REAL(write)(fd, data, length);
  if (written > 0) {
    record(WRITE, path, at, data, (uint32_t) written);
  }
  pthread_mutex_unlock(&lock);
  return written;
}

int ftruncate64(int fd, off64_t length) {
  char path[PATH_MAX];
  int recorded = path_of(fd, path);
  pthread_mutex_lock(&lock);
  int result = REAL(ftruncate64)(fd, length);
  if (recorded && result == 0) {
    record(TRUNCATE, path, length, "", 0);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int ftruncate(int fd, off_t length) {
  return ftruncate64(fd, length);
}

static int synced(int fd, int (*real)(int)) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) {
    return real(fd);
  }
  pthread_mutex_lock(&lock);
  int result = real(fd);
  if (result == 0) {
    record(SYNC, path, 0, "", 0);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int fsync(int fd) {
  return synced(fd, REAL(fsync));
}

int fdatasync(int fd) {
  return synced(fd, REAL(fdatasync));
}

int rename(const char *from, const char *to) {
  pthread_mutex_lock(&lock);
  int result = REAL(rename)(from, to);
  if (result == 0 && is_recorded(from)) {
    record(RENAME, from, 0, to, (uint32_t) strlen(to));
  }
  pthread_mutex_unlock(&lock);
  return result;
}

int unlink(const char *path) {
  pthread_mutex_lock(&lock);
  int result = REAL(unlink)(path);
  if (result == 0 && is_recorded(path)) {
    record(REMOVE, path, 0, "", 0);
  }
  pthread_mutex_unlock(&lock);
  return result;
}
