package net.groupvpn.lab.bed;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;

/**
 * Cleans up after a bed even if its JVM is killed: a shell in a session of its own that reads the
 * process IDs to watch from a pipe. When the pipe closes, for any reason, it ends those processes
 * and all others in the bed's namespaces, and deletes the namespaces. Cables from this machine into
 * them are deleted first: the kernel would delete them with the namespaces, but later.
 *
 * <p>Process IDs are reused for other processes and threads within minutes, so a process is
 * identified by its ID and its start time.
 */
final class Reaper implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      started() {
        local stat
        { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return
        set -- ${stat##*) }
        echo "${20}"
      }
      watched=""
      while read -r pid start; do watched="$watched $pid/$start"; done
      pids=""
      for each in $watched; do
        [ "$(started "${each%/*}")" = "${each#*/}" ] && pids="$pids ${each%/*}"
      done
      spaces=$(ip netns list | awk -v p="$1" 'index($1, p) == 1 {print $1}')
      inside=""
      for s in $spaces; do inside="$inside $(ip netns pids "$s")"; done
      kill $pids $inside 2>/dev/null
      for i in 1 2 3 4 5 6 7 8 9 10; do
        alive=""
        for s in $spaces; do alive="$alive$(ip netns pids "$s")"; done
        [ -z "$alive" ] && break
        sleep 0.2
      done
      for d in $(ip -o link show type veth | awk -F'[ @:]+' -v p="link-netns $1" \
          'index($0, p) {print $2}'); do
        ip link del "$d"
      done
      for s in $spaces; do
        kill -9 $(ip netns pids "$s") 2>/dev/null
        ip netns del "$s"
        rm -rf "/etc/netns/$s"
      done
      """;

  private final Process shell;
  private final BufferedWriter pipe;

  Reaper(String prefix) {
    try {
      shell =
          new ProcessBuilder("setsid", "bash", "-c", SCRIPT, "gvlab-reaper", prefix)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new BedException("cannot start the reaper", e);
    }
    pipe = shell.outputWriter(StandardCharsets.US_ASCII);
  }

  /** A process that has already ended is not watched. */
  void watch(long pid) {
    try {
      watch(pid, ProcessStat.startTicks(ProcessStat.read(pid)));
    } catch (NoSuchFileException e) {
      // It has ended.
    } catch (IOException e) {
      throw new BedException("cannot tell when process " + pid + " was started", e);
    }
  }

  void watch(long pid, long startTicks) {
    try {
      pipe.write(pid + " " + startTicks + "\n");
      pipe.flush();
    } catch (IOException e) {
      throw new BedException("the reaper is gone", e);
    }
  }

  @Override
  public void close() {
    try {
      pipe.close();
      if (!shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new BedException("the reaper did not finish in " + LIMIT_SECONDS + " s");
      }
    } catch (IOException e) {
      throw new BedException("the reaper is gone", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
