package net.groupvpn.lab.bed;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Tidies up after a bed even if its JVM is killed: a shell in a session of its own that reads the
 * process IDs to watch from a pipe. When the pipe closes, for whatever reason, it ends those
 * processes and all others in the bed's namespaces, and deletes the namespaces. Cables from this
 * machine into them are deleted first: the kernel would take them with the namespaces, but later.
 */
final class Reaper implements AutoCloseable {
  private static final long LIMIT_SECONDS = 30;

  private static final String SCRIPT =
      """
      trap '' INT TERM HUP
      pids=""
      while read -r pid; do pids="$pids $pid"; done
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

  void watch(long pid) {
    try {
      pipe.write(pid + "\n");
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
