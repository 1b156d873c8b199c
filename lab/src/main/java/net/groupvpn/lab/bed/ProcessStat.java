package net.groupvpn.lab.bed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's figures for a process, from {@code /proc/PID/stat} (proc(5)). */
final class ProcessStat {
  /** USER_HZ, which Linux keeps at 100 for programs, whatever the kernel's own clock. */
  private static final double TICKS_PER_SECOND = 100;

  /** utime, stime and starttime are fields 14, 15 and 22; the name, field 2, may be anything. */
  private static final int UTIME_AFTER_NAME = 11;

  private static final int START_AFTER_NAME = 19;

  private ProcessStat() {}

  /**
   * Reads it.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such process
   */
  static String read(long pid) throws IOException {
    return Files.readString(Path.of("/proc/" + pid + "/stat"));
  }

  /** Processor time of all threads so far, in user and kernel mode, seconds. */
  static double processorSeconds(String stat) {
    String[] fields = fields(stat);
    long ticks =
        Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]);
    return ticks / TICKS_PER_SECOND;
  }

  /** When it was started, in ticks since the machine's start. */
  static long startTicks(String stat) {
    return Long.parseLong(fields(stat)[START_AFTER_NAME]);
  }

  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" +", -1);
  }
}
