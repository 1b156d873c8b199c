package net.groupvpn.lab.bed;

/** Processor time of a process, in user and kernel mode, from {@code /proc/PID/stat}. */
final class ProcessorTime {
  /** USER_HZ, which Linux keeps at 100 towards programs, whatever the kernel's own clock is. */
  private static final double TICKS_PER_SECOND = 100;

  /** utime and stime are fields 14 and 15 (proc(5)); the name, field 2, may contain anything. */
  private static final int UTIME_AFTER_NAME = 11;

  private ProcessorTime() {}

  /** Seconds that all threads have used so far, by what the file says. */
  static double seconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" +", -1);
    long ticks =
        Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]);
    return ticks / TICKS_PER_SECOND;
  }
}
