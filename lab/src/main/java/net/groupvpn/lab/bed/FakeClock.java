package net.groupvpn.lab.bed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * A wall clock that can be moved while processes run (Debian's faketime). Clocks that measure
 * durations are not affected.
 */
public final class FakeClock {
  private static final String LIBRARY = "/usr/lib/%s-linux-gnu/faketime/libfaketimeMT.so.1";

  private final Path file;

  /** A clock that shows the true time at first; {@code file} holds its offset. */
  public FakeClock(Path file) {
    this.file = file;
    moveTo(Duration.ZERO);
  }

  /** Sets how far it is ahead of the true time, also for running processes. */
  public void moveTo(Duration ahead) {
    try {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.writeString(next, "+" + ahead.toSeconds() + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BedException("cannot move the clock of " + file, e);
    }
  }

  /** {@code NAME=value} for processes that should see it. */
  List<String> environment() {
    return List.of(
        "LD_PRELOAD=" + library(),
        "FAKETIME_TIMESTAMP_FILE=" + file,
        "FAKETIME_CACHE_DURATION=1",
        "FAKETIME_DONT_FAKE_MONOTONIC=1",
        // The launcher and Java compare file times to see whether an archive of classes fits.
        "NO_FAKE_STAT=1",
        // Its workaround for other C libraries makes every timed wait of a JVM end at once.
        "FAKETIME_FORCE_MONOTONIC_FIX=0");
  }

  private static String library() {
    String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    return LIBRARY.formatted(machine);
  }
}
